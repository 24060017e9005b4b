import { problemsOf, type ProblemDeclaration } from '#platform/kernel/problem.ts';

/** Refusals of the clinical repository. */
export const fhirProblems = {
  'fhir.invalid': {
    kind: 'invalid',
    zh: '资源内容不符合 FHIR R4，请按列出的位置修改后重新提交；未保存任何内容。',
    en: 'The resource does not conform to FHIR R4. Correct the places listed and send it again; nothing was stored.',
  },
  'fhir.profile-broken': {
    kind: 'business-rule',
    zh: '资源声明符合本平台规范（meta.profile），但不符合其要求；请按列出的位置修改，或去掉该声明。未保存任何内容。',
    en: 'The resource claims one of our profiles (meta.profile) and does not keep it. Correct the places listed, or drop the claim; nothing was stored.',
  },
  'fhir.not-json': {
    kind: 'invalid',
    zh: '请求正文不是有效的 JSON，请检查后重新提交。',
    en: 'The body is not valid JSON. Check it and send it again.',
  },
  'fhir.not-xml': {
    kind: 'invalid',
    zh: '请求正文不是有效的 XML（不接受文档类型和实体声明），请检查后重新提交。',
    en: 'The body is not well-formed XML (document types and entities are refused). Check it and send it again.',
  },
  'fhir.patch-invalid': {
    kind: 'business-rule',
    zh: '补丁无法应用到该资源，请按列出的位置修改；未保存任何内容。',
    en: 'The patch cannot be applied to the resource. Correct the places listed; nothing was stored.',
  },
  'fhir.bad-address': {
    kind: 'invalid',
    zh: '地址无法识别，请检查其中的 % 编码和长度。',
    en: 'The address cannot be read; check its percent-encoding and its length.',
  },
  'fhir.no-endpoint': {
    kind: 'not-found',
    zh: '没有这个 FHIR 地址：该资源不是分区，或没有此操作；支持范围见能力声明 /fhir/metadata。',
    en: 'There is no such FHIR address: the resource is no compartment, or has no such operation. /fhir/metadata lists what there is.',
  },
  'fhir.method': {
    kind: 'unsupported',
    zh: '该地址不接受此方法；可用的方法见 Allow 响应头。',
    en: 'This address does not take the method; the header Allow lists those it takes.',
  },
  'fhir.unknown-type': {
    kind: 'not-found',
    zh: '没有这种 FHIR R4 资源类型，请检查地址。',
    en: 'There is no such FHIR R4 resource type; check the address.',
  },
  'fhir.not-found': {
    kind: 'not-found',
    zh: '没有找到该资源，或当前身份无权查看。',
    en: 'There is no such resource, or your present role may not see it.',
  },
  'fhir.deleted': {
    kind: 'not-found',
    zh: '该资源已被删除，可通过历史记录查看以前的版本。',
    en: 'The resource has been deleted; its history still shows earlier versions.',
  },
  'fhir.version-conflict': {
    kind: 'conflict',
    zh: '资源已被他人修改，请读取最新版本后再改。',
    en: 'Somebody changed the resource in the meantime. Read the current version and change that.',
  },
  'fhir.already-exists': {
    kind: 'conflict',
    zh: '该编号的资源已存在，请改用更新。',
    en: 'A resource with this id exists already; update it instead.',
  },
  'fhir.several-match': {
    kind: 'conflict',
    zh: '条件匹配到多个资源，请给出更精确的条件。',
    en: 'The condition matches several resources. Give a more exact condition.',
  },
  'fhir.managed': {
    kind: 'business-rule',
    zh: '该资源由业务流程管理，请在相应业务中办理，不能直接修改。',
    en: 'This resource is managed by a workflow. Act in that workflow; it cannot be changed directly.',
  },
  'fhir.record-forbidden': {
    kind: 'forbidden',
    zh: '本机构与该居民之间没有有效的诊疗、转诊、签约或授权关系，不能读写其健康档案。',
    en: 'Your organisation has no valid relation with this person and may not read or write the record.',
  },
  'fhir.scope-missing': {
    kind: 'forbidden',
    zh: '当前身份或接口授权范围不包含此操作，请由系统管理员授权。',
    en: 'Your permissions or SMART scopes do not include this interaction. The system administrator can grant it.',
  },
  'fhir.search-invalid': {
    kind: 'invalid',
    zh: '检索条件有误，请按列出的参数修改。',
    en: 'The search is not valid. Correct the parameters listed.',
  },
  'fhir.search-indexing': {
    kind: 'conflict',
    zh: '该检索参数正在建立索引，完成前结果不完整；请稍后重试，或以 Prefer: handling=lenient 接受不完整的结果。',
    en: 'The search parameter is still being indexed and results would be incomplete. Try again later, or accept incomplete results with Prefer: handling=lenient.',
  },
  'fhir.reference-unresolved': {
    kind: 'invalid',
    zh: '事务中的引用无法解析，请检查 fullUrl 或条件引用；未保存任何内容。',
    en: 'A reference in the transaction cannot be resolved. Check fullUrl or the conditional reference; nothing was stored.',
  },
  'fhir.masked-copy': {
    kind: 'business-rule',
    zh: '这是遮蔽了号码的副本，保存会丢失号码；请改用补丁只修改需要的内容，或先显示号码。',
    en: 'This is a copy with masked numbers; storing it would lose them. Patch what is to change, or uncover the numbers first.',
  },
  'fhir.masked-search': {
    kind: 'forbidden',
    zh: '号码已遮蔽，不能按其排序或全文检索；请用完整号码精确检索，或由主索引管理员处理。',
    en: 'Numbers are masked and cannot be sorted by or searched in as text. Search by a full number, or ask the index manager.',
  },
  'fhir.unsupported': {
    kind: 'unsupported',
    zh: '本服务暂不支持该交互，支持范围见能力声明 /fhir/metadata。',
    en: 'This interaction is not supported; /fhir/metadata lists what is.',
  },
  'fhir.export-failed': {
    kind: 'conflict',
    zh: '导出未能完成，请重新发起；原因见后台任务列表。',
    en: 'The export could not be completed. Ask for it again; the reason is in the list of jobs.',
  },
  'fhir.too-costly': {
    kind: 'business-rule',
    zh: '该操作需要读取的数据过多，请缩小范围（如指定资源类型）后再试。',
    en: 'This would read too much. Narrow it (name a type, for example) and ask again.',
  },
  'fhir.no-measures': {
    kind: 'unsupported',
    zh: '本服务尚无指标登记，不能计算 Measure。',
    en: 'There is no registry of indicators here yet, so that no Measure can be evaluated.',
  },
  'fhir.encoding': {
    kind: 'unsupported',
    zh: '无法确定正文的字符编码，或不支持该编码；请用 UTF-8 发送，未保存任何内容。',
    en: 'The character encoding of the body is not served or cannot be told. Send it in UTF-8; nothing was stored.',
  },
  'fhir.not-acceptable': {
    kind: 'unsupported',
    zh: '本服务提供 JSON 与 XML，请使用 application/fhir+json 或 application/fhir+xml。',
    en: 'JSON and XML are served; use application/fhir+json or application/fhir+xml.',
  },
} as const satisfies Record<string, ProblemDeclaration>;

export type FhirProblemCode = keyof typeof fhirProblems;
export const fhirProblem = problemsOf(fhirProblems);
