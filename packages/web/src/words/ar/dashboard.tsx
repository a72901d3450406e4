import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { dashboard as english } from '../en/dashboard.tsx'

export const dashboard: WordsLike<typeof english> = {
  numbers: 'الأرقام السبعة',
  enqueued: 'في الطوابير',
  attention: 'ما يستدعي الانتباه',
  allIsWell: 'كل شيء على ما يرام: لكل طابور عملية، ولا شيء متأخر، ولم تفشل أي مهمة نهائيًا.',
  version: 'الإصدار',
  upFor: 'يعمل منذ',
  days: (count) =>
    forms(count, {
      zero: '# يوم',
      one: 'يوم واحد',
      two: 'يومين',
      few: '# أيام',
      many: '# يومًا',
      other: '# يوم',
    }),
  connections: 'الاتصالات',
  memory: 'الذاكرة',
  peakMemory: 'ذروة الذاكرة',
  appendOnly: 'ملف الإلحاق فقط',
  on: 'مفعّل',
  off: 'معطّل',
  eviction: (policy, wanted) => (
    <>
      يسمح {policy} لـ Redis بالتخلص من المهام عند نفاد الذاكرة. اضبطه على {wanted}.
    </>
  ),
  noProcess: (command) => (
    <>
      <strong>لا توجد عملية قيد التشغيل.</strong> لن تُنفَّذ أي مهمة. شغّل عملية بالأمر {command}.
    </>
  ),
  paused: (queue, count) => (
    <>
      <strong>الطابور {queue} متوقف مؤقتًا.</strong>{' '}
      {forms(count, {
        zero: '# مهمة تنتظر حتى يستأنفه أحد.',
        one: 'مهمة واحدة تنتظر حتى يستأنفه أحد.',
        two: 'مهمتان تنتظران حتى يستأنفه أحد.',
        few: '# مهام تنتظر حتى يستأنفه أحد.',
        many: '# مهمة تنتظر حتى يستأنفه أحد.',
        other: '# مهمة تنتظر حتى يستأنفه أحد.',
      })}
    </>
  ),
  unheard: (queue, count, command) => (
    <>
      <strong>لا توجد عملية تخدم {queue}.</strong>{' '}
      {forms(count, {
        zero: '# مهمة تنتظر هناك حتى تخدمه عملية.',
        one: 'مهمة واحدة تنتظر هناك حتى تخدمه عملية.',
        two: 'مهمتان تنتظران هناك حتى تخدمه عملية.',
        few: '# مهام تنتظر هناك حتى تخدمه عملية.',
        many: '# مهمة تنتظر هناك حتى تخدمه عملية.',
        other: '# مهمة تنتظر هناك حتى تخدمه عملية.',
      })}{' '}
      شغّل عملية لهذا الطابور بالأمر {command}.
    </>
  ),
  notPolled: (overdue, since) => (
    <>
      <strong>
        {forms(overdue, {
          zero: '# مهمة متأخرة، ولا توجد عملية تتفقدها.',
          one: 'مهمة واحدة متأخرة، ولا توجد عملية تتفقدها.',
          two: 'مهمتان متأخرتان، ولا توجد عملية تتفقدهما.',
          few: '# مهام متأخرة، ولا توجد عملية تتفقدها.',
          many: '# مهمة متأخرة، ولا توجد عملية تتفقدها.',
          other: '# مهمة متأخرة، ولا توجد عملية تتفقدها.',
        })}
      </strong>{' '}
      كان موعد أقدمها {since}. لا تنتقل المهام المجدولة وإعادات المحاولة إلى طوابيرها إلا أثناء تشغيل
      عملية.
    </>
  ),
  startOne: (command) => <>شغّل عملية بالأمر {command}.</>,
  restart: (command) => <>أعد تشغيل الخدمة: {command}.</>,
  late: (overdue, since, pollers) => (
    <>
      <strong>
        {forms(overdue, {
          zero: '# مهمة متأخرة.',
          one: 'مهمة واحدة متأخرة.',
          two: 'مهمتان متأخرتان.',
          few: '# مهام متأخرة.',
          many: '# مهمة متأخرة.',
          other: '# مهمة متأخرة.',
        })}
      </strong>{' '}
      كان موعد أقدمها {since}، مع أن{' '}
      {forms(pollers, {
        zero: '# عملية تتفقدها.',
        one: 'عملية واحدة تتفقدها.',
        two: 'عمليتين تتفقدانها.',
        few: '# عمليات تتفقدها.',
        many: '# عملية تتفقدها.',
        other: '# عملية تتفقدها.',
      })}
    </>
  ),
  ifThisStays: (command) =>
    command === null ? 'إذا استمر ذلك فأعد تشغيلها.' : <>إذا استمر ذلك فأعد تشغيلها: {command}.</>,
  dead: (count, look) => (
    <>
      <strong>
        {forms(count, {
          zero: '# مهمة فشلت نهائيًا',
          one: 'مهمة واحدة فشلت نهائيًا',
          two: 'مهمتان فشلتا نهائيًا',
          few: '# مهام فشلت نهائيًا',
          many: '# مهمة فشلت نهائيًا',
          other: '# مهمة فشلت نهائيًا',
        })}
      </strong>{' '}
      بعد آخر محاولة. {look('اعرض المهام الميتة')} لمعرفة الأسباب.
    </>
  ),
}
