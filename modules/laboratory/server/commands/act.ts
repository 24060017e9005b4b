import { writeResources } from '#fhir/repository/write.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { nextState } from '#platform/kernel/state-table.ts';
import { contract } from '../../contract.ts';
import { actionParty, specimenTable, type SpecimenAction } from '../../contract/states.ts';
import type { SpecimenCard, SpecimenDetail } from '../../contract/specimens.ts';
import { specimenResource } from '../rules/fhir.ts';
import { findBox } from '../store/boxes.ts';
import { changeSpecimen, insertStep, lockSpecimen, readParts, type SpecimenChange, type SpecimenRow } from '../store/specimens.ts';
import type { Sql } from '#platform/database/transaction.ts';

export const problem = problemsOf(contract.problems);

export const actingFor = ({ subject }: CommandContext): string => {
  if (subject.organisationId === null) throw problem('laboratory.no-organisation');
  return subject.organisationId;
};

export const cardOf = ({ orderId: _order, since, registeredAt, collectedAt, receivedAt, excisedAt, fixedAt, ...row }: SpecimenRow): SpecimenCard => ({
  ...row, since: since.toISOString(), registeredAt: registeredAt.toISOString(), collectedAt: collectedAt?.toISOString() ?? null, receivedAt: receivedAt?.toISOString() ?? null, excisedAt: excisedAt?.toISOString() ?? null, fixedAt: fixedAt?.toISOString() ?? null,
});

export async function detailOf(sql: Sql, row: SpecimenRow): Promise<SpecimenDetail> {
  const box = row.boxId === null ? undefined : await findBox(sql, row.boxId);
  const degrees = box?.temperatures.map(({ celsius }) => celsius) ?? [];
  const road = box === undefined ? null : { id: box.id, code: box.code, state: box.state, courier: box.courier, lowest: degrees.length === 0 ? null : Math.min(...degrees), highest: degrees.length === 0 ? null : Math.max(...degrees), alarms: box.alarms };
  return { ...cardOf(row), ...(await readParts(sql, row.id)), box: road };
}

/** The specimen under a lock, for one of its two sides. */
export async function openSpecimen({ tx, gate }: CommandContext, { id, party }: { id: string; party: 'site' | 'laboratory' }): Promise<SpecimenRow> {
  const row = await lockSpecimen(tx, id);
  if (row === undefined) throw platformProblem('platform.not-found');
  gate.requireOrganisation(party === 'site' ? row.organisationId : row.laboratoryOrganisationId);
  return row;
}

/** One move: the table allows it, the row changes, the act is signed, the FHIR Specimen follows. */
export async function step(context: Pick<CommandContext, 'tx' | 'subject' | 'now' | 'newId'>, row: SpecimenRow, { action, change = {}, note = null }: { action: SpecimenAction; change?: Omit<SpecimenChange, 'state' | 'now'>; note?: string | null }): Promise<SpecimenRow> {
  const { tx, subject, now, newId } = context;
  const state = nextState(specimenTable, row.state, action);
  if (state === undefined) throw problem('laboratory.wrong-state');
  const party = actionParty[action] === 'site' ? row.organisationId : row.laboratoryOrganisationId;
  await changeSpecimen(tx, row.id, { ...change, state, now });
  await insertStep(tx, { id: newId(), specimenId: row.id, organisationId: party, action, stateAfter: state, note, at: now, by: subject });
  const after = (await lockSpecimen(tx, row.id))!;
  await writeResources({ tx, subject, now, newId }, [{ method: 'put', resource: specimenResource(after), ownerOrganisationId: row.organisationId, managedBy: 'laboratory' }]);
  return after;
}

/** Who was touched, for the trail and for those who listen. */
export function tell(context: CommandContext, row: SpecimenRow, { event, more = {} }: { event: string; more?: Readonly<Record<string, unknown>> }): void {
  context.about({ organisationId: row.laboratoryOrganisationId, personId: row.personId, resource: `Specimen/${row.id}` });
  context.emit(event, { specimenId: row.id, personId: row.personId, organisationId: row.laboratoryOrganisationId, requestingOrganisationId: row.organisationId, orderId: row.orderId, state: row.state, ...more }, [...new Set([row.organisationId, row.laboratoryOrganisationId])]);
}
