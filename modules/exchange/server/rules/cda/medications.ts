import { childOf, childrenOf, wholeText, type XmlElement } from '../xml/read-xml.ts';
import { filled, type Json } from './builder.ts';
import { performersOf, type EntryContext } from './entry-context.ts';
import { conceptOf, identifiersOf, quantityOf, timesOf, valueOf } from './values.ts';

/** Prescriptions of WS/T 500: western and Chinese medicine. */
const PRESCRIPTIONS = new Set(['C0004', 'C0005']);
/** Total dose (WS 363.11). */
const TOTAL_DOSE = 'DE06.00.135.00';

/** A vaccine, a prescription, a dose that was given, or a medicine that is taken. */
export function medicationOf(element: XmlElement, context: EntryContext): string {
  const { builder, subject, section, document } = context;
  const product = childOf(childOf(element, 'consumable'), 'manufacturedProduct');
  const material = childOf(product, 'manufacturedMaterial') ?? childOf(product, 'manufacturedLabeledDrug');
  const code = drugOf(material);
  const times = childrenOf(element, 'effectiveTime').map((each) => timesOf(each, builder));
  const first = times.find(({ at, start }) => at !== undefined || start !== undefined) ?? {};
  const key = builder.entryKey(element);
  const base: Json = { identifier: identifiersOf(element, builder), note: notesOf(element, context) };
  if (section === '11369-6' || childOf(material, 'code')?.attributes['codeSystem'] === '2.16.840.1.113883.12.292') {
    return builder.add('Immunization', {
      ...base, status: element.attributes['negationInd'] === 'true' ? 'not-done' : 'completed', vaccineCode: code, patient: subject ?? { display: '未说明' },
      ...((first.at ?? first.start) === undefined ? { occurrenceString: '未说明' } : { occurrenceDateTime: first.at ?? first.start }),
      lotNumber: childOf(material, 'lotNumberText')?.text.trim(), manufacturer: builder.organisation(childOf(product, 'manufacturerOrganization')), route: conceptOf(childOf(element, 'routeCode')), site: conceptOf(childOf(element, 'approachSiteCode')), doseQuantity: quantityOf(childOf(element, 'doseQuantity')),
      performer: performersOf(element, builder).map((actor) => ({ actor })),
    }, { key });
  }
  const dosage = dosageOf(element);
  const medication = { reference: builder.add('Medication', { code, form: conceptOf(childOf(element, 'administrationUnitCode')), manufacturer: builder.organisation(childOf(product, 'manufacturerOrganization')) }) };
  if (PRESCRIPTIONS.has(document) || ['INT', 'RQO', 'PRP'].includes(element.attributes['moodCode'] ?? '')) {
    const total = nestedOf(element).find((each) => childOf(each, 'code')?.attributes['code'] === TOTAL_DOSE);
    const quantity = quantityOf(childOf(total, 'value'));
    return builder.add('MedicationRequest', {
      ...base, status: 'active', intent: 'order', ...(element.attributes['negationInd'] === 'true' ? { doNotPerform: true } : {}), medicationReference: medication, subject: subject ?? { display: '未说明' }, authoredOn: first.at ?? first.start, dosageInstruction: dosage,
      dispenseRequest: quantity === undefined ? undefined : { quantity },
    }, { key });
  }
  const period = filled({ start: first.start, end: first.end });
  return builder.add('MedicationStatement', {
    ...base, status: element.attributes['negationInd'] === 'true' ? 'not-taken' : statusOf(element), medicationReference: medication, subject: subject ?? { display: '未说明' },
    ...(first.at !== undefined ? { effectiveDateTime: first.at } : Object.keys(period).length > 0 ? { effectivePeriod: period } : {}), dosage,
  }, { key });
}

function drugOf(material: XmlElement | undefined): Json {
  const coded = conceptOf(childOf(material, 'code'));
  const name = wholeText(childOf(material, 'name'));
  if (coded === undefined) return { text: name || '未说明药品' };
  return name === '' ? { ...coded } : { ...coded, text: name };
}

const statusOf = (element: XmlElement): string => ({ active: 'active', completed: 'completed', aborted: 'stopped', suspended: 'on-hold' } as Readonly<Record<string, string>>)[childOf(element, 'statusCode')?.attributes['code'] ?? ''] ?? 'unknown';

/** Dose, route and how often: `3 次/日`, or every so many hours. */
function dosageOf(element: XmlElement): Json[] | undefined {
  const dose = quantityOf(childOf(element, 'doseQuantity'));
  const rate = childOf(element, 'rateQuantity');
  const timesADay = rate === undefined ? undefined : quantityOf(rate);
  const isPerDay = /次|\/d/i.test(rate?.attributes['unit'] ?? '') && Number.isInteger(timesADay?.value);
  const every = childrenOf(element, 'effectiveTime').map((each) => quantityOf(childOf(each, 'period'))).find((period) => period !== undefined);
  const unit = ({ h: 'h', d: 'd', wk: 'wk', mo: 'mo', min: 'min' } as Readonly<Record<string, string>>)[every?.unit ?? ''];
  const repeat = isPerDay ? { frequency: timesADay?.value, period: 1, periodUnit: 'd' } : every !== undefined && unit !== undefined ? { frequency: 1, period: every.value, periodUnit: unit } : undefined;
  const made = filled({
    text: wholeText(childOf(element, 'text')), timing: repeat === undefined ? undefined : { repeat }, route: conceptOf(childOf(element, 'routeCode')), site: conceptOf(childOf(element, 'approachSiteCode')),
    doseAndRate: dose === undefined && (timesADay === undefined || isPerDay) ? undefined : [filled({ doseQuantity: dose, rateQuantity: isPerDay ? undefined : timesADay })],
  });
  return Object.keys(made).length === 0 ? undefined : [made];
}

const nestedOf = (element: XmlElement): XmlElement[] => childrenOf(element, 'entryRelationship').flatMap((each) => childrenOf(each, 'observation'));

/** What stands beside a medicine (its specification, days, remarks) in words: name and value. */
function notesOf(element: XmlElement, { builder }: EntryContext): { text: string }[] {
  return nestedOf(element).flatMap((each) => {
    const name = conceptOf(childOf(each, 'code'))?.coding?.[0]?.display;
    const value = valueOf(childOf(each, 'value'), builder);
    const [said] = Object.values(value) as unknown[];
    const text = typeof said === 'string' || typeof said === 'number' || typeof said === 'boolean' ? String(said) : said === undefined ? '' : saidText(said as Json);
    return name === undefined || text === '' ? [] : [{ text: `${name}: ${text}` }];
  });
}

const saidText = (value: Json): string => {
  const coding = (value['coding'] as { display?: string; code?: string }[] | undefined)?.[0];
  return coding === undefined ? [value['value'], value['unit']].filter((part) => part !== undefined).join(' ') : (coding.display ?? coding.code ?? '');
};
