import type { CommandContext } from '#platform/http/operation.ts';
import { SCHEME_TABLE, type Scheme } from '../../../contract/schemes.ts';
import { after, found, problem } from '../../rules/found.ts';
import { insertAction } from '../../store/actions.ts';
import { findScheme, lockScheme, updateSchemeState, type StoredScheme } from '../../store/schemes.ts';

export const withoutContent = ({ content: _content, text: _text, draftedById: _by, ...scheme }: StoredScheme): Scheme => scheme;

/** Moves a scheme along its state table; who drafted it does not adopt it. */
export async function moveScheme(context: CommandContext, { id, action, event, reason }: { id: string; action: 'adopt' | 'retire'; event: string; reason: string }): Promise<Scheme> {
  const { tx, now, subject } = context;
  const scheme = found(await lockScheme(tx, id));
  context.gate.requireOrganisation(scheme.ownerOrganisationId);
  const state = after(SCHEME_TABLE, scheme.state, action);
  if (action === 'adopt' && scheme.draftedById === subject.id) throw problem('assessment.same-person');
  await updateSchemeState(tx, { id, state, now });
  await insertAction(context, { itemId: id, ownerOrganisationId: scheme.ownerOrganisationId, action, stateAfter: state, reason });
  context.about({ organisationId: scheme.ownerOrganisationId });
  context.emit(event, { schemeId: id }, [scheme.ownerOrganisationId]);
  return withoutContent(found(await findScheme(tx, id)));
}
