import type { CommandContext } from '#platform/http/operation.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { Pack } from '../../contract/packs.ts';
import { STATUS } from '../rules/drg/case.ts';
import type { Scheme } from '../rules/room-grouper.ts';
import { putGroupings, type GroupingRow, type StoredCase } from '../store/discharges.ts';
import { loadGrouper, packInForce, weightRows } from '../store/packs.ts';

/** Groups stored cases by the pack in force today; undefined when there is none. */
export async function groupStored(context: CommandContext, scheme: Scheme, cases: readonly StoredCase[]): Promise<{ pack: Pack; grouped: number } | undefined> {
  const pack = await packInForce(context.tx, scheme, chinaDate(context.now));
  if (pack === undefined) return undefined;
  const [grouper, weights] = [await loadGrouper(context.tx, pack), await weightRows(context.tx, pack.id)];
  const rows = cases.map(({ id, organisationId, input }): GroupingRow => {
    const result = grouper.group(input);
    return { id, organisationId, result, weight: result.status === STATUS.grouped ? (weights.get(result.group)?.weight ?? null) : null };
  });
  await putGroupings(context.tx, { scheme, packId: pack.id, at: context.now, rows });
  return { pack, grouped: rows.filter(({ result }) => result.status === STATUS.grouped).length };
}
