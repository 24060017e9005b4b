import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract, type matchEcg as declared } from '../../contract.ts';
import { cardOf } from '../rules/record-row.ts';
import { insertAction, lockEcgRow, readOriginal, readStrips, setPerson } from '../store/records.ts';
import { findResident } from './find-person.ts';
import { recordedPayload } from './record-ecg.ts';
import { writeEcgResources } from './write-resources.ts';

const problem = problemsOf(contract.problems);

/** The desk says whose ECG it is; document and observation move into the person's record in the same transaction. */
export async function matchEcg(context: CommandContext, { id, personId: asked, reason }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const { tx, subject, gate, now, newId } = context;
  const row = await lockEcgRow(tx, id);
  if (row === undefined) throw platformProblem('platform.not-found');
  gate.requireOrganisation(row.organisationId);
  const personId = await findResident(tx, asked);
  if (personId === undefined) throw platformProblem('platform.not-found');
  const basis = await gate.recordBasis(personId);
  if (row.personId === personId) throw problem('ecg.matched-otherwise');
  const before = { ...row, personId };
  const written = await writeEcgResources(context, cardOf(before), { content: await readOriginal(tx, id), strips: await readStrips(tx, id) });
  await setPerson(tx, { id, personId, ...written });
  await insertAction(tx, { actionId: newId(), recordId: id, organisationId: row.organisationId, action: 'matched', personId, reason, at: now, by: subject });
  const matched = { ...before, ...written };
  context.about({ organisationId: row.organisationId, personId, resource: `DocumentReference/${written.documentId}`, basis });
  context.emit('ecg.matched', recordedPayload(matched), [row.organisationId]);
  // The reading desk waits for records with a person.
  context.emit('ecg.recorded', recordedPayload(matched), [row.organisationId]);
  return cardOf(matched);
}
