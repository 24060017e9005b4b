import type { Text } from '#platform/kernel/problem.ts';
import { useSession } from '#platform/web/session/session.tsx';
import type { Ability } from '#platform/web/state/ability-button.tsx';
import { messages } from './messages.ts';

/** Whether a right is held; `refusal` says what else forbids it now. */
export function useAbility(): (permission: string, refusal?: Text) => Ability {
  const { may } = useSession();
  return (permission, refusal) => {
    if (!may(permission)) return { allowed: false, reason: messages.needsRight };
    return refusal ? { allowed: false, reason: refusal } : { allowed: true };
  };
}
