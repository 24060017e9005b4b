import type { Observation } from '#fhir/types/resources.gen.ts';
import { findResource } from '#fhir/repository/read.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { Kind } from '../../../contract/words.ts';
import { ageInDays, findCriticalRule, ruleText } from '../../rules/critical-rules.ts';
import { measuredOf } from '../../rules/observation.ts';
import { listRulesFor } from '../../store/critical-rules.ts';
import { findOrder } from '../../store/orders.ts';
import type { CriticalRow, OrderRow } from '../../store/row.ts';
import type { ActContext } from './act-context.ts';
import { detectCritical } from './detect.ts';
import { getPerson, listAbove } from './partners.ts';

/** What the sender of the event knows beside the Observation. */
export interface Circumstances {
  readonly reporterOrganisationId?: string | undefined;
  readonly receiverOrganisationId?: string | undefined;
  readonly department?: string | undefined;
  readonly phone?: string | undefined;
}

const JUDGED: ReadonlySet<string> = new Set(['final', 'amended', 'corrected', 'preliminary']);
const idOf = (reference: string | undefined, type: string): string | undefined => (reference?.startsWith(`${type}/`) ? reference.slice(type.length + 1) : undefined);

/**
 * Every value of an Observation (also of its components) against the rules. The same Observation again changes nothing,
 * a corrected one that becomes critical is found. Returns what was detected now.
 */
export async function judgeObservation(context: ActContext, observation: Observation, known: Circumstances = {}): Promise<CriticalRow[]> {
  const patientId = idOf(observation.subject?.reference, 'Patient');
  if (patientId === undefined || observation.id === undefined || !JUDGED.has(observation.status)) return [];
  const order = await orderOf(context, observation);
  const person = await getPerson(context.tx, patientId);
  const performer = (observation.performer ?? []).map((each) => idOf(each.reference, 'Organization')).find((id) => id !== undefined);
  const reporter = known.reporterOrganisationId ?? performer ?? order?.centreOrganisationId ?? person.homeOrganisationId;
  const receiver = known.receiverOrganisationId ?? order?.requestingOrganisationId ?? (await requesterOf(context, observation)) ?? person.homeOrganisationId ?? reporter;
  if (reporter == null || receiver == null) return [];
  const at = new Date(observation.effectiveDateTime ?? observation.issued ?? context.now.toISOString());
  const department = known.department ?? order?.department ?? null;
  const organisationIds = await listAbove(context.tx, reporter);
  const detected: CriticalRow[] = [];
  for (const value of measuredOf(observation)) {
    const rule = findCriticalRule(await listRulesFor(context.tx, value.code), { ...value, ageDays: ageInDays(person.personBirthDate, at), sex: person.personSex, department, organisationIds, on: chinaDate(context.now) });
    if (rule === undefined) continue;
    const { homeOrganisationId: _home, ...summary } = person;
    const row = await detectCritical(context, {
      sourceKey: `Observation/${observation.id}/${value.code}`, kind: order?.kind ?? (rule.kind as Kind), code: value.code, title: value.title, valueText: value.text, rule: { id: rule.id, text: ruleText(rule) }, observationId: observation.id,
      order: order === undefined ? null : { id: order.orderId, number: order.number }, person: summary, department, reporterOrganisationId: reporter, receiverOrganisationId: receiver,
      receiverPhone: known.phone ?? order?.requesterPhone ?? null,
    });
    if (row !== undefined) detected.push(row);
  }
  return detected;
}

async function orderOf(context: ActContext, observation: Observation): Promise<OrderRow | undefined> {
  for (const { reference } of observation.basedOn ?? []) {
    const id = idOf(reference, 'ServiceRequest');
    const order = id === undefined ? undefined : await findOrder(context.tx, id);
    if (order !== undefined) return order;
  }
  return undefined;
}

/** The organisation that asked, where the request is not one of this room. */
async function requesterOf(context: ActContext, observation: Observation): Promise<string | undefined> {
  for (const { reference } of observation.basedOn ?? []) {
    const id = idOf(reference, 'ServiceRequest');
    const request = id === undefined ? undefined : await findResource(context.tx, 'ServiceRequest', id);
    const organisationId = idOf(request?.requester?.reference, 'Organization');
    if (organisationId !== undefined) return organisationId;
  }
  return undefined;
}
