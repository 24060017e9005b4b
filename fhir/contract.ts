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
} as const satisfies ModuleContract;
