import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { enterResults as declared } from '../../contract/specimens.ts';
import { ageInDays, deltaOf, flagOf, rangeFor } from '../rules/reference.ts';
import { findPrevious, listRanges, putResult } from '../store/specimens.ts';
import { detailOf, openSpecimen, problem, tell } from './act.ts';

/** Values by hand, each with the range of the person's age and sex and the change against the value before. */
export async function enterResults(context: CommandContext, { id, results }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const { tx, now, subject, newId } = context;
  const row = await openSpecimen(context, { id, party: 'laboratory' });
  if (row.state !== 'analysing') throw problem('laboratory.wrong-state');
  const ranges = await listRanges(tx);
  const ageDays = ageInDays(row.personBirthDate, row.collectedAt ?? now);
  for (const { code, value } of results) {
    const item = ranges.find((range) => range.code === code);
    if (item === undefined) throw problem('laboratory.item-unknown');
    const range = rangeFor(ranges, { code, sex: row.personSex, ageDays });
    const previous = await findPrevious(tx, { personId: row.personId, code, before: now });
    await putResult(tx, { id: newId(), specimen: row, code, name: item.name, unit: item.unit, value, low: range?.low ?? null, high: range?.high ?? null, flag: flagOf(value, range), previous, ...deltaOf(value, { previous, limitPercent: item.deltaPercent }), at: now, by: subject });
  }
  tell(context, row, { event: 'laboratory.results-entered' });
  return detailOf(tx, row);
}
