import { useCallback } from 'react';
import type { Text } from '#platform/kernel/problem.ts';
import { useSession } from '#platform/web/session/session.tsx';
import type { Ability } from '#platform/web/state/ability-button.tsx';
import { contract } from '../contract.ts';
import { messages } from './messages.ts';
import { useOrganisationsById } from './use-organisations.ts';
import { roleWords } from './role-words.ts';

type PermissionName = keyof typeof contract.permissions;

export interface AbilityQuestion {
  readonly permission: PermissionName;
  /** The organisations of which one must be the own one or lie below it. */
  readonly organisationIds?: readonly string[];
  /** What else forbids it now. */
  readonly refusal?: Text | undefined;
}

const ALLOWED: Ability = { allowed: true };

/** What the server would refuse, said before it is asked: no permission, another's organisation, the wrong state. */
export function useAbility(): (question: AbilityQuestion) => Ability {
  const { may, acting } = useSession();
  const organisations = useOrganisationsById();
  return useCallback(
    ({ permission, organisationIds, refusal }) => {
      if (!may(permission)) return { allowed: false, reason: withoutPermission(permission) };
      if (refusal) return { allowed: false, reason: refusal };
      const own = acting?.organisationId;
      if (organisationIds && own && organisations.size > 0 && !organisationIds.some((id) => liesWithin(id, own, organisations))) {
        return { allowed: false, reason: othersOrganisation(organisationIds, organisations) };
      }
      return ALLOWED;
    },
    [may, acting, organisations],
  );
}

type Parents = ReadonlyMap<string, { readonly name: string; readonly parentId: string | null }>;

const DEPTH_MAX = 20;

/** Whether `id` is `root` or lies below it. */
export function liesWithin(id: string, root: string, parents: Parents): boolean {
  let at: string | null | undefined = id;
  for (let depth = 0; at && depth < DEPTH_MAX; depth += 1) {
    if (at === root) return true;
    at = parents.get(at)?.parentId;
  }
  return false;
}

function withoutPermission(permission: PermissionName): Text {
  const { zh, en, roles } = contract.permissions[permission];
  const names = roles.map((role) => roleWords[role] ?? { zh: role, en: role });
  return fill(messages.needsRole, { zh: { act: zh, roles: names.map((name) => name.zh).join('、') }, en: { act: en, roles: names.map((name) => name.en).join(', ') } });
}

function othersOrganisation(ids: readonly string[], parents: Parents): Text {
  const names = ids.map((id) => parents.get(id)?.name ?? id).join(' / ');
  return fill(messages.needsOrganisation, { zh: { names }, en: { names } });
}

const fill = (text: Text, values: Readonly<Record<'zh' | 'en', Readonly<Record<string, string>>>>): Text => ({
  zh: filled(text.zh, values.zh), en: filled(text.en, values.en),
});
const filled = (text: string, values: Readonly<Record<string, string>>): string => text.replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all);
