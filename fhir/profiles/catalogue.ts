import type { ElementDefinition, StructureDefinition } from '#fhir/types/resources.gen.ts';
import { ownDefinition, type Element } from './own-definition.ts';

/** Object identifier of the national health standard WS/T 363 for unified social credit codes, and our own name for it. */
const CREDIT_CODE_SYSTEM = 'urn:oid:2.16.156.10011.1.26';
const ID_CARD_SYSTEM = 'https://yigong.dev/fhir/sid/id-card';
const PRACTICE_CERTIFICATE_SYSTEM = 'https://yigong.dev/fhir/sid/practice-certificate';

const profile = (name: string, { type, title, elements }: { type: string; title: string; elements: readonly Element[] }): StructureDefinition =>
  ownDefinition(name, { title, kind: 'resource', type, elements: [{ path: type }, ...elements] });

interface Slice {
  readonly type: string;
  readonly name: string;
  readonly system: string;
  readonly min: number;
  readonly constraint?: ElementDefinition['constraint'];
}

const bySystem = (type: string): Element => ({ path: `${type}.identifier`, slicing: { discriminator: [{ type: 'value', path: 'system' }], rules: 'open' } });

const identifierSlice = ({ type, name, system, min, constraint }: Slice): Element[] => [
  { id: `${type}.identifier:${name}`, path: `${type}.identifier`, sliceName: name, min, max: '1' },
  { id: `${type}.identifier:${name}.system`, path: `${type}.identifier.system`, min: 1, fixedUri: system },
  { id: `${type}.identifier:${name}.value`, path: `${type}.identifier.value`, min: 1, ...(constraint ? { constraint } : {}) },
];

/** The expression is the part that FHIRPath can say; the check character is computed natively (`identifiers.ts`). */
const idCard: ElementDefinition['constraint'] = [{
  key: 'yigong-id-card', severity: 'error', expression: "$this.matches('^[1-9][0-9]{16}[0-9X]$')",
  human: '公民身份号码应为 18 位，出生日期有效且校验码正确（GB 11643）。The identity number has 18 characters, a real birth date and a right check character.',
}];
const creditCode: ElementDefinition['constraint'] = [{
  key: 'yigong-credit-code', severity: 'error', expression: "$this.matches('^[0-9A-HJ-NPQRTUWXY]{18}$')",
  human: '统一社会信用代码应为 18 位且校验码正确（GB 32100）。The unified social credit code has 18 characters and a right check character.',
}];

/** Our Chinese profiles: identifiers of residents, organisations and practitioners. */
export const ownProfiles: readonly StructureDefinition[] = [
  profile('resident', {
    type: 'Patient',
    title: '居民 Resident',
    elements: [
      bySystem('Patient'),
      ...identifierSlice({ type: 'Patient', name: 'idCard', system: ID_CARD_SYSTEM, min: 0, constraint: idCard }),
      { path: 'Patient.name', min: 1 },
      { path: 'Patient.gender', min: 1 },
      { path: 'Patient.birthDate', min: 1 },
    ],
  }),
  profile('organisation', {
    type: 'Organization',
    title: '医疗卫生机构 Health organisation',
    elements: [
      bySystem('Organization'),
      ...identifierSlice({ type: 'Organization', name: 'creditCode', system: CREDIT_CODE_SYSTEM, min: 0, constraint: creditCode }),
      { path: 'Organization.name', min: 1 },
    ],
  }),
  profile('practitioner', {
    type: 'Practitioner',
    title: '卫生技术人员 Practitioner',
    elements: [
      bySystem('Practitioner'),
      ...identifierSlice({ type: 'Practitioner', name: 'idCard', system: ID_CARD_SYSTEM, min: 0, constraint: idCard }),
      ...identifierSlice({ type: 'Practitioner', name: 'practiceCertificate', system: PRACTICE_CERTIFICATE_SYSTEM, min: 0 }),
      { path: 'Practitioner.name', min: 1 },
    ],
  }),
];
