import { z } from 'zod';
import type { SchemeContent } from '../../../contract/scheme.ts';
import { leavesOf } from '../scheme/tree.ts';
import type { MemberInput } from './score-members.ts';

const decimal = z.string().regex(/^-?\d{1,14}(\.\d{1,6})?$/).nullable();
const membersSchema = z.array(z.strictObject({
  organisationId: z.string().min(1), groupId: z.string().min(1), values: z.record(z.string(), z.strictObject({ value: decimal, previous: decimal.default(null) })),
})).min(1).max(10_000);

/** Inputs from a JSON text, each fault with its path; a file with faults is scored in no part. */
export function readMembers(text: string, scheme: SchemeContent): { members: MemberInput[]; faults: string[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { members: [], faults: [(error as Error).message] };
  }
  const parsed = membersSchema.safeParse(value);
  if (!parsed.success) return { members: [], faults: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) };
  const faults: string[] = [];
  const seen = new Set<string>();
  parsed.data.forEach(({ organisationId, groupId, values }, index) => {
    if (seen.has(organisationId)) faults.push(`${index}.organisationId: 重复 · ${organisationId} stands twice`);
    seen.add(organisationId);
    if (!scheme.groups.some(({ id }) => id === groupId)) faults.push(`${index}.groupId: 没有分组 · no group ${groupId}`);
    const known = new Set([...leavesOf(scheme, groupId), ...scheme.vetoes].map(({ id }) => id));
    for (const id of Object.keys(values)) if (!known.has(id)) faults.push(`${index}.values.${id}: 该分组没有此项 · not an item of the group`);
  });
  return { faults, members: parsed.data.map(({ organisationId, groupId, values }) => ({ organisationId, groupId, values: new Map(Object.entries(values)) })) };
}
