import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { getSpecimen as declared } from '../../contract/specimens.ts';
import { detailOf } from '../commands/act.ts';
import { openVisible } from './visible-specimen.ts';

/** Where the sample is, where it was, and what came of it. */
export async function getSpecimen(context: QueryContext, { id }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  return detailOf(context.sql, await openVisible(context, id));
}
