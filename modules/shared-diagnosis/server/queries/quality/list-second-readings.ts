import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listSecondReadings as operation } from '../../../contract/quality.ts';
import { readerIdOf } from '../../commands/act/act-context.ts';
import { secondReadingOf } from '../../rules/second-reading.ts';
import { pageOfSecondReadings } from '../../store/quality.ts';

export async function listSecondReadings({ sql, gate, subject }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await pageOfSecondReadings(sql, gate, { ...input, readerId: readerIdOf(subject) });
  return { ...page, rows: page.rows.map(secondReadingOf) };
}
