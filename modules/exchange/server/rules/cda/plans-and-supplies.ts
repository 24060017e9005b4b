import type { CodeableConcept } from '#fhir/types/resources.gen.ts';
import { childOf, childrenOf, type XmlElement } from '../xml/read-xml.ts';
import { filled } from './builder.ts';
import { performersOf, type EntryContext } from './entry-context.ts';
import { conceptOf, identifiersOf, quantityOf, timesOf, valueOf } from './values.ts';

/** Moods of what is not done yet (HL7 ActMood): intended, asked for, promised, proposed, appointed. */
const PLANNED = new Set(['INT', 'RQO', 'PRMS', 'PRP', 'ARQ', 'APT']);
export const isPlanned = (element: XmlElement): boolean => PLANNED.has(element.attributes['moodCode'] ?? '');
const nobody = { display: '未说明' };

const REQUEST_STATUS: Readonly<Record<string, string>> = { active: 'active', completed: 'completed', aborted: 'revoked', cancelled: 'revoked', suspended: 'on-hold', held: 'on-hold' };
const INTENT: Readonly<Record<string, string>> = { RQO: 'order', PRP: 'proposal', INT: 'plan', PRMS: 'plan', ARQ: 'proposal', APT: 'plan' };
/** HL7 ActPriority. */
const PRIORITY: Readonly<Record<string, string>> = { S: 'stat', ST: 'stat', EM: 'stat', A: 'asap', UR: 'urgent', R: 'routine', EL: 'routine' };

/** What is planned or asked for: an examination, a procedure, a consultation. */
export function requestOf(element: XmlElement, { builder, subject }: EntryContext): string {
  const times = timesOf(childOf(element, 'effectiveTime'), builder);
  const period = filled({ start: times.start, end: times.end });
  return builder.add('ServiceRequest', {
    identifier: identifiersOf(element, builder), status: REQUEST_STATUS[childOf(element, 'statusCode')?.attributes['code'] ?? ''] ?? 'active', intent: INTENT[element.attributes['moodCode'] ?? ''] ?? 'plan',
    priority: PRIORITY[childOf(element, 'priorityCode')?.attributes['code'] ?? ''], code: conceptOf(childOf(element, 'code')) ?? { text: '未命名项目' }, subject: subject ?? nobody,
    ...(element.attributes['negationInd'] === 'true' ? { doNotPerform: true } : {}),
    ...(times.at !== undefined ? { occurrenceDateTime: times.at } : Object.keys(period).length > 0 ? { occurrencePeriod: period } : {}),
    bodySite: childrenOf(element, 'targetSiteCode').flatMap((each) => conceptOf(each) ?? []), performer: performersOf(element, builder),
  }, { key: builder.entryKey(element) });
}

/** An observation in the mood GOL: what is to be reached. */
export function goalOf(element: XmlElement, { builder, subject }: EntryContext): string {
  const times = timesOf(childOf(element, 'effectiveTime'), builder);
  const { valueQuantity, valueRange, valueCodeableConcept, valueString } = valueOf(childOf(element, 'value'), builder);
  const detail = filled({ detailQuantity: valueQuantity, detailRange: valueRange, detailCodeableConcept: valueCodeableConcept, ...(typeof valueString === 'string' ? { detailString: valueString } : {}) });
  const code = conceptOf(childOf(element, 'code')) ?? { text: '目标' };
  return builder.add('Goal', {
    identifier: identifiersOf(element, builder), lifecycleStatus: ({ completed: 'completed', aborted: 'cancelled', cancelled: 'cancelled' } as Readonly<Record<string, string>>)[childOf(element, 'statusCode')?.attributes['code'] ?? ''] ?? 'active',
    description: code, subject: subject ?? nobody, startDate: (times.start ?? times.at)?.slice(0, 10), target: Object.keys(detail).length === 0 ? undefined : [{ measure: code, ...detail }],
  }, { key: builder.entryKey(element) });
}

/** Something handed out or to be handed out: a medicine, or a device that somebody has. */
export function supplyOf(element: XmlElement, context: EntryContext): string | undefined {
  const product = childOf(childOf(element, 'product'), 'manufacturedProduct');
  const material = childOf(product, 'manufacturedMaterial') ?? childOf(product, 'manufacturedLabeledDrug');
  const code = conceptOf(childOf(material, 'code'));
  const devices = childrenOf(element, 'participant').flatMap((each) => deviceOf(childOf(each, 'participantRole'), context) ?? []);
  if (code !== undefined && devices.length === 0) return dispensedOf(element, code, context);
  const [device] = devices;
  return device === undefined ? undefined : usedOf(element, device, context);
}

function dispensedOf(element: XmlElement, code: CodeableConcept, { builder, subject }: EntryContext): string {
  const times = timesOf(childOf(element, 'effectiveTime'), builder);
  const quantity = quantityOf(childOf(element, 'quantity'));
  const base = { identifier: identifiersOf(element, builder), medicationCodeableConcept: code, subject: subject ?? nobody };
  const repeats = Number(childOf(element, 'repeatNumber')?.attributes['value']);
  if (isPlanned(element)) {
    const dispenseRequest = filled({ quantity, numberOfRepeatsAllowed: Number.isInteger(repeats) && repeats >= 0 ? repeats : undefined });
    return builder.add('MedicationRequest', { ...base, status: 'active', intent: 'order', authoredOn: times.at ?? times.start, dispenseRequest }, { key: builder.entryKey(element) });
  }
  return builder.add('MedicationDispense', { ...base, status: 'completed', quantity, whenHandedOver: times.at ?? times.start, performer: performersOf(element, builder).map((actor) => ({ actor })) }, { key: builder.entryKey(element) });
}

function usedOf(element: XmlElement, device: string, { builder, subject }: EntryContext): string {
  const times = timesOf(childOf(element, 'effectiveTime'), builder);
  const period = filled({ start: times.start ?? times.at, end: times.end });
  return builder.add('DeviceUseStatement', { identifier: identifiersOf(element, builder), status: isPlanned(element) ? 'intended' : 'active', subject: subject ?? nobody, device: { reference: device }, timingPeriod: period }, { key: builder.entryKey(element) });
}

/** A product instance: the device itself, with its number and who made it. */
export function deviceOf(role: XmlElement | undefined, { builder, subject }: Pick<EntryContext, 'builder' | 'subject'>): string | undefined {
  const playing = childOf(role, 'playingDevice');
  const type = conceptOf(childOf(playing, 'code'));
  if (role === undefined || playing === undefined) return undefined;
  const identifier = identifiersOf(role, builder);
  if (type === undefined && identifier.length === 0) return undefined;
  const maker = builder.organisation(childOf(role, 'scopingEntity'));
  const number = childrenOf(role, 'id').map(({ attributes }) => attributes['extension']).find((each) => each !== undefined && each !== '');
  return builder.add('Device', { identifier, type, patient: subject, manufacturer: maker?.display, udiCarrier: number !== undefined && /^\(\d{2}\)/.test(number) ? [{ carrierHRF: number }] : undefined }, { key: ['product', JSON.stringify(identifier), JSON.stringify(type ?? '')] });
}
