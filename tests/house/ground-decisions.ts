/**
 * For every file whose code opens a record to an organisation: who takes part in it, so that no user makes alone the relation by which the same user
 * then reads. `second`: somebody else has to act. `resident`: the resident acts, or shows a code. `held`: only who has a ground already, or wrote it.
 * `event`: follows from an event that no user makes alone. `alone`: one person can, by decision; then it is reviewed.
 */
interface GroundDecision {
  readonly who: 'second' | 'resident' | 'held' | 'event' | 'alone' | 'machinery';
  readonly how: string;
  /** Test that shows it. */
  readonly proof: string;
}

export const GROUND_DECISIONS: Readonly<Record<string, GroundDecision>> = {
  'modules/scheduling/server/commands/record-arrival.ts': { who: 'second', how: 'who booked does not record the arrival, or opens nothing by it', proof: 'modules/scheduling/server/commands.test.ts' },
  'modules/scheduling/server/commands/admit-to-bed.ts': { who: 'second', how: 'somebody else reserved the bed, or who admits may not read records', proof: 'modules/scheduling/server/commands.test.ts' },
  'modules/scheduling/server/commands/move-bed.ts': { who: 'held', how: 'only what the admission had opened moves along', proof: 'modules/scheduling/server/commands.test.ts' },
  'modules/scheduling/server/commands/discharge-bed.ts': { who: 'held', how: 'only what the admission had opened lasts on for 30 days', proof: 'modules/scheduling/server/commands.test.ts' },
  'modules/referral/server/commands/act/partners.ts': { who: 'held', how: 'the sender has a ground and opens the record to another organisation', proof: 'tests/conformance/access/stranger-walk.test.ts' },
  'modules/referral/server/commands/act/follow-up-tasks.ts': { who: 'held', how: 'a side of the referral opens the record to those who visit', proof: 'tests/conformance/access/stranger-walk.test.ts' },
  'modules/shared-diagnosis/server/commands/act/partners.ts': { who: 'held', how: 'who orders has a ground and opens the record to the centre of the contract', proof: 'tests/conformance/access/stranger-walk.test.ts' },
  'modules/exchange/server/commands/receive/apply-v2.ts': { who: 'event', how: 'an admission in a message of a registered system; users send none', proof: 'modules/exchange/server/commands.test.ts' },
  'modules/residents/server/commands/enter-resident.ts': { who: 'held', how: 'only for an entry that did not exist: a person who is found is not opened', proof: 'tests/conformance/access/stranger-walk.test.ts' },
  'modules/residents/server/commands/index-patient.ts': { who: 'held', how: 'only for a Patient that did not exist, to the organisation that wrote it', proof: 'modules/residents/server/reactions.test.ts' },
  'modules/residents/server/commands/merge-pair.ts': { who: 'held', how: 'an index manager who has grounds for both records; a Patient that somebody wrote opens nothing by being merged', proof: 'modules/residents/server/commands/residents.test.ts' },
  'modules/residents/server/api.ts': { who: 'machinery', how: 'the first load of a county; a merge asked for by a message follows the rules of merges', proof: 'modules/exchange/server/commands.test.ts' },
  'modules/residents/server/commands/resolve-resident-code.ts': { who: 'resident', how: 'the resident shows a code of the own account', proof: 'modules/residents/server/commands/residents.test.ts' },
  'modules/health-record/server/commands/begin-consent.ts': { who: 'held', how: 'registered by staff who have a ground, or by the resident', proof: 'modules/health-record/server/commands/privacy.test.ts' },
  'modules/health-record/server/commands/decide-access-request.ts': { who: 'second', how: 'a colleague confirms, never who asked', proof: 'modules/health-record/server/commands/privacy.test.ts' },
  'modules/health-record/server/commands/open-item.ts': { who: 'held', how: 'one thing, by its author to another organisation, or uncovered by who has a ground', proof: 'modules/health-record/server/commands/privacy.test.ts' },
  'modules/health-record/server/commands/break-glass.ts': { who: 'alone', how: 'an emergency: with a reason, for hours, told to the resident, reviewed', proof: 'modules/health-record/server/commands/privacy.test.ts' },
  'apps/server/load-world.ts': { who: 'machinery', how: 'the demonstration; no user is there', proof: 'apps/server/load-world.test.ts' },
};
