import { childOf, childrenOf, wholeText, type XmlElement } from '../xml/read-xml.ts';
import { filled, type Json } from './builder.ts';
import type { EntryContext } from './entry-context.ts';
import { conceptOf, identifiersOf, momentOf, timesOf } from './values.ts';

const ALLERGY_SECTIONS = new Set(['48765-2']);
const PROBLEM_SECTIONS = new Set(['11450-4', '29548-5', '11348-0', '46241-6', '11535-2', '10219-4', '10218-6', '59769-0', '46239-0', '10154-3', '29299-5', '42347-5', '52797-8']);
/** SNOMED kinds of allergy and intolerance. */
const ALLERGY_VALUES = new Set(['419199007', '416098002', '414285001', '420134006', '418038007', '419511003', '418471000', '235719002', '59037007', '232347008', '426232007', '418689008', '716186003']);
/** Problem, diagnosis, finding, symptom, complaint, condition. */
const PROBLEM_CODES = new Set(['55607006', '282291009', '29308-4', '404684003', '409586006', '64572001', '418799008', '248536006', '373930000', '75326-9', '75323-6', '75321-0', '29308-4', '75315-2']);
/** ICD-10 in Chinese documents, with or without the version behind it. */
const CHINESE_ICD = /^2\.16\.156\.10011\.2\.3\.3\.11(\.|$)/;
/** Data elements of diagnosis codes (WS 363.10: DE05.01.024, DE05.10.172 and their kin). */
const DIAGNOSIS_ELEMENT = /^DE05\.(01\.024|01\.025|10\.172)/;

export function isAllergy(element: XmlElement, { section }: EntryContext): boolean {
  const value = childOf(element, 'value');
  if (ALLERGY_VALUES.has(value?.attributes['code'] ?? '')) return true;
  return ALLERGY_SECTIONS.has(section) && childrenOf(element, 'participant').some((each) => childOf(childOf(each, 'participantRole'), 'playingEntity') !== undefined);
}

export function isDiagnosis(element: XmlElement, { section }: EntryContext): boolean {
  const value = childOf(element, 'value');
  if (value === undefined || conceptOf(value) === undefined) return false;
  const type = (value.attributes['type'] ?? '').replace(/^.*:/, '');
  if (!['CD', 'CE', ''].includes(type)) return false;
  const code = childOf(element, 'code')?.attributes['code'] ?? '';
  if (CHINESE_ICD.test(value.attributes['codeSystem'] ?? '') || DIAGNOSIS_ELEMENT.test(code)) return true;
  if (PROBLEM_CODES.has(code)) return true;
  return PROBLEM_SECTIONS.has(section) && (code === '' || code === 'ASSERTION');
}

export function conditionOf(element: XmlElement, { builder, subject }: EntryContext): string {
  const { start, end, at } = timesOf(childOf(element, 'effectiveTime'), builder);
  const isRefuted = element.attributes['negationInd'] === 'true';
  const value = conceptOf(childOf(element, 'value'));
  const name = conceptOf(childOf(element, 'code'))?.coding?.[0]?.display;
  return builder.add('Condition', {
    identifier: identifiersOf(element, builder),
    ...(isRefuted ? {} : { clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: end === undefined ? 'active' : 'resolved' }] } }),
    verificationStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code: isRefuted ? 'refuted' : 'confirmed' }] },
    category: name === undefined ? undefined : [{ text: name }],
    code: value,
    bodySite: childrenOf(element, 'targetSiteCode').flatMap((each) => conceptOf(each) ?? []),
    subject: subject ?? { display: '未说明' },
    onsetDateTime: start ?? at,
    abatementDateTime: isRefuted || start === undefined ? undefined : end,
    recordedDate: childrenOf(element, 'author').map((each) => momentOf(childOf(each, 'time'), builder)).find((time) => time !== undefined),
  }, { key: builder.entryKey(element) });
}

/** An allergy stands in its participant; "none known" is the observation turned round. */
export function allergyOf(element: XmlElement, { builder, subject }: EntryContext): string {
  const { start, end } = timesOf(childOf(element, 'effectiveTime'), builder);
  const isNegated = element.attributes['negationInd'] === 'true';
  const substance = childrenOf(element, 'participant').map((each) => conceptOf(childOf(childOf(childOf(each, 'participantRole'), 'playingEntity'), 'code'))).find((code) => code !== undefined);
  const named = childrenOf(element, 'participant').map((each) => wholeText(childOf(childOf(childOf(each, 'participantRole'), 'playingEntity'), 'name'))).find((name) => name !== '');
  const nested = childrenOf(element, 'entryRelationship').flatMap((each) => childrenOf(each, 'observation'));
  const reactions = nested.filter((each) => childOf(each, 'code')?.attributes['code'] === 'ASSERTION').flatMap((each): Json[] => {
    const reaction = reactionOf(each, builder);
    return reaction === undefined ? [] : [reaction];
  });
  const criticality = ({ CRITH: 'high', CRITL: 'low', CRITU: 'unable-to-assess' } as Readonly<Record<string, string>>)[childOf(nested.find((each) => childOf(each, 'code')?.attributes['code'] === '82606-5'), 'value')?.attributes['code'] ?? ''];
  const status = nested.find((each) => childOf(each, 'code')?.attributes['code'] === '33999-4');
  const isResolved = childOf(status, 'value')?.attributes['code'] === '73425007' || childOf(status, 'value')?.attributes['code'] === '413322009' || end !== undefined;
  return builder.add('AllergyIntolerance', {
    identifier: identifiersOf(element, builder),
    clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: isResolved ? 'resolved' : 'active' }] },
    verificationStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification', code: isNegated ? 'refuted' : 'confirmed' }] },
    code: substance ?? (named === undefined ? conceptOf(childOf(element, 'value')) : { text: named }),
    patient: subject ?? { display: '未说明' },
    criticality,
    onsetDateTime: start,
    reaction: reactions.map((reaction) => ({ ...(substance === undefined ? {} : { substance }), ...reaction })),
  }, { key: builder.entryKey(element) });
}

/** SNOMED CT severities, as FHIR has three of them. */
const SEVERITY: Readonly<Record<string, string>> = { '255604002': 'mild', '371923003': 'mild', '6736007': 'moderate', '371924009': 'moderate', '24484000': 'severe', '399166001': 'severe' };

/** What happened, when it began and how badly. */
function reactionOf(element: XmlElement, builder: EntryContext['builder']): Json | undefined {
  const manifestation = conceptOf(childOf(element, 'value'));
  if (manifestation === undefined) return undefined;
  const { start, at } = timesOf(childOf(element, 'effectiveTime'), builder);
  const severity = childrenOf(element, 'entryRelationship').flatMap((each) => childrenOf(each, 'observation')).find((each) => childOf(each, 'code')?.attributes['code'] === 'SEV');
  return filled({ manifestation: [manifestation], onset: start ?? at, severity: SEVERITY[childOf(severity, 'value')?.attributes['code'] ?? ''] });
}
