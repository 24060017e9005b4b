import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listAnswers as operation } from '../../contract/operations.ts';
import { answersOf } from '../rules/answers.ts';
import { listCurrentVersions } from '../store/versions.ts';

/** Counts are of all answers, whatever the filter shows. */
export async function listAnswers({ sql }: QueryContext, { state, kind }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const regions = (await listCurrentVersions(sql)).filter((row) => row.state === 'in-force').map(({ pack }) => {
    const { rows, counts } = answersOf(pack);
    return { id: pack.id, name: pack.name, answers: { rows: rows.filter((row) => (state ?? row.state) === row.state && (kind ?? row.kind) === row.kind), counts } };
  });
  return { regions };
}
