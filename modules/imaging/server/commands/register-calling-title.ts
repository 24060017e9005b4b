import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract, type registerCallingTitle as declared } from '../../contract.ts';
import { findTitle, putTitle } from '../store/calling-titles.ts';

const problem = problemsOf(contract.problems);

/** A device may call only under a title that an organisation has registered, and acts for that organisation. */
export async function registerCallingTitle(context: CommandContext, input: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const { tx, subject, gate, now } = context;
  gate.requireOrganisation(input.organisationId);
  const [host, port] = [input.host ?? null, input.port ?? null];
  if ((host === null) !== (port === null)) throw problem('imaging.place-incomplete');
  const before = await findTitle(tx, input.callingTitle);
  if (before !== undefined && before.ownerOrganisationId !== input.organisationId) throw problem('imaging.title-taken');
  const title = { callingTitle: input.callingTitle, ownerOrganisationId: input.organisationId, description: input.description, host, port, isActive: input.isActive };
  await putTitle(tx, { ...title, now, subjectId: subject.id });
  context.about({ organisationId: input.organisationId });
  context.emit('imaging.calling-title-registered', { callingTitle: input.callingTitle, organisationId: input.organisationId }, [input.organisationId]);
  return title;
}
