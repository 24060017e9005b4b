import type { CommandContext } from '#platform/http/operation.ts';
import { ageInDays, deltaOf, flagOf, rangeFor } from '../rules/reference.ts';
import { findPrevious, listRanges, putResult, type SpecimenRow } from '../store/specimens.ts';
import { problem } from './act.ts';

export interface EnteredValue {
  readonly code: string;
  readonly value: number;
}

/** Values that wait for a second person, each with the range of the person's age and sex and the change against the value before. */
export async function recordValues({ tx, now, subject, newId }: Pick<CommandContext, 'tx' | 'now' | 'subject' | 'newId'>, row: SpecimenRow, values: readonly EnteredValue[]): Promise<void> {
  const ranges = await listRanges(tx);
  const ageDays = ageInDays(row.personBirthDate, row.collectedAt ?? now);
  for (const { code, value } of values) {
    const item = ranges.find((range) => range.code === code);
    if (item === undefined) throw problem('laboratory.item-unknown');
    const range = rangeFor(ranges, { code, sex: row.personSex, ageDays });
    const previous = await findPrevious(tx, { personId: row.personId, code, before: now });
    await putResult(tx, { id: newId(), specimen: row, code, name: item.name, unit: item.unit, value, low: range?.low ?? null, high: range?.high ?? null, flag: flagOf(value, range), previous, ...deltaOf(value, { previous, limitPercent: item.deltaPercent }), at: now, by: subject });
  }
}
