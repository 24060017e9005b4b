import { writeResources } from '#fhir/repository/write.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { verifyResults as declared } from '../../contract/specimens.ts';
import { observationResource } from '../rules/fhir.ts';
import { listItemsOut } from '../store/control.ts';
import { readParts, setVerified } from '../store/specimens.ts';
import { detailOf, openSpecimen, problem, step, tell } from './act.ts';

/** Another person than who entered them lets the results out: as FHIR, and to those who watch for critical values. */
export async function verifyResults(context: CommandContext, { id }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const { tx, now, subject, newId } = context;
  const row = await openSpecimen(context, { id, party: 'laboratory' });
  const results = (await readParts(tx, id)).results.filter(({ verifiedAt }) => verifiedAt === null);
  if (row.state !== 'analysing' || results.length === 0) throw problem('laboratory.wrong-state');
  if (results.some(({ enteredById }) => enteredById === subject.id)) throw problem('laboratory.same-person');
  if ((await listItemsOut(tx, { organisationId: row.laboratoryOrganisationId, codes: results.map(({ code }) => code) })).length > 0) throw problem('laboratory.control-out');
  const observations = results.map((result) => ({ result, resource: observationResource(row, { result, id: newId(), at: now }) }));
  await writeResources({ tx, subject, now, newId }, observations.map(({ resource }) => ({ method: 'put' as const, resource, ownerOrganisationId: row.laboratoryOrganisationId, managedBy: 'laboratory' })));
  for (const { result, resource } of observations) await setVerified(tx, { id: result.id, observationId: resource.id!, at: now, by: subject });
  const after = await step(context, row, { action: 'result' });
  tell(context, after, { event: 'laboratory.result-verified', more: { observationIds: observations.map(({ resource }) => resource.id!) } });
  return detailOf(tx, after);
}
