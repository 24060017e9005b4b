import { findEscalationContact } from '#modules/consortium/server/api.ts';
import type { ReactionContext } from '#platform/events/reaction.ts';
import { job } from '#platform/jobs/job.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { stateAfter, stateTitles } from '../contract/states.ts';
import { performAct } from './commands/act/act.ts';
import { releaseResource } from './commands/act/reserve.ts';
import { ESCALATION_LEVEL_MAX } from './rules/clocks.ts';
import { takeOverdueFollowUps } from './store/follow-ups.ts';
import { lockNotArrived, lockOverdue } from './store/referrals.ts';
import type { ReferralRow } from './store/row.ts';

const BATCH = 100;

/** A clock that ran out is told to a person by name: first where the move lies, then at the other side. */
export const escalateOverdue = job({
  kind: 'referral.escalate-overdue',
  everySeconds: 60,
  run: async (context) => {
    for (const row of await lockOverdue(context.tx, { now: context.now, levelMax: ESCALATION_LEVEL_MAX, limit: BATCH })) {
      if (stateAfter(row.flow, row.state, 'escalate') !== undefined) await escalate(context, row);
    }
  },
});

async function escalate(context: ReactionContext, row: ReferralRow): Promise<void> {
  const level = row.escalationLevel + 1;
  const organisationId = level === 1 ? row.moveOrganisationId : row.moveOrganisationId === row.fromOrganisationId ? row.toOrganisationId : row.fromOrganisationId;
  const contact = await findEscalationContact(context.tx, { organisationId: organisationId ?? row.fromOrganisationId, kind: 'referral' });
  const contactName = contact === undefined ? '' : `${contact.name}（${contact.duty}，${contact.telephone}）`;
  await performAct(context, row, {
    action: 'escalate',
    event: 'referral.escalated',
    patch: { escalationLevel: level },
    detail: { level, contactName: contact?.name ?? null, contactOrganisationId: contact?.organisationId ?? null, practitionerId: contact?.practitionerId ?? null },
    message: { to: 'contact', contactName, text: `转诊 ${row.number} 在“${stateTitles[row.state].zh}”超过时限，请督办` },
  });
}

/** Not arrived by the deadline: the referral lapses and its slot or bed is free again. */
export const expireNotArrived = job({
  kind: 'referral.expire-not-arrived',
  everySeconds: 60,
  run: async (context) => {
    for (const row of await lockNotArrived(context.tx, { now: context.now, limit: BATCH })) {
      await releaseResource(context, row, '逾期未到');
      await performAct(context, row, {
        action: 'expire',
        event: 'referral.expired',
        patch: { resource: null },
        detail: { arriveBy: row.arriveBy?.toISOString() ?? null, released: row.resource },
        message: { to: 'sender', text: '居民未在约定时间内到院，号源或床位已释放' },
      });
    }
  },
});

/** An overdue follow-up is announced once to the unit that owes it and to the hospital that sent the resident down. */
export const remindFollowUps = job({
  kind: 'referral.remind-follow-ups',
  everySeconds: 3600,
  run: async (context) => {
    for (const task of await takeOverdueFollowUps(context.tx, { today: chinaDate(context.now), now: context.now, limit: BATCH })) {
      context.emit('referral.follow-up-overdue', { referralId: task.referralId, followUpId: task.followUpId, personId: task.personId }, [task.organisationId]);
    }
  },
});
