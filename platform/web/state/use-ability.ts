import { useCallback } from 'react';
import type { Text } from '../../kernel/problem.ts';
import { useSession } from '../session/session.tsx';
import { kitMessages } from '../text/kit-messages.ts';
import type { Ability } from './ability-button.tsx';

export type AskAbility<Name extends string> = (permission: Name, refusal?: Text | false) => Ability;

/** What the server would refuse, said before it is asked: a right of the room's contract that is not held, or `refusal`, what else forbids it now. */
export function useRoomAbility<Name extends string>(permissions: Readonly<Record<Name, Text>>): AskAbility<Name> {
  const { may } = useSession();
  return useCallback(
    (permission, refusal) => {
      const { zh, en } = permissions[permission];
      if (!may(permission)) return { allowed: false, reason: { zh: kitMessages.needsRight.zh.replace('{act}', zh), en: kitMessages.needsRight.en.replace('{act}', en) } };
      return refusal ? { allowed: false, reason: refusal } : { allowed: true };
    },
    [may, permissions],
  );
}
