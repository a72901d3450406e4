import type { FoundState, ReasonWords, StorageRemedy } from '../reason.ts'

const REMEDIES: Readonly<Record<StorageRemedy, string>> = {
  acl: 'لا تعرف هذه الحاوية قوائم ACL: اجعل S3_PERMISSION فارغًا كما في Mastodon، ثم أعد المحاولة.',
  bucket: 'صحّح S3_BUCKET أو S3_ENDPOINT، ثم أعد المحاولة.',
  key: 'صحّح AWS_ACCESS_KEY_ID، ثم أعد المحاولة.',
  secret: 'صحّح AWS_SECRET_ACCESS_KEY أو S3_REGION، ثم أعد المحاولة.',
  clock: 'اضبط ساعة هذا الجهاز، ثم أعد المحاولة.',
  other:
    'تحقق من S3_BUCKET وS3_REGION وS3_ENDPOINT، ومن أن المفتاح يستطيع قراءة الكائنات والرفوعات وكتابتها وسردها وحذفها؛ ثم أعد المحاولة.',
}

const STATES: Readonly<Record<FoundState, string>> = {
  pending: 'قيد الانتظار',
  scheduled: 'مجدولة',
  running: 'جارية',
  retrying: 'تنتظر محاولة أخرى',
  failed: 'فاشلة',
}

export const ar: ReasonWords = {
  'disk-full': ({ freeBytes, neededBytes, folder, variable }, size) => {
    const free = freeBytes === null ? 'لا شيء' : size(freeBytes)
    const needed = neededBytes === null ? '' : `؛ ويحتاج هذا الأرشيف إلى نحو ⁨${size(neededBytes)}⁩`
    return `القرص ممتلئ: المساحة الحرة في ⁨${folder}⁩ هي ⁨${free}⁩${needed}. وفّر مساحة، أو اجعل ${variable} يسمّي مجلدًا على قرص أكبر، ثم أعد المحاولة.`
  },
  'not-writable': ({ folder, error }) =>
    `تتعذّر كتابة الأرشيف في ⁨${folder}⁩ (⁨${error}⁩). تأكد من أنه مجلد يستطيع مستخدم «howdah work» الكتابة فيه، ثم أعد المحاولة.`,
  'member-missing': ({ userId }) =>
    `لم يعد العضو ذو المعرّف ⁨${userId}⁩ موجودًا. احذف هذه المهمة: لا أحد يُبنى له أرشيف.`,
  'database-slow': ({ seconds, stage, member, sqlState }) => {
    const doing = stage === null ? '' : ` أثناء قراءة «⁨${stage}⁩» لـ⁨${member}⁩`
    const state = sqlState === null ? '' : ` (SQLSTATE ⁨${sqlState}⁩)`
    return `تجاوزت قاعدة البيانات ${seconds} ث دون جواب${doing} فأُوقفت${state}. أعد المحاولة حين يخفّ حملها، أو ارفع HOWDAH_STATEMENT_TIMEOUT_SECONDS.`
  },
  'database-away': ({ error }) =>
    `انقطع الاتصال بقاعدة البيانات أو رُفض: ⁨${error}⁩. تأكد من أن PostgreSQL يعمل ويقبل الاتصالات؛ ستُعاد محاولة التصدير تلقائيًا.`,
  'media-forbidden': ({ file, error }) =>
    `ملف الوسائط ⁨${file}⁩ موجود لكن تتعذّر قراءته (⁨${error}⁩). امنح مستخدم «howdah work» حق قراءة مجلد وسائط Mastodon، ثم أعد المحاولة.`,
  'media-broken': ({ file, error }) =>
    `ملف الوسائط ⁨${file}⁩ موجود لكن تتعذّر قراءته (⁨${error}⁩). افحص القرص الذي يحمله، أو احذف الملف ليُدرج كمفقود، ثم أعد المحاولة.`,
  'storage-away': ({ error }) =>
    `⁨${error}⁩. ما وصل محفوظ: ستُعاد محاولة التصدير تلقائيًا ويكمل من هناك.`,
  'storage-refused': ({ error, remedy }) => `⁨${error}⁩. ${REMEDIES[remedy]}`,
  'given-up': () => 'ضاعت مهمته، فأنهته الإدارة.',
  silent: () => 'لم يصدر عنه شيء منذ أكثر من خمس دقائق',
  'job-nowhere': () => 'مهمته ليست في أي قائمة ولا مجموعة ولا عملية',
  'job-found': ({ state }) => `حالة مهمته: ${STATES[state]}`,
  'job-deleted': () => 'حُذفت مهمته',
  'job-cancelled': () => 'أُلغيت مهمته',
  'job-put-back': () => 'أُعيدت مهمته',
  'job-killed': () => 'نُقلت مهمته إلى الميتة',
  'window-closed': () => 'انتهت الفترة الزمنية؛ يبدأ في التالية',
  'held-back': () => 'آخرون ينتظرون؛ تدخل الطلبات الجماعية قليلًا قليلًا',
  try: ({ number, worker }) => `المحاولة ${number} بواسطة ⁨${worker}⁩`,
  interrupted: ({ stage }) => (stage === null ? 'قبل المرحلة الأولى' : `عند «⁨${stage}⁩»`),
  resumed: ({ step, bytes }, size) => `عند «⁨${step}⁩»، كان ⁨${size(bytes)}⁩ محفوظًا`,
  'other-machine': () => 'ليس على هذا الجهاز ما كتبه التشغيل السابق',
  checked: ({ neededBytes, freeBytes, bucket, mailRoute, mailFolder }, size) => {
    const room = freeBytes === null ? '' : `، والحر ⁨${size(freeBytes)}⁩`
    const place = bucket === null ? 'المجلد' : `الحاوية ⁨${bucket}⁩`
    const mail =
      mailRoute === null
        ? `لم يُضبط خادم بريد (SMTP_SERVER): تُكتب الرسائل في ⁨${mailFolder}⁩`
        : `يمر البريد عبر ⁨${mailRoute}⁩`
    return `المطلوب نحو ⁨${size(neededBytes)}⁩${room}؛ تمكن الكتابة في ${place}؛ ${mail}`
  },
  bulk: ({ requested, passedOver }) => `طُلب ${requested}، وكان لدى ${passedOver} واحد`,
}
