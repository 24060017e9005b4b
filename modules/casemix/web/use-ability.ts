import { useCallback } from 'react';
import type { Text } from '#platform/kernel/problem.ts';
import { useSession } from '#platform/web/session/session.tsx';
import type { Ability } from '#platform/web/state/ability-button.tsx';
import { contract } from '../contract.ts';
import { messages } from './messages.ts';

type PermissionName = keyof typeof contract.permissions;

/** What the server would refuse, said before it is asked. */
export function useAbility(): (permission: PermissionName, refusal?: Text | false) => Ability {
  const { may } = useSession();
  return useCallback(
    (permission, refusal) => {
      const { zh, en } = contract.permissions[permission];
      if (!may(permission)) return { allowed: false, reason: { zh: messages.needsRole.zh.replace('{act}', zh), en: messages.needsRole.en.replace('{act}', en) } };
      return refusal ? { allowed: false, reason: refusal } : { allowed: true };
    },
    [may],
  );
}
