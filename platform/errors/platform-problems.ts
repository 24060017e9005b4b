import { problemsOf, type ProblemDeclaration } from '#platform/kernel/problem.ts';

/** Problems that any room can answer with; rooms declare their own in `contract.ts`. */
export const platformProblems = {
  'platform.invalid-input': {
    kind: 'invalid',
    zh: '提交的内容有误，请按提示的位置修改后重新提交；已填内容不会丢失。',
    en: 'Some of the input is not valid. Correct the places listed and send again; nothing you typed is lost.',
  },
  'platform.unauthenticated': {
    kind: 'unauthenticated',
    zh: '尚未登录或登录已过期，请重新登录；未提交的草稿已保留。',
    en: 'You are not signed in, or the sign-in has expired. Sign in again; your drafts are kept.',
  },
  'platform.step-up-required': {
    kind: 'unauthenticated',
    zh: '此操作较为敏感，请再次验证身份后继续；已填内容不会丢失。',
    en: 'This is a sensitive act. Prove once more who you are to go on; nothing you typed is lost.',
  },
  'platform.second-factor-missing': {
    kind: 'unauthenticated',
    zh: '此操作须用第二验证方式确认。请先设置验证器应用或通行密钥，然后继续；已填内容不会丢失。',
    en: 'This act is confirmed by a second factor. Set up an authenticator app or a passkey first, then go on; nothing you typed is lost.',
  },
  'platform.forbidden': {
    kind: 'forbidden',
    zh: '当前身份没有此项权限。如工作需要，请由本机构系统管理员分配相应角色。',
    en: 'Your present role may not do this. The system administrator of your organisation can assign the role.',
  },
  'platform.organisation-forbidden': {
    kind: 'forbidden',
    zh: '该内容属于其他机构。请切换到相应机构身份，或由该机构的工作人员办理。',
    en: 'This belongs to another organisation. Act for that organisation, or ask its staff.',
  },
  'platform.record-forbidden': {
    kind: 'forbidden',
    zh: '本机构与该居民之间没有有效的诊疗、转诊、签约或授权关系，不能打开其健康档案。可通过转诊、签约或居民授权取得。',
    en: 'Your organisation has no valid treatment, referral, contract or consent relation with this person. One of these opens the record.',
  },
  'platform.not-found': {
    kind: 'not-found',
    zh: '没有找到，可能已被合并或编号有误。',
    en: 'Nothing was found under this address or number; it may have been merged or mistyped.',
  },
  'platform.key-reused': {
    kind: 'conflict',
    zh: '同一个幂等键被用于不同的内容，请换一个新的幂等键。',
    en: 'This idempotency key was used before with other content. Choose a new key.',
  },
  'platform.too-costly': {
    kind: 'business-rule',
    zh: '查询耗时超过上限，已停止，未改动任何内容。请缩小范围后重试：指定居民、机构或较短的日期，减少排序和附带内容；需要全部数据时请用导出。',
    en: 'This took longer than it may and was stopped; nothing was changed. Narrow it and ask again: name a person, an organisation or fewer days, sort and include less; export where everything is needed.',
  },
  'platform.too-many': {
    kind: 'too-many',
    zh: '请求过于频繁，请稍候再试。',
    en: 'Too many requests. Wait a little and try again.',
  },
} as const satisfies Record<string, ProblemDeclaration>;

export const platformProblem = problemsOf(platformProblems);
