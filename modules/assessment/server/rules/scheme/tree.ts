import type { SchemeContent, SchemeItem } from '../../../contract/scheme.ts';

export const childrenOf = ({ items }: Pick<SchemeContent, 'items'>, id: string): SchemeItem[] => items.filter(({ parent }) => parent === id);

/** Scored or watched itself; all else is a section. */
export const isLeaf = (scheme: Pick<SchemeContent, 'items'>, { id }: SchemeItem): boolean => !scheme.items.some(({ parent }) => parent === id);

export const countsFor = ({ groups }: Pick<SchemeItem, 'groups'>, groupId: string): boolean => groups === undefined || groups.includes(groupId);

/** What is scored or watched for a group, in the order of the scheme. */
export const leavesOf = (scheme: SchemeContent, groupId: string): SchemeItem[] => scheme.items.filter((item) => isLeaf(scheme, item) && countsFor(item, groupId));

interface Place {
  readonly id: string;
  readonly level: string;
  readonly kind: string;
}

/** The group of an organisation; one that is named comes before conditions. Undefined: not assessed. */
export function groupOf({ groups }: SchemeContent, { id, level, kind }: Place): string | undefined {
  const named = groups.find(({ organisationIds }) => organisationIds?.includes(id));
  const open = groups.find((group) => group.organisationIds === undefined && (group.levels?.includes(level) ?? true) && (group.kinds?.includes(kind) ?? true));
  return (named ?? open)?.id;
}
