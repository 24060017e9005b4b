import { contract } from '#platform/identity/contract/accounts.ts';
import type { Text } from '#platform/kernel/problem.ts';
import { useSession } from '#platform/web/session/session.tsx';
import type { Ability } from '#platform/web/state/ability-button.tsx';
import { accountsMessages } from './messages.ts';

type Permission = keyof typeof contract.permissions;

const TITLES: Readonly<Record<string, Text>> = {
  'system-administrator': { zh: '系统管理员', en: 'system administrator' },
  'security-administrator': { zh: '安全管理员', en: 'security administrator' },
};

/** What the server would refuse, said before it is asked: not one's part, the own account, the wrong state. */
export function useAccountAbility(accountId?: string): (permission: Permission, refusal?: Text | false) => Ability {
  const { may, account } = useSession();
  return (permission, refusal) => {
    if (!may(permission)) return { allowed: false, reason: neededRole(permission) };
    if (accountId !== undefined && accountId === account?.id) return { allowed: false, reason: accountsMessages.ownAccount };
    return refusal ? { allowed: false, reason: refusal } : { allowed: true };
  };
}

function neededRole(permission: Permission): Text {
  const roles = contract.permissions[permission].roles.map((role) => TITLES[role] ?? { zh: role, en: role });
  const { zh, en } = accountsMessages.needs;
  return { zh: zh.replace('{role}', roles.map((role) => role.zh).join('、')), en: en.replace('{role}', roles.map((role) => role.en).join(', ')) };
}
