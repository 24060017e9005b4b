import { reaction } from '#platform/events/reaction.ts';
import { movePerson } from './store/specimens.ts';

export const reactions = [
  reaction({
    name: 'laboratory.follow-merge',
    on: 'resident.merged',
    run: async ({ tx }, { payload }) => {
      const [fromPersonId, toPersonId] = [payload['mergedId'], payload['residentId']];
      if (typeof fromPersonId === 'string' && typeof toPersonId === 'string') await movePerson(tx, { fromPersonId, toPersonId });
    },
  }),
];
