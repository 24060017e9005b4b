import { reaction } from '#platform/events/reaction.ts';
import { movePerson, returnPerson } from './store/referrals.ts';

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** The person index decides who is who; referrals follow. */
export const reactions = [
  reaction({
    name: 'referral.follow-merge',
    on: 'resident.merged',
    run: async ({ tx }, { payload }) => {
      const [fromPersonId, toPersonId] = [text(payload['mergedId']), text(payload['residentId'])];
      if (fromPersonId && toPersonId) await movePerson(tx, { fromPersonId, toPersonId });
    },
  }),
  reaction({
    name: 'referral.follow-unmerge',
    on: 'resident.unmerged',
    run: async ({ tx }, { payload }) => {
      const [separatedId, survivorId] = [text(payload['residentId']), text(payload['survivorId'])];
      if (separatedId && survivorId) await returnPerson(tx, { survivorId, separatedId });
    },
  }),
];
