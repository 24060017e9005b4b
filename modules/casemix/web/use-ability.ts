import { useRoomAbility } from '#platform/web/state/use-ability.ts';
import { contract } from '../contract.ts';

export const useAbility = () => useRoomAbility(contract.permissions);
