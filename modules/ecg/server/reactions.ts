import { reaction } from '#platform/events/reaction.ts';
import { movePerson } from './store/records.ts';

export const reactions = [
  reaction({
    name: 'ecg.follow-merge',
    on: 'resident.merged',
    run: async ({ tx }, { payload }) => {
      const [fromPersonId, toPersonId] = [payload['mergedId'], payload['residentId']];
      if (typeof fromPersonId === 'string' && typeof toPersonId === 'string') await movePerson(tx, { fromPersonId, toPersonId });
    },
  }),
];
