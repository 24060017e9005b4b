import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { draftScheme as operation, Scheme } from '../../../contract/schemes.ts';
import { found, ownOrganisation, problem } from '../../rules/found.ts';
import { KNOWN } from '../../rules/scheme/known.ts';
import { readScheme } from '../../rules/scheme/read-scheme.ts';
import { insertAction } from '../../store/actions.ts';
import { findScheme, insertScheme } from '../../store/schemes.ts';
import { withoutContent } from './scheme-steps.ts';

const FAULTS_SHOWN_MAX = 50;

export async function draftScheme(context: CommandContext, { text }: InputOf<typeof operation>): Promise<Scheme> {
  const { tx, subject, now } = context;
  const ownerOrganisationId = ownOrganisation(context);
  const { scheme, findings } = readScheme(text, KNOWN);
  if (scheme === undefined) throw problem('assessment.scheme-faulty', findings.slice(0, FAULTS_SHOWN_MAX).map(({ line, column, path, message }) => ({ path: `line ${line}:${column} ${path}`.trim(), message })));
  const id = context.newId();
  if (!(await insertScheme(tx, { id, content: scheme, text, ownerOrganisationId, subject, now }))) throw problem('assessment.version-taken');
  await insertAction(context, { itemId: id, ownerOrganisationId, action: 'draft', stateAfter: 'draft' });
  context.about({ organisationId: ownerOrganisationId });
  context.emit('assessment.scheme-drafted', { schemeId: id }, [ownerOrganisationId]);
  return withoutContent(found(await findScheme(tx, id)));
}
