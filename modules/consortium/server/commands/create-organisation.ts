import { writeResources } from '#fhir/repository/write.ts';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { createOrganisation as operation, Organisation, OrganisationFacts } from '../../contract/organisations.ts';
import { mayBeParent } from '../rules/organisations.ts';
import { pinyinOf } from '../rules/pinyin.ts';
import { organizationWrite } from '../rules/resources.ts';
import { insertAction } from '../store/actions.ts';
import { findByCreditCode, findOrganisation, insertOrganisation, liesBelow } from '../store/organisations.ts';
import { found } from '../rules/found.ts';

const problem = problemsOf(contract.problems);

/** Row, place in the tree that access follows, FHIR Organization and action in one transaction. */
export async function createOrganisation(context: CommandContext, facts: InputOf<typeof operation>): Promise<Organisation> {
  const { tx } = context;
  if (facts.parentId) context.gate.requireOrganisation(facts.parentId);
  else if (!mayPlantRoot(context)) throw problem('consortium.wrong-parent');
  const id = context.newId();
  await requirePossible(context, { id, facts });
  await insertOrganisation(tx, { id, facts, pinyin: pinyinOf(facts.name), now: context.now });
  await registerOrganisation(tx, { organisationId: id, parentId: facts.parentId ?? null });
  const organisation = found(await findOrganisation(tx, id));
  await writeResources(context, [organizationWrite(organisation)]);
  await insertAction(context, { itemKind: 'organisation', itemId: id, ownerOrganisationId: id, action: 'create', stateAfter: 'active' });
  context.about({ organisationId: id, resource: `Organization/${id}` });
  context.emit('consortium.organisation-created', { organisationId: id }, [id, ...(facts.parentId ? [facts.parentId] : [])]);
  return organisation;
}

/** Stands at the field of the code. */
function codeTaken(): Error {
  const { zh, en } = contract.problems['consortium.credit-code-taken'];
  return problem('consortium.credit-code-taken', [{ path: 'creditCode', message: { zh, en } }]);
}

/** Only the health bureau, and the administrator of an empty installation, put an organisation at the top of the tree. */
const mayPlantRoot = ({ subject }: CommandContext): boolean =>
  subject.everyOrganisation || subject.roles.some((role) => role === 'health-bureau' || role === 'system-administrator');

/** What registering and changing share: one code for one organisation, and a parent that can be one. */
export async function requirePossible({ tx }: CommandContext, { id, facts }: { id: string; facts: OrganisationFacts }): Promise<void> {
  const holder = facts.creditCode ? await findByCreditCode(tx, facts.creditCode) : undefined;
  if (holder !== undefined && holder !== id) throw codeTaken();
  if (!facts.parentId) return;
  const parent = await findOrganisation(tx, facts.parentId);
  const fits = parent !== undefined && parent.state === 'active' && mayBeParent(parent.level, facts.level);
  if (!fits || (await liesBelow(tx, { id, candidate: facts.parentId }))) throw problem('consortium.wrong-parent');
}
