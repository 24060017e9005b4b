import type { QueryContext } from '#platform/http/operation.ts';
import { recordForbidden } from '#platform/access/gate.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { countPersonSources } from '#fhir/repository/person-record.ts';
import { contract } from '../../contract.ts';
import { typesOfKind } from '../rules/timeline-item.ts';

const problem = problemsOf(contract.problems);

export const recordTypes: readonly string[] = [...new Set(Object.values(typesOfKind).flat())];

/**
 * Opens a person's record for the reader and says so in the audit trail. Without a basis only what the reader's own
 * organisation wrote, or was shown singly, is opened; where there is nothing the record is refused.
 */
export async function openRecord(context: QueryContext, { personId, purpose }: { personId: string; purpose: string }): Promise<string> {
  const basis = (await context.gate.findRecordBasis(personId)) ?? (await ownItemsBasis(context, personId));
  if (basis === undefined) throw recordForbidden(personId);
  context.about({ personId, resource: `Patient/${personId}`, basis, purpose });
  return basis;
}

async function ownItemsBasis({ sql, subject }: QueryContext, personId: string): Promise<'own-items' | 'share' | undefined> {
  const sources = await countPersonSources(sql, { subject, personId, types: recordTypes });
  if (sources.length === 0) return undefined;
  return sources.some(({ organisationId }) => subject.organisationIds.includes(organisationId)) ? 'own-items' : 'share';
}

/** The person that a resident's account belongs to; throws `health-record.no-own-record`. */
export function ownPersonId(context: QueryContext): string {
  const { personId } = context.subject;
  if (personId === null) throw problem('health-record.no-own-record');
  return personId;
}
