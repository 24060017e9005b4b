import { childOf, childrenOf, wholeText, type XmlElement } from '../xml/read-xml.ts';
import { filled, type Json } from './builder.ts';
import { performersOf, type EntryContext } from './entry-context.ts';
import { allergyOf, conditionOf, isAllergy, isDiagnosis } from './clinical-statements.ts';
import { medicationOf } from './medications.ts';
import { deviceOf, goalOf, isPlanned, requestOf, supplyOf } from './plans-and-supplies.ts';
import { conceptOf, identifiersOf, quantityOf, timesOf, valueOf } from './values.ts';

const STATEMENTS = ['act', 'encounter', 'observation', 'observationMedia', 'organizer', 'procedure', 'regionOfInterest', 'substanceAdministration', 'supply'] as const;
const DEPTH_MAX = 30;

/** The clinical statements directly within an entry, component or entryRelationship. */
const statementsIn = (element: XmlElement): XmlElement[] => element.children.filter(({ name }) => (STATEMENTS as readonly string[]).includes(name));

/** References of what one entry became; what is within it follows, by what it is and not by its template. */
export function readEntry(entry: XmlElement, context: EntryContext, depth = 0): string[] {
  if (depth > DEPTH_MAX) return [];
  return statementsIn(entry).flatMap((statement) => readStatement(statement, context, depth));
}

function readStatement(element: XmlElement, context: EntryContext, depth: number): string[] {
  switch (element.name) {
    case 'act': return readAct(element, context, depth);
    case 'observation': return readObservation(element, context, depth);
    case 'organizer': return readOrganizer(element, context, depth);
    case 'procedure': return [isPlanned(element) ? requestOf(element, context) : procedureOf(element, context), ...devicesOf(element, context), ...within(element, context, depth)];
    case 'encounter': return [encounterOf(element, context), ...within(element, context, depth)];
    case 'substanceAdministration': return [medicationOf(element, context), ...childrenOf(element, 'entryRelationship').flatMap((each) => childrenOf(each, 'supply')).flatMap((each) => supplyOf(each, context) ?? [])];
    case 'supply': {
      const own = supplyOf(element, context);
      return own === undefined ? within(element, context, depth) : [own, ...within(element, context, depth)];
    }
    default: return [];
  }
}

/** Devices that a procedure put in or used. */
const devicesOf = (element: XmlElement, context: EntryContext): string[] => childrenOf(element, 'participant').flatMap((each) => deviceOf(childOf(each, 'participantRole'), context) ?? []);

const within = (element: XmlElement, context: EntryContext, depth: number): string[] =>
  [...childrenOf(element, 'entryRelationship'), ...childrenOf(element, 'component')].flatMap((each) => readEntry(each, context, depth + 1));

/** An act holds what it is about; one with a code and nothing within is a procedure (an advice, an instruction). */
function readAct(element: XmlElement, context: EntryContext, depth: number): string[] {
  const inner = within(element, context, depth);
  const code = conceptOf(childOf(element, 'code'));
  const isWrapper = code?.coding?.[0]?.code === 'CONC' || inner.length > 0;
  if (code !== undefined && isPlanned(element)) return [requestOf(element, context), ...inner];
  return isWrapper || code === undefined ? inner : [procedureOf(element, context)];
}

function readObservation(element: XmlElement, context: EntryContext, depth: number): string[] {
  if (isAllergy(element, context)) return [allergyOf(element, context)];
  if (isDiagnosis(element, context)) return [conditionOf(element, context)];
  const inner = within(element, context, depth);
  if (element.attributes['moodCode'] === 'GOL') return [goalOf(element, context), ...inner];
  if (isPlanned(element)) return [requestOf(element, context), ...inner];
  const own = observationOf(element, context);
  return own === undefined ? inner : [own, ...inner];
}

const STATUS: Readonly<Record<string, string>> = { completed: 'final', active: 'preliminary', aborted: 'cancelled', cancelled: 'cancelled', suspended: 'preliminary', nullified: 'entered-in-error' };

function observationOf(element: XmlElement, { builder, subject, section }: EntryContext): string | undefined {
  const code = conceptOf(childOf(element, 'code'));
  const values = childrenOf(element, 'value');
  const value = valueOf(values[0], builder);
  if (code === undefined && Object.keys(value).length === 0) return undefined;
  const times = timesOf(childOf(element, 'effectiveTime'), builder);
  const range = childrenOf(element, 'referenceRange').flatMap((each) => {
    const inner = childOf(each, 'observationRange');
    const [low, high] = [quantityOf(childOf(childOf(inner, 'value'), 'low')), quantityOf(childOf(childOf(inner, 'value'), 'high'))];
    const made = filled({ low, high, text: wholeText(childOf(inner, 'text')) });
    return Object.keys(made).length === 0 ? [] : [made];
  });
  const content: Json = {
    identifier: identifiersOf(element, builder),
    status: element.attributes['nullFlavor'] === undefined ? (STATUS[childOf(element, 'statusCode')?.attributes['code'] ?? 'completed'] ?? 'final') : 'unknown',
    category: categoryOf(section),
    code: code ?? { text: '未命名项目' },
    subject,
    ...(times.at !== undefined ? { effectiveDateTime: times.at } : times.start !== undefined || times.end !== undefined ? { effectivePeriod: filled({ start: times.start, end: times.end }) } : {}),
    ...value,
    ...(Object.keys(value).length === 0 && values.length > 0 ? { dataAbsentReason: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: 'unknown' }] } } : {}),
    interpretation: childrenOf(element, 'interpretationCode').flatMap((each) => conceptOf(each) ?? []),
    referenceRange: range,
    bodySite: conceptOf(childOf(element, 'targetSiteCode')),
    method: conceptOf(childOf(element, 'methodCode')),
    performer: performersOf(element, builder),
    note: notesOf(element),
  };
  return builder.add('Observation', content, { key: builder.entryKey(element) });
}

const notesOf = (element: XmlElement): { text: string }[] => {
  const text = wholeText(childOf(element, 'text'));
  return text === '' ? [] : [{ text }];
};

function categoryOf(section: string): Json[] | undefined {
  const code = ({ '30954-2': 'laboratory', '8716-3': 'vital-signs', '29762-2': 'social-history', '47420-5': 'survey', '29545-1': 'exam' } as Readonly<Record<string, string>>)[section];
  return code === undefined ? undefined : [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code }] }];
}

/** Results together are a report; a family member and what they had; other groups are what they hold. */
function readOrganizer(element: XmlElement, context: EntryContext, depth: number): string[] {
  const family = childOf(childOf(element, 'subject'), 'relatedSubject');
  if (family !== undefined) return [familyOf(element, family, context)];
  const inner = within(element, context, depth);
  const code = conceptOf(childOf(element, 'code'));
  const isReport = context.section === '30954-2' || (context.section === '' && element.attributes['classCode'] === 'BATTERY');
  if (!isReport || code === undefined) return [...devicesOf(element, context), ...inner];
  const times = timesOf(childOf(element, 'effectiveTime'), context.builder);
  const report = context.builder.add('DiagnosticReport', {
    identifier: identifiersOf(element, context.builder), status: 'final', code, subject: context.subject, effectiveDateTime: times.at ?? times.start,
    result: inner.filter((reference) => reference.startsWith('Observation/')).map((reference) => ({ reference })), performer: performersOf(element, context.builder),
  }, { key: context.builder.entryKey(element) });
  return [report, ...inner];
}

/** SNOMED CT: age at onset. */
const AGE_AT_ONSET = '445518008';

function familyOf(element: XmlElement, family: XmlElement, { builder, subject }: EntryContext): string {
  const observations = childrenOf(element, 'component').flatMap((each) => childrenOf(each, 'observation'));
  const conditions = observations.flatMap((each) => {
    const code = conceptOf(childOf(each, 'value')) ?? conceptOf(childOf(each, 'code'));
    const ages = childrenOf(each, 'entryRelationship').flatMap((inner) => childrenOf(inner, 'observation')).filter((inner) => childOf(inner, 'code')?.attributes['code'] === AGE_AT_ONSET);
    const onset = ages.map((inner) => quantityOf(childOf(inner, 'value'))).find((age) => age !== undefined);
    return code === undefined ? [] : [filled({ code, onsetAge: onset === undefined ? undefined : { value: onset.value, unit: onset.unit ?? 'a', system: 'http://unitsofmeasure.org', code: onset.unit ?? 'a' } })];
  });
  const born = childOf(childOf(family, 'subject'), 'birthTime')?.attributes['value'];
  const sex = childOf(childOf(family, 'subject'), 'administrativeGenderCode')?.attributes['code'];
  return builder.add('FamilyMemberHistory', {
    identifier: identifiersOf(element, builder), status: 'completed', patient: subject ?? { display: '未说明' }, relationship: conceptOf(childOf(family, 'code')) ?? { text: '亲属' },
    sex: sex === 'F' || sex === 'M' ? { coding: [{ system: 'http://hl7.org/fhir/administrative-gender', code: sex === 'F' ? 'female' : 'male', display: sex === 'F' ? 'Female' : 'Male' }] } : undefined,
    bornString: born === undefined || born === '' ? undefined : born, condition: conditions,
  }, { key: builder.entryKey(element) });
}

function procedureOf(element: XmlElement, { builder, subject }: EntryContext): string {
  const times = timesOf(childOf(element, 'effectiveTime'), builder);
  const status = ({ completed: 'completed', active: 'in-progress', aborted: 'stopped', cancelled: 'not-done' } as Readonly<Record<string, string>>)[childOf(element, 'statusCode')?.attributes['code'] ?? ''];
  return builder.add('Procedure', {
    identifier: identifiersOf(element, builder), status: element.attributes['negationInd'] === 'true' ? 'not-done' : (status ?? 'unknown'), code: conceptOf(childOf(element, 'code')),
    subject: subject ?? { display: '未说明' },
    ...(times.at !== undefined ? { performedDateTime: times.at } : times.start !== undefined || times.end !== undefined ? { performedPeriod: filled({ start: times.start, end: times.end }) } : {}),
    bodySite: childrenOf(element, 'targetSiteCode').flatMap((each) => conceptOf(each) ?? []), performer: performersOf(element, builder).map((actor) => ({ actor })), note: notesOf(element),
  }, { key: builder.entryKey(element) });
}

function encounterOf(element: XmlElement, { builder, subject }: EntryContext): string {
  const times = timesOf(childOf(element, 'effectiveTime'), builder);
  const type = conceptOf(childOf(element, 'code'));
  return builder.add('Encounter', {
    identifier: identifiersOf(element, builder), status: isPlanned(element) ? 'planned' : 'finished', class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' }, type: type === undefined ? undefined : [type], subject,
    period: filled({ start: times.start ?? times.at, end: times.end }), participant: performersOf(element, builder).filter(({ reference }) => reference.startsWith('Practitioner/')).map((individual) => ({ individual })),
  }, { key: builder.entryKey(element) });
}
