import type { ModuleContract } from '#platform/kernel/contract.ts';
import { fhirProblems } from './problems.ts';

/** No ward manager: who admits a person to a bed, and so opens the record to the site, is not the one who reads it. */
const CLINICIANS = ['village-doctor', 'township-doctor', 'specialist', 'referral-coordinator'];

/** Permissions, problems and events of the clinical repository; its operations are the FHIR interactions at `/fhir`. */
export const contract = {
  module: 'fhir',
  title: { zh: '临床数据仓库（FHIR）', en: 'Clinical repository (FHIR)' },
  operations: {},
  permissions: {
    'fhir.read': { zh: '通过 FHIR 接口读取', en: 'Read over FHIR', roles: [...CLINICIANS, 'index-manager'] },
    'fhir.read-numbers': { zh: '通过 FHIR 接口查看完整证件号和电话', en: 'See full identity and telephone numbers over FHIR', roles: ['index-manager'] },
    'fhir.write': { zh: '通过 FHIR 接口写入', en: 'Write over FHIR', roles: ['township-doctor', 'specialist'] },
  },
  problems: fhirProblems,
  events: {
    'fhir.patient-written': { zh: '外部系统写入了患者资源', en: 'An outside system wrote a Patient' },
    'fhir.resource-written': { zh: '写入了被订阅类型的资源', en: 'Resources of a type with subscriptions were written' },
  },
  trail: {
    'fhir.search': { zh: '通过 FHIR 接口检索', en: 'Searched over FHIR' },
    'fhir.history': { zh: '查看资源的历史版本', en: 'Read versions of a resource' },
    'fhir.everything': { zh: '读取整份健康档案', en: 'Read a whole record ($everything)' },
    'fhir.document': { zh: '生成文档', en: 'Generated a document ($document)' },
    'fhir.lastn': { zh: '读取最近的检查检验结果', en: 'Read the latest results ($lastn)' },
    'fhir.graphql': { zh: '通过 GraphQL 读取', en: 'Read by GraphQL' },
    'fhir.match': { zh: '按身份信息匹配居民', en: 'Matched a person ($match)' },
    'fhir.evaluate-measure': { zh: '计算质量指标', en: 'Evaluated a measure' },
    'fhir.create': { zh: '新建资源', en: 'Created a resource' },
    'fhir.update': { zh: '修改资源', en: 'Changed a resource' },
    'fhir.patch': { zh: '部分修改资源', en: 'Patched a resource' },
    'fhir.delete': { zh: '删除资源', en: 'Deleted a resource' },
    'fhir.transaction': { zh: '整批写入资源', en: 'Wrote a transaction of resources' },
    'fhir.meta-add': { zh: '添加资源标签', en: 'Added tags to a resource' },
    'fhir.meta-delete': { zh: '移除资源标签', en: 'Took tags off a resource' },
    'fhir.meta': { zh: '读取资源标签', en: 'Read the tags of a resource' },
    'fhir.get': { zh: '读取请求被拒绝', en: 'A request to read' },
    'fhir.post': { zh: '写入或检索请求被拒绝', en: 'A request to write or search' },
    'fhir.put': { zh: '修改请求被拒绝', en: 'A request to change' },
    'fhir.notify': { zh: '向订阅方发出通知', en: 'Told a subscriber' },
    'fhir.export': { zh: '批量导出', en: 'Bulk export' },
    'fhir.export-download': { zh: '下载批量导出的文件', en: 'Downloaded a file of a bulk export' },
    'fhir.export-cancel': { zh: '取消批量导出', en: 'Cancelled a bulk export' },
    'fhir.import': { zh: '批量导入', en: 'Bulk import' },
    'fhir.reindex': { zh: '重建检索索引', en: 'Built the search index anew' },
  },
} as const satisfies ModuleContract;
