import type { EscalationContact } from '#modules/consortium/contract/agreements.ts';
import { findEscalationContact } from '#modules/consortium/server/api.ts';
import { searchResources } from '#fhir/repository/search.ts';
import { systemSubject } from '#platform/access/subject.ts';
import type { ReactionContext } from '#platform/events/reaction.ts';
import { job } from '#platform/jobs/job.ts';
import { nextState } from '#platform/kernel/state-table.ts';
import { CRITICAL_STATES, ORDER_STATES, orderTable } from '../contract/states.ts';
import { performAct } from './commands/act/act.ts';
import { performCritical } from './commands/act/critical-act.ts';
import { judgeObservation } from './commands/act/observe.ts';
import { listAbove, organisationNames } from './commands/act/partners.ts';
import type { Message } from './rules/fhir-act.ts';
import { nextEscalation } from './rules/critical-clock.ts';
import { listWatchedCodes } from './store/critical-rules.ts';
import { lockDueCriticals, lockWatchMark, moveWatchMark } from './store/critical.ts';
import { lockOverdueOrders } from './store/orders.ts';
import type { CriticalRow, OrderRow } from './store/row.ts';

const BATCH = 100;
const ORDER_LEVEL_MAX = 3;

/** The promised moment ran out: first the reading centre is told by name, then the asking side, then the centre again. */
export const escalateOverdueOrders = job({
  kind: 'shared-diagnosis.escalate-overdue',
  everySeconds: 60,
  run: async (context) => {
    for (const row of await lockOverdueOrders(context.tx, { now: context.now, levelMax: ORDER_LEVEL_MAX, limit: BATCH })) {
      if (nextState(orderTable, row.state, 'escalate') !== undefined) await escalateOrder(context, row);
    }
  },
});

async function escalateOrder(context: ReactionContext, row: OrderRow): Promise<void> {
  const level = row.escalationLevel + 1;
  const organisationId = level === 2 ? row.requestingOrganisationId : row.centreOrganisationId;
  const { contact, to } = await whomToTell(context, organisationId);
  const late = row.reviewDueAt === null ? `在“${ORDER_STATES[row.state].zh}”超过承诺时限` : '急诊报告逾期未补审核';
  await performAct(context, row, {
    action: 'escalate',
    event: 'shared-diagnosis.escalated',
    patch: { escalationLevel: level },
    detail: { level, contactName: contact?.name ?? null, contactOrganisationId: contact?.organisationId ?? null },
    message: { to, text: `诊断申请 ${row.number} ${late}，请督办`, urgent: true },
  });
}

/** By name where the organisation, or one above it, names somebody; otherwise the organisation itself. */
async function whomToTell({ tx }: ReactionContext, organisationId: string): Promise<{ contact: EscalationContact | undefined; to: Message['to'] }> {
  const contact = await findEscalationContact(tx, { organisationId, kind: 'critical-value' });
  if (contact !== undefined) return { contact, to: { contactName: `${contact.name}（${contact.duty}，${contact.telephone}）` } };
  return { contact, to: { organisationId, name: (await organisationNames(tx, [organisationId])).get(organisationId) ?? organisationId } };
}

/** Nobody acknowledged in time: the receiver, then who stands above it, then the reporter is told by name. */
export const escalateCriticals = job({
  kind: 'shared-diagnosis.escalate-critical',
  everySeconds: 20,
  run: async (context) => {
    for (const row of await lockDueCriticals(context.tx, { now: context.now, limit: BATCH })) await escalateCritical(context, row);
  },
});

async function escalateCritical(context: ReactionContext, row: CriticalRow): Promise<void> {
  const level = row.escalationLevel + 1;
  const above = await listAbove(context.tx, row.receiverOrganisationId);
  const organisationId = level === 1 ? row.receiverOrganisationId : level === 2 ? (above[1] ?? row.reporterOrganisationId) : row.reporterOrganisationId;
  const { contact, to } = await whomToTell(context, organisationId);
  await performCritical(context, row, {
    action: 'escalate',
    event: 'shared-diagnosis.critical-escalated',
    patch: { escalationLevel: level, nextEscalationAt: nextEscalation({ notifiedAt: row.notifiedAt ?? context.now, clock: row.clock, level }) },
    detail: { level, afterMinutes: row.clock[level - 1] ?? null, contactName: contact?.name ?? null, contactOrganisationId: contact?.organisationId ?? null, practitionerId: contact?.practitionerId ?? null },
    message: { to, text: `危急值 ${row.number} ${row.title} ${row.valueText}：${row.receiverOrganisationName}“${CRITICAL_STATES[row.state].zh}”已 ${row.clock[level - 1] ?? ''} 分钟，请立即督办`, urgent: true },
  });
}

const WATCH = 'observations';
const WATCH_BATCH = 200;
/** What was committed late with an earlier time is seen in the next round; looking twice changes nothing. */
const OVERLAP_MS = 120_000;

/** Observations that come over FHIR (devices, other hospitals, other rooms) are judged like those that are announced. */
export const watchObservations = job({
  kind: 'shared-diagnosis.watch-observations',
  everySeconds: 15,
  run: async (context) => {
    const codes = await listWatchedCodes(context.tx);
    const seen = await lockWatchMark(context.tx, { watch: WATCH, now: context.now });
    if (codes.length === 0) return;
    const since = new Date(seen.getTime() - OVERLAP_MS).toISOString();
    const { resources } = await searchResources(context.tx, systemSubject, `Observation?code=${codes.map((code) => encodeURIComponent(code)).join(',')}&_lastUpdated=ge${encodeURIComponent(since)}&_sort=_lastUpdated&_count=${WATCH_BATCH}`);
    const observations = resources.flatMap((resource) => (resource.resourceType === 'Observation' ? [resource] : []));
    for (const observation of observations) await judgeObservation({ ...context, subject: systemSubject }, observation);
    const last = observations.at(-1)?.meta?.lastUpdated;
    // A full page ends at its last one: the next round goes on from there and not from now.
    const to = observations.length >= WATCH_BATCH && last !== undefined ? new Date(Date.parse(last) + OVERLAP_MS) : context.now;
    await moveWatchMark(context.tx, { watch: WATCH, to });
  },
});
