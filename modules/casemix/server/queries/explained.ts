import type { Sql } from '#platform/database/transaction.ts';
import type { GroupingAnswer } from '../../contract/discharges.ts';
import type { CaseInput } from '../rules/cases/read-case.ts';
import { STATUS } from '../rules/drg/case.ts';
import type { RoomResult, Scheme } from '../rules/room-grouper.ts';
import { whatIf } from '../rules/what-if.ts';
import { loadGrouper, packInForce, weightRows } from '../store/packs.ts';

export interface Asked {
  readonly scheme: Scheme;
  readonly on: string;
  readonly input: CaseInput;
}

/** The case by the pack in force on the day, with every decision and what another order of the same codes would give. */
export async function explained(sql: Sql, { scheme, on, input }: Asked): Promise<GroupingAnswer> {
  const pack = await packInForce(sql, scheme, on);
  if (pack === undefined) return { scheme, packId: null, packName: '', result: { status: 'PENDING_LOCAL_PARAMETERS', mdc: '', adrg: '', group: '', name: '', weight: null }, explanation: [], alternatives: [] };
  const [grouper, weights] = [await loadGrouper(sql, pack), await weightRows(sql, pack.id)];
  const weightOf = ({ status, group }: RoomResult): string | null => (status === STATUS.grouped ? (weights.get(group)?.weight ?? null) : null);
  const { result, explanation } = grouper.explain(input);
  return {
    scheme, packId: pack.id, packName: `${pack.name} ${pack.version}`, result: { ...result, weight: weightOf(result) }, explanation: [...explanation],
    alternatives: whatIf(grouper, input).map(({ zh, en, result: other }) => ({ zh, en, group: other.group, name: other.name, status: other.status, weight: weightOf(other) })),
  };
}
