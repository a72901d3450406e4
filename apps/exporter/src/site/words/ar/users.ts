import { forms, isolate, type WordsLike } from '@howdah/web/views'
import type { users as english } from '../en/users.ts'

export const users: WordsLike<typeof english> = {
  title: 'المستخدمون',
  matching: (search) => `المستخدمون المطابقون لـ«${isolate(search)}»`,
  note: 'أعضاء هذا الخادم، الأحدث أولًا.',
  search: 'بحث',
  placeholder: 'الاسم أو البريد أو المعرّف',
  clear: 'مسح',
  none: 'لا مستخدمين مطابقين',
  noneNote: 'ابحث بجزء من الاسم أو من عنوان البريد، أو بالمعرّف الكامل.',
  onPage: (count) =>
    forms(count, {
      one: 'مستخدم واحد في هذه الصفحة',
      two: 'مستخدمان في هذه الصفحة',
      few: '# مستخدمين في هذه الصفحة',
      many: '# مستخدمًا في هذه الصفحة',
      other: '# مستخدم في هذه الصفحة',
    }),
  columns: {
    name: 'الاسم',
    email: 'البريد',
    role: 'الدور',
    created: 'أُنشئ',
    lastActive: 'آخر نشاط',
    exports: 'التصديرات',
    id: 'المعرّف',
    edit: 'تعديل',
  },
  member: 'عضو',
  edit: 'تعديل المستخدم',
  standings: { suspended: 'معلّق', frozen: 'مجمّد' },
  pages: 'صفحات المستخدمين',
  firstPage: 'الصفحة الأولى',
  nextPage: 'الصفحة التالية',
}
