/** The words of the page of numbers, in the languages of the console. */
import { catalogue, type WordsLike } from '@howdah/web/views'

const en = {
  title: 'Exports in numbers',
  note: 'Exports that ended in the last 30 days. Days are UTC.',
  none: 'No export ended in this time.',
  outcomes: 'Exports by outcome',
  done: 'Done',
  cancelled: 'Cancelled',
  failed: 'Failed',
  day: 'Day',
  sizes: 'Archives by size',
  upTo: 'Up to',
  larger: 'larger',
  archives: 'Archives',
  times: 'Time from request to archive',
  overall: (p50: string, p95: string) => `Half were ready within ${p50}, 95 % within ${p95}.`,
  asTable: 'The same as a table',
}

const de: WordsLike<typeof en> = {
  title: 'Exporte in Zahlen',
  note: 'Exporte, die in den letzten 30 Tagen endeten. Tage sind UTC.',
  none: 'In dieser Zeit endete kein Export.',
  outcomes: 'Exporte nach Ausgang',
  done: 'Fertig',
  cancelled: 'Abgebrochen',
  failed: 'Fehlgeschlagen',
  day: 'Tag',
  sizes: 'Archive nach Größe',
  upTo: 'Bis',
  larger: 'größer',
  archives: 'Archive',
  times: 'Zeit von der Anfrage bis zum Archiv',
  overall: (p50, p95) => `Die Hälfte war in ${p50} bereit, 95 % in ${p95}.`,
  asTable: 'Dasselbe als Tabelle',
}

const es: WordsLike<typeof en> = {
  title: 'Exportaciones en cifras',
  note: 'Exportaciones que terminaron en los últimos 30 días. Los días son UTC.',
  none: 'Ninguna exportación terminó en este tiempo.',
  outcomes: 'Exportaciones por resultado',
  done: 'Hechas',
  cancelled: 'Canceladas',
  failed: 'Fallidas',
  day: 'Día',
  sizes: 'Archivos por tamaño',
  upTo: 'Hasta',
  larger: 'mayores',
  archives: 'Archivos',
  times: 'Tiempo desde la solicitud hasta el archivo',
  overall: (p50, p95) => `La mitad estuvo lista en ${p50}, el 95 % en ${p95}.`,
  asTable: 'Lo mismo como tabla',
}

const ja: WordsLike<typeof en> = {
  title: '数字で見るエクスポート',
  note: '過去 30 日間に終了したエクスポートです。日付は UTC です。',
  none: 'この期間に終了したエクスポートはありません。',
  outcomes: '結果ごとのエクスポート',
  done: '完了',
  cancelled: 'キャンセル',
  failed: '失敗',
  day: '日',
  sizes: 'サイズごとのアーカイブ',
  upTo: '以下',
  larger: 'それ以上',
  archives: 'アーカイブ',
  times: '申請からアーカイブまでの時間',
  overall: (p50, p95) => `半数は ${p50} 以内、95 % は ${p95} 以内に準備できました。`,
  asTable: '同じ内容の表',
}

const ar: WordsLike<typeof en> = {
  title: 'عمليات التصدير بالأرقام',
  note: 'عمليات التصدير التي انتهت في آخر 30 يومًا. الأيام بتوقيت UTC.',
  none: 'لم تنتهِ أي عملية تصدير في هذه المدة.',
  outcomes: 'عمليات التصدير حسب النتيجة',
  done: 'تمت',
  cancelled: 'أُلغيت',
  failed: 'فشلت',
  day: 'اليوم',
  sizes: 'الأرشيفات حسب الحجم',
  upTo: 'حتى',
  larger: 'أكبر',
  archives: 'الأرشيفات',
  times: 'الوقت من الطلب إلى الأرشيف',
  overall: (p50, p95) => `نصفها كان جاهزًا خلال ${p50}، و95 % خلال ${p95}.`,
  asTable: 'الأمر نفسه في جدول',
}

/** The words of the current reader. */
export const numbersWords = catalogue<typeof en>({ en, de, es, ja, ar })
