import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { recordOpinion as declared } from '../../contract/specimens.ts';
import { insertOpinion, readParts } from '../store/specimens.ts';
import { detailOf, openSpecimen, problem, tell } from './act.ts';

/** Gross findings, the answer of a frozen section, the diagnosis, and a second opinion by somebody else. */
export async function recordOpinion(context: CommandContext, { id, kind, text }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const row = await openSpecimen(context, { id, party: 'laboratory' });
  if (row.part !== 'pathology') throw problem('laboratory.not-pathology');
  if (!['received', 'analysing', 'resulted', 'stored'].includes(row.state) || (kind === 'frozen' && !row.isFrozenSection)) throw problem('laboratory.wrong-state');
  const { opinions } = await readParts(context.tx, id);
  const first = opinions.find((opinion) => opinion.kind === 'diagnosis');
  if (kind === 'second' && first === undefined) throw problem('laboratory.wrong-state');
  if (kind === 'second' && opinions.some((opinion) => opinion.kind === 'diagnosis' && opinion.byName === context.subject.name)) throw problem('laboratory.same-person');
  await insertOpinion(context.tx, { id: context.newId(), specimenId: id, organisationId: row.laboratoryOrganisationId, kind, text, at: context.now, by: context.subject });
  tell(context, row, { event: 'laboratory.opinion-recorded', more: { kind } });
  return detailOf(context.tx, row);
}
