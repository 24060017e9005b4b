import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { assert } from '#platform/kernel/problem.ts';
import type { Charter, signCharter as operation } from '../../contract/charters.ts';
import { signDocument } from '#platform/signature/signatures.ts';
import { charterDocument } from '../rules/signed-documents.ts';
import { insertAction } from '../store/bodies.ts';
import { findCharter, insertCharterSignature } from '../store/charters.ts';
import { actingFor, problem } from './step-meeting.ts';

/** A member signs the text that it saw: its digest comes back with the signature. */
export async function signCharter(context: CommandContext, { id, digest }: InputOf<typeof operation>): Promise<Charter> {
  const ownerOrganisationId = actingFor(context);
  const charter = await findCharter(context.tx, id);
  if (charter === undefined) throw problem('governance.unknown');
  if (!charter.members.some(({ organisationId }) => organisationId === ownerOrganisationId)) throw problem('governance.not-a-member');
  if (charter.digest !== digest) throw problem('governance.text-changed');
  const { subject, now } = context;
  if (!(await insertCharterSignature(context.tx, { charterId: id, ownerOrganisationId, digest, subject, now }))) throw problem('governance.already-signed');
  await signDocument(context.tx, { ...charterDocument(charter), signatureId: context.newId(), organisationId: ownerOrganisationId, subject, now });
  await insertAction(context.tx, { id: context.newId(), itemKind: 'charter', itemId: id, action: 'sign', ownerOrganisationId, subject, now });
  context.about({ organisationId: ownerOrganisationId });
  context.emit('governance.charter-signed', { charterId: id }, [ownerOrganisationId, charter.ownerOrganisationId]);
  const after = await findCharter(context.tx, id);
  assert(after !== undefined, 'the charter was just read');
  return after;
}
