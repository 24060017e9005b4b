import { describe, expect, test } from 'vitest';
import { abilityOf, actionRules, outsideActions, type AbilityView } from '../../contract/actions.ts';
import { actions, downStates, downTable, isLive, outwardStates, outwardTable, stateAfter, whoseMove, type Flow, type ReferralAction, type ReferralState } from '../../contract/states.ts';
import { arrivalPlausible, emergencyInTime } from './arrival.ts';
import { addWorkingDays, arriveByOf, deadlineOf, escalationDue, type ClockRule } from './clocks.ts';
import { requestStatusOf, taskStatusOf } from './fhir-codes.ts';
import { planFollowUps, reconciliationGaps } from './hand-over.ts';
import { inIcdRange, missingForSubmission, problemKeyOf, suggestCriteria } from './letter.ts';

/** domain.md 4.1 written down a second time, by hand: state → action → state. Everything else must be refused. */
const outward = `
draft: save-draft draft, submit submitted, withdraw withdrawn, register-emergency emergency_override
submitted: triage triaged, accept accepted, counter-offer counter_offered, reject rejected, withdraw withdrawn, escalate submitted, register-emergency emergency_override
triaged: accept accepted, counter-offer counter_offered, reject rejected, withdraw withdrawn, escalate triaged, register-emergency emergency_override
counter_offered: accept-counter-offer accepted, take-other-member submitted, decline-counter-offer submitted, withdraw withdrawn, escalate counter_offered, register-emergency emergency_override
accepted: lock-resource resource_locked, notify notified, arrange-transport accepted, confirm-arrival arrived, cancel withdrawn, expire expired, escalate accepted, register-emergency emergency_override
resource_locked: reschedule resource_locked, notify notified, arrange-transport resource_locked, confirm-arrival arrived, cancel withdrawn, expire expired, escalate resource_locked, register-emergency emergency_override
notified: lock-resource resource_locked, reschedule resource_locked, arrange-transport notified, confirm-arrival arrived, cancel withdrawn, expire expired, escalate notified, register-emergency emergency_override
arrived: start-care in_care, escalate arrived
in_care: report-outcome outcome_reported, plan-down in_care, escalate in_care
outcome_reported: close closed, plan-down outcome_reported, escalate outcome_reported
closed: plan-follow-up follow_up, finish finished
follow_up: plan-follow-up follow_up, complete-follow-up follow_up, finish finished
finished:
rejected: resubmit submitted, close closed, escalate rejected, register-emergency emergency_override
withdrawn:
expired: close closed, escalate expired, register-emergency emergency_override
emergency_override: start-care in_care, escalate emergency_override`;
const down = `
planned: offer-down offered, withdraw withdrawn, escalate planned
offered: accept-down accepted_by_primary, decline-down declined, withdraw withdrawn, escalate offered
declined: offer-down offered, withdraw withdrawn, escalate declined
accepted_by_primary: discharge-with-plan discharged_with_plan, withdraw withdrawn, escalate accepted_by_primary
discharged_with_plan: record-first-visit first_visit_done, complete-follow-up discharged_with_plan, refer-up-again re_up, escalate discharged_with_plan
first_visit_done: record-monitoring monitored, complete-follow-up first_visit_done, refer-up-again re_up, escalate first_visit_done
monitored: record-monitoring monitored, complete-follow-up monitored, mark-stable stable, refer-up-again re_up, escalate monitored
stable: complete-follow-up stable
re_up:
withdrawn:`;

function expected(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of text.trim().split('\n')) {
    const [state = '', steps = ''] = line.split(':');
    for (const step of steps.split(',').map((each) => each.trim()).filter(Boolean)) {
      const [action, to] = step.split(' ');
      found.set(`${state} ${action}`, to!);
    }
  }
  return found;
}

const cases: { flow: Flow; state: ReferralState; action: ReferralAction; to: string | undefined }[] = (
  [['outward', outwardStates, expected(outward)], ['down', downStates, expected(down)]] as const
).flatMap(([flow, states, table]) => states.flatMap((state: ReferralState) => actions.map((action) => ({ flow, state, action, to: table.get(`${state} ${action}`) }))));

describe('every state × action', () => {
  test.each(cases)('$flow $state + $action → $to', ({ flow, state, action, to }) => {
    expect(stateAfter(flow, state, action)).toBe(to);
    const view: AbilityView = { flow, state, outside: false, fromOrganisationName: '甲', toOrganisationName: '乙', sides: ['sender', 'receiver'], holds: () => true };
    const ability = abilityOf(view, action);
    const possible = to !== undefined && actionRules[action].party !== 'platform';
    expect(ability.allowed).toBe(possible);
    if (!possible) expect([ability.reason?.zh, ability.reason?.en].every((words) => (words ?? '').length > 4)).toBe(true);
  });
});

describe('whose move it is', () => {
  test('every state says it, and a waiting side has something it can do', () => {
    for (const [flow, table] of [['outward', outwardTable], ['down', downTable]] as const) {
      for (const [state, steps] of Object.entries(table)) {
        const move = whoseMove[flow][state as ReferralState];
        expect(move, state).toBeDefined();
        if (move === 'none') continue;
        const parties = Object.keys(steps).map((action) => actionRules[action as ReferralAction].party);
        expect(parties.some((party) => party === move || party === 'either'), `${flow} ${state}`).toBe(true);
      }
    }
  });

  test('the other side, a stranger and a role without permission each get their own reason', () => {
    const view: AbilityView = { flow: 'outward', state: 'submitted', outside: false, fromOrganisationName: '柳林镇卫生院', toOrganisationName: '县人民医院', sides: ['sender'], holds: () => true };
    expect(abilityOf(view, 'accept').reason?.zh).toContain('县人民医院');
    expect(abilityOf({ ...view, sides: [] }, 'withdraw').reason?.zh).toContain('柳林镇卫生院');
    expect(abilityOf({ ...view, holds: () => false }, 'withdraw').reason?.zh).toContain('转诊专员');
    for (const action of outsideActions) expect(actionRules[action].party).toBe('receiver');
    expect(abilityOf({ ...view, outside: true }, 'accept').allowed).toBe(true);
  });
});

describe('FHIR states', () => {
  test('Task and ServiceRequest agree with the life of the referral', () => {
    for (const { flow, state } of cases) {
      const task = taskStatusOf(flow, state);
      if (isLive(flow, state) && !['planned', 'declined', 'outcome_reported'].includes(state)) expect(['requested', 'received', 'on-hold', 'accepted', 'ready', 'in-progress'], `${flow} ${state}`).toContain(task);
      if (!isLive(flow, state)) expect(['draft', 'completed', 'rejected', 'cancelled', 'failed'], `${flow} ${state}`).toContain(task);
    }
    expect(requestStatusOf('outward', 'expired')).toBe('revoked');
    expect(requestStatusOf('down', 'declined')).toBe('active');
    expect(requestStatusOf('down', 'stable')).toBe('completed');
  });
});

const at = (text: string): Date => new Date(text);
const noHolidays = new Map<string, boolean>();
const rules: ClockRule[] = [
  { flow: 'outward', state: 'submitted', priority: 'emergency', measures: 'state', amount: 10, unit: 'minute' },
  { flow: 'outward', state: 'submitted', priority: 'normal', measures: 'state', amount: 1, unit: 'working_day' },
  { flow: 'outward', state: 'accepted', priority: 'urgent', measures: 'arrival', amount: 24, unit: 'hour' },
  { flow: 'outward', state: 'accepted', priority: 'normal', measures: 'arrival', amount: 7, unit: 'day' },
];

describe('clocks', () => {
  test.each([
    ['Monday morning', '2026-11-23T01:00:00Z', '2026-11-24T01:00:00Z'],
    ['Friday afternoon skips the week-end', '2026-11-27T08:00:00Z', '2026-11-30T08:00:00Z'],
    ['Saturday begins on Monday', '2026-11-28T04:00:00Z', '2026-11-30T16:00:00Z'],
    ['just before midnight in China', '2026-11-23T15:59:00Z', '2026-11-24T15:59:00Z'],
  ])('one working day from %s', (_title, since, due) => {
    expect(addWorkingDays(at(since), 1, noHolidays).toISOString()).toBe(at(due).toISOString());
  });

  test('a public holiday and a make-up Saturday are data', () => {
    const calendar = new Map([['2026-10-01', false], ['2026-10-02', false], ['2026-10-10', true]]);
    expect(addWorkingDays(at('2026-09-30T02:00:00Z'), 1, calendar).toISOString()).toBe('2026-10-05T02:00:00.000Z');
    expect(addWorkingDays(at('2026-10-09T02:00:00Z'), 1, calendar).toISOString()).toBe('2026-10-10T02:00:00.000Z');
  });

  test('the deadline counts from the entry into the state; without a rule there is none', () => {
    const question = { flow: 'outward', state: 'submitted', priority: 'emergency', since: at('2026-11-23T01:00:00Z'), arriveBy: null, firstVisitDue: null } as const;
    expect(deadlineOf(question, rules, noHolidays)?.toISOString()).toBe('2026-11-23T01:10:00.000Z');
    expect(deadlineOf({ ...question, state: 'closed' }, rules, noHolidays)).toBeNull();
    expect(deadlineOf({ ...question, state: 'notified', arriveBy: at('2026-11-25T00:00:00Z') }, rules, noHolidays)?.toISOString()).toBe('2026-11-25T00:00:00.000Z');
    expect(deadlineOf({ ...question, flow: 'down', state: 'discharged_with_plan', firstVisitDue: '2026-11-30' }, rules, noHolidays)?.toISOString()).toBe('2026-11-30T15:59:59.999Z');
  });

  test('arrival: the rule, moved to the end of the reserved day', () => {
    const acceptedAt = at('2026-11-23T01:00:00Z');
    expect(arriveByOf({ priority: 'urgent', acceptedAt, reservedFor: null }, rules, noHolidays).toISOString()).toBe('2026-11-24T01:00:00.000Z');
    expect(arriveByOf({ priority: 'normal', acceptedAt, reservedFor: at('2026-12-10T02:00:00Z') }, rules, noHolidays).toISOString()).toBe('2026-12-10T15:59:59.999Z');
  });

  test('escalation comes at the deadline and again after each further span, three times', () => {
    const clock = { since: at('2026-11-23T01:00:00Z'), deadline: at('2026-11-23T01:10:00Z') };
    expect(escalationDue({ ...clock, level: 0 }, at('2026-11-23T01:09:59Z'))).toBe(false);
    expect(escalationDue({ ...clock, level: 0 }, at('2026-11-23T01:10:01Z'))).toBe(true);
    expect(escalationDue({ ...clock, level: 1 }, at('2026-11-23T01:19:00Z'))).toBe(false);
    expect(escalationDue({ ...clock, level: 1 }, at('2026-11-23T01:21:00Z'))).toBe(true);
    expect(escalationDue({ ...clock, level: 3 }, at('2026-12-23T01:21:00Z'))).toBe(false);
    expect(escalationDue({ ...clock, deadline: null, level: 0 }, at('2026-12-23T01:21:00Z'))).toBe(false);
  });
});

describe('the letter', () => {
  test('one problem is one ICD-10 category', () => {
    expect(problemKeyOf({ diagnoses: [{ code: 'I20.0', display: '' }] })).toBe(problemKeyOf({ diagnoses: [{ code: 'I20.900', display: '' }] }));
    expect(problemKeyOf({ diagnoses: [{ code: 'E11.9', display: '' }] })).not.toBe(problemKeyOf({ diagnoses: [{ code: 'I20.0', display: '' }] }));
    expect(problemKeyOf({ reasonCode: 'capacity' })).toBe('reason:capacity');
  });

  test('an emergency needs less than a normal referral', () => {
    expect(missingForSubmission({}, 'normal').map(({ path }) => path)).toEqual(['letter.diagnoses', 'letter.reasonCode', 'letter.chiefComplaint', 'letter.findings', 'letter.purpose', 'letter.allergies']);
    expect(missingForSubmission({}, 'emergency')).toHaveLength(3);
  });

  test('criteria are suggested by vital signs, whichever limit is met', () => {
    const crisis = { code: 'crisis', direction: 'up', urgent: true, icdRanges: ['I10-I15'], text: { zh: '', en: '' }, threshold: [{ vital: 'systolic', above: 179 }, { vital: 'diastolic', above: 109 }] } as const;
    const suggest = (bloodPressure: string, code: string) => suggestCriteria({ vitals: { bloodPressure }, diagnoses: [{ code, display: '' }] }, [crisis]);
    expect(suggest('180/90', 'I10')).toEqual(['crisis']);
    expect(suggest('150/110', 'I10')).toEqual(['crisis']);
    expect(suggest('150/100', 'I10')).toEqual([]);
    expect(suggest('190/100', 'J06')).toEqual([]);
  });

  test('ICD-10 ranges compare by category', () => {
    expect(inIcdRange('I13.900', 'I10-I15')).toBe(true);
    expect(inIcdRange('I16', 'I10-I15')).toBe(false);
    expect(inIcdRange('E11.9', 'E11')).toBe(true);
  });
});

describe('the hand-over', () => {
  const gaps = (given: Parameters<typeof reconciliationGaps>[1]) => reconciliationGaps(['a', 'b'], given).map(({ path }) => path);
  test('every line decided, notes where they are due, no strangers, none twice', () => {
    expect(gaps([{ lineId: 'a', decision: 'continue' }, { lineId: 'b', decision: 'stop', note: '出血' }])).toEqual([]);
    expect(gaps([{ lineId: 'a', decision: 'continue' }])).toEqual(['reconciliation.1']);
    expect(gaps([{ lineId: 'a', decision: 'stop' }, { lineId: 'b', decision: 'change', changedTo: { name: '氯吡格雷' } }])).toEqual(['reconciliation.0.note']);
    expect(gaps([{ lineId: 'a', decision: 'continue' }, { lineId: 'b', decision: 'continue' }, { lineId: 'x', decision: 'continue' }])).toEqual(['reconciliation']);
    expect(gaps([{ lineId: 'a', decision: 'continue' }, { lineId: 'a', decision: 'continue' }, { lineId: 'b', decision: 'continue' }])).toEqual(['reconciliation']);
  });

  test('without a village the township does the home visit', () => {
    const plans = planFollowUps({ goals: '好', activities: ['a'], firstVisitWithinDays: 3, monitorEveryDays: 10 }, { dischargedOn: '2026-02-27', primaryOrganisationId: 't' });
    expect(plans.map((plan) => [plan.dueDate, plan.organisationId])).toEqual([['2026-03-02', 't'], ['2026-03-12', 't'], ['2026-03-22', 't']]);
  });
});

describe('arrival', () => {
  test('not in the future, not before submission, emergencies within 24 hours', () => {
    const now = at('2026-11-23T10:00:00Z');
    expect(arrivalPlausible(at('2026-11-23T10:04:00Z'), { notBefore: null, now })).toBe(true);
    expect(arrivalPlausible(at('2026-11-23T10:06:00Z'), { notBefore: null, now })).toBe(false);
    expect(arrivalPlausible(at('2026-11-22T10:00:00Z'), { notBefore: at('2026-11-23T09:00:00Z'), now })).toBe(false);
    expect(emergencyInTime(at('2026-11-22T10:00:00Z'), now)).toBe(true);
    expect(emergencyInTime(at('2026-11-22T09:59:59Z'), now)).toBe(false);
  });
});
