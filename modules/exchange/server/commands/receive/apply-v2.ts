import { createHash } from 'node:crypto';
import { endRecordBasis, grantRecordBasis } from '#platform/access/record-basis.ts';
import type { Encounter, Resource } from '#fhir/types/resources.gen.ts';
import { applyMapping } from '../../rules/mapping/apply-mapping.ts';
import { combineMapping, mappingNameFor } from '../../rules/mapping/combine.ts';
import { authorityOf, identifierSystem } from '../../rules/mapping/values.ts';
import { V2Refusal, type Message } from '../../rules/v2/message.ts';
import { fieldOf, findSegment, leafOf, type MessageHead } from '../../rules/v2/read.ts';
import { mappingsInForce } from '../../store/mappings.ts';
import type { LocalNumber } from '../../store/person-numbers.ts';
import type { SiteRow } from '../../store/sites.ts';
import { takeResultsOfTubes } from './analyser-results.ts';
import type { ExchangeContext } from './exchange-context.ts';
import { joinNumbers } from './resolve-person.ts';
import { writeMapped } from './write-mapped.ts';

export interface Applied {
  readonly personId: string | null;
  readonly resources: number;
  readonly warnings: number;
}

const MERGES = new Set(['A18', 'A30', 'A34', 'A36', 'A39', 'A40']);
/** After the end of a visit the hospital may still open the record, to finish its own papers. */
const AFTER_VISIT_MS = 30 * 86_400_000;

export interface V2Request {
  readonly message: Message;
  readonly head: MessageHead;
  readonly site: SiteRow;
  readonly messageId: string;
}

/** The effect of one message, in the caller's transaction. */
export async function applyV2(context: ExchangeContext, { message, head, site, messageId }: V2Request): Promise<Applied> {
  const taken = await takeResultsOfTubes(context, { message, head, site });
  if (taken !== undefined) return taken;
  const documents = await mappingsInForce(context.tx);
  const name = mappingNameFor(documents.values(), head);
  const rules = name === undefined ? undefined : combineMapping(name, documents);
  if (rules === undefined) throw new V2Refusal('v2.unknown-type', { segment: 'MSH', field: 9 });
  requirePerson(message);
  const mapped = applyMapping(message, rules, { zone: site.dayZone, scope: site.organisationId, idOf: (type, key) => stableId(site.organisationId, type, key) });
  const numbers = numbersIn(message, { segment: 'PID', fields: [3, 2], scope: site.organisationId });
  const written = await writeMapped(context, { site, messageId, mapped, numbers, changesPerson: head.type === 'ADT' });
  if (head.type === 'ADT' && MERGES.has(head.event)) {
    await joinNumbers(context, { organisationId: site.organisationId, survivor: numbers, prior: numbersIn(message, { segment: 'MRG', fields: [1], scope: site.organisationId }), messageId });
  }
  if (head.type === 'ADT' && written.personId !== null) await followVisits(context, { personId: written.personId, site, resources: written.written });
  return { personId: written.personId, resources: written.resources, warnings: mapped.warnings.length };
}

/** The same thing of the same organisation has the same id in every message. */
export function stableId(organisationId: string, type: string, key: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify([organisationId, type, key])).digest('hex').slice(0, 40);
}

/** A message with a person says which: a number or a name. */
function requirePerson(message: Message): void {
  const person = findSegment(message, 'PID');
  if (person === undefined) return;
  const says = [2, 3, 4, 5].some((field) => fieldOf(person, field).some((repetition) => repetition.some((_, index) => leafOf(message, repetition, index + 1) !== '')));
  if (!says) throw new V2Refusal('v2.required-field', { segment: 'PID', field: 3 });
}

/** Numbers of the sender; the identity number is the index's matter. */
function numbersIn(message: Message, { segment, fields, scope }: { segment: string; fields: readonly number[]; scope: string }): LocalNumber[] {
  const found = findSegment(message, segment);
  return fields.flatMap((field) => fieldOf(found, field).flatMap((repetition): LocalNumber[] => {
    const value = leafOf(message, repetition, 1);
    if (value === '') return [];
    const authority = authorityOf([1, 2, 3].map((part) => leafOf(message, repetition, [4, part])), { scope });
    const kept = identifierSystem(value, { type: leafOf(message, repetition, 5), authority }, { zone: '+08:00', scope, warn: () => undefined });
    return kept.isIdCard ? [] : [{ system: kept.system, value: kept.value }];
  }));
}

/** A visit under way is a ground to open the record, as a bed of scheduling is; its end gives the ground an end. */
async function followVisits(context: ExchangeContext, { personId, site, resources }: { personId: string; site: SiteRow; resources: readonly Resource[] }): Promise<void> {
  for (const visit of resources.filter((each): each is Encounter => each.resourceType === 'Encounter')) {
    const source = `exchange/visit/${visit.id}`;
    const grant = { personId, organisationId: site.organisationId, basis: 'treatment' as const, source, validFrom: context.now };
    if (visit.status === 'in-progress' || visit.status === 'arrived' || visit.status === 'onleave') await grantRecordBasis(context.tx, { ...grant, validUntil: null });
    if (visit.status === 'finished') await grantRecordBasis(context.tx, { ...grant, validUntil: new Date(context.now.getTime() + AFTER_VISIT_MS) });
    if (visit.status === 'cancelled') await endRecordBasis(context.tx, { source, at: context.now });
  }
}
