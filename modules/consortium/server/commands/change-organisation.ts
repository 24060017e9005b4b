import { writeResources } from '#fhir/repository/write.ts';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { problemsOf, type ProblemDetail } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { changeOrganisation as operation, Organisation } from '../../contract/organisations.ts';
import { INVARIANTS } from '../../contract/words.ts';
import { found } from '../rules/found.ts';
import { touchedInvariants } from '../rules/organisations.ts';
import { pinyinOf } from '../rules/pinyin.ts';
import { requireKnownResolution } from '../rules/resolutions.ts';
import { organizationWrite } from '../rules/resources.ts';
import { insertAction } from '../store/actions.ts';
import { listProtectedInvariants } from '../store/memberships.ts';
import { findOrganisation, lockOrganisation, updateOrganisation } from '../store/organisations.ts';
import { requirePossible } from './create-organisation.ts';

const problem = problemsOf(contract.problems);

/** Changes facts or the place in the tree. A change that touches one of the eight invariants needs an exception on record that cites its resolution (R005). */
export async function changeOrganisation(context: CommandContext, input: InputOf<typeof operation>): Promise<Organisation> {
  const { tx } = context;
  const { id, reason, exceptionText, resolutionNumber, ...facts } = input;
  const before = found(await lockOrganisation(tx, id));
  context.gate.requireOrganisation(id);
  if (before.state === 'closed') throw problem('consortium.organisation-closed');
  if (facts.parentId && facts.parentId !== before.parentId) context.gate.requireOrganisation(facts.parentId);
  await requirePossible(context, { id, facts });
  const guarded = await listProtectedInvariants(tx, id);
  const touched = touchedInvariants(before, facts).filter((invariant) => guarded.includes(invariant));
  const missing = [...(exceptionText === undefined ? ['exceptionText'] : []), ...(resolutionNumber === undefined ? ['resolutionNumber'] : [])];
  if (touched.length > 0 && missing.length > 0) throw problem('consortium.invariant-protected', missing.flatMap((path) => touched.map((invariant) => detailOf(path, invariant))));
  await requireKnownResolution(context, resolutionNumber, 'exception');
  await updateOrganisation(tx, { id, facts, pinyin: pinyinOf(facts.name) });
  if ((facts.parentId ?? null) !== before.parentId) await registerOrganisation(tx, { organisationId: id, parentId: facts.parentId ?? null });
  const organisation = found(await findOrganisation(tx, id));
  await writeResources(context, [organizationWrite(organisation)]);
  await insertAction(context, { itemKind: 'organisation', itemId: id, ownerOrganisationId: id, action: 'change', stateBefore: 'active', stateAfter: 'active', reason, exceptionText, resolutionNumber });
  context.about({ organisationId: id, resource: `Organization/${id}` });
  context.emit('consortium.organisation-changed', { organisationId: id }, [id]);
  return organisation;
}

const detailOf = (path: string, invariant: string): ProblemDetail => ({ path, message: INVARIANTS[invariant as keyof typeof INVARIANTS] });
