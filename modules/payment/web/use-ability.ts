import type { Text } from '#platform/kernel/problem.ts';
import { useRoomAbility } from '#platform/web/state/use-ability.ts';
import { contract } from '../contract.ts';

export const useAbility = () => useRoomAbility(contract.permissions);

export const wrongState: Text = contract.problems['payment.wrong-state'];
