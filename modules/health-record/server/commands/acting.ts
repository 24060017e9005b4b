import { findResource } from '#fhir/repository/read.ts';
import { organisationExists } from '#platform/access/organisation-tree.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';

export const problem = problemsOf(contract.problems);

/** The organisation acted for; throws `health-record.no-organisation`. */
export function actingOrganisation({ subject }: CommandContext): string {
  if (subject.organisationId === null) throw problem('health-record.no-organisation');
  return subject.organisationId;
}

/** Throws `health-record.no-person` unless the index has the person. */
export async function requirePerson({ tx }: CommandContext, personId: string): Promise<void> {
  if ((await findResource(tx, 'Patient', personId)) === undefined) throw problem('health-record.no-person');
}

/** Throws `health-record.no-organisation-meant` unless the organisation exists. */
export async function requireOrganisationMeant({ tx }: CommandContext, organisationId: string): Promise<void> {
  if (!(await organisationExists(tx, organisationId))) throw problem('health-record.no-organisation-meant');
}

/** The own person of a resident; nobody else has one. */
export function requireOwnPerson({ subject }: CommandContext): string {
  if (subject.kind !== 'resident') throw platformProblem('platform.forbidden');
  if (subject.personId === null) throw problem('health-record.no-own-record');
  return subject.personId;
}

export const DAY_MS = 86_400_000;
export const after = (now: Date, milliseconds: number): Date => new Date(now.getTime() + milliseconds);
