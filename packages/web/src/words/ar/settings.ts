import type { WordsLike } from '../../language/catalogue.tsx'
import type { settings as english } from '../en/settings.ts'

export const settings: WordsLike<typeof english> = {
  title: 'الإعدادات',
  note: 'كيف يعرض هذا المتصفح وحدة التحكم. لا يتأثر أحد غيرك.',
  saved: 'حُفظت لهذا المتصفح.',
  time: 'الأوقات',
  times: { utc: 'UTC', local: 'بالمنطقة الزمنية أدناه', relative: 'كمُدد: قبل 5 د' },
  zone: 'المنطقة الزمنية',
  zoneHint: 'اسم مثل Europe/Berlin. الفارغ يعني UTC.',
  theme: 'الألوان',
  themes: { auto: 'كما في النظام', light: 'فاتح', dark: 'داكن' },
  rows: 'الصفوف في الصفحة',
  shortcuts: 'اختصارات لوحة المفاتيح',
  shortcutsHint: 'أحرف مفردة، مثل j للصف التالي؛ ويعرضها ? كلها.',
  onOff: { off: 'معطّلة', on: 'مفعّلة' },
  save: 'حفظ',
}
