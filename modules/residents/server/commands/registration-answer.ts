import type { CommandContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { registerResident } from '../../contract.ts';
import { viewLine } from '../queries/view-resident.ts';
import type { Entered } from './enter-resident.ts';
import { problem } from './residents-problem.ts';

/** The organisation that will manage a new entry: the one acted for. */
export function registeringOrganisation(context: CommandContext): string {
  if (context.subject.organisationId === null) throw problem('resident.no-organisation');
  return context.subject.organisationId;
}

/** Tells audit, outbox and caller what came of a registration, no more than the caller may see. */
export async function answerRegistration(context: CommandContext, event: string, entered: Entered): Promise<ResultOf<typeof registerResident>> {
  const { entry, outcome, reviewIds } = entered;
  context.about({ personId: entry.residentId, resource: `Patient/${entry.residentId}`, basis: outcome === 'matched' ? null : 'registration' });
  const organisations = [...new Set([entry.ownerOrganisationId, context.subject.organisationId].filter((id) => id !== null))];
  context.emit(event, { residentId: entry.residentId, outcome }, organisations);
  if (reviewIds.length > 0) context.emit('resident.review-opened', { residentId: entry.residentId, reviewIds }, organisations);
  const recordOpen = outcome !== 'matched' || (await context.gate.findRecordBasis(entry.residentId)) !== undefined;
  return { outcome, resident: await viewLine(context.tx, entry, recordOpen), reviewIds: [...reviewIds] };
}
