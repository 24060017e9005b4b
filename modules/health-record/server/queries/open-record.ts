import type { QueryContext } from '#platform/http/operation.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { countPersonSources } from '#fhir/repository/person-record.ts';
import { contract } from '../../contract.ts';
import { typesOfKind } from '../rules/timeline-item.ts';

const problem = problemsOf(contract.problems);

export const recordTypes: readonly string[] = [...new Set(Object.values(typesOfKind).flat())];

/**
 * Opens a person's record for the reader and says so in the audit trail. Without a basis only what the reader's own
 * organisation wrote is opened; where it wrote nothing the record is refused.
 */
export async function openRecord(context: QueryContext, { personId, purpose }: { personId: string; purpose: string }): Promise<string> {
  const basis = (await context.gate.findRecordBasis(personId)) ?? (await ownItemsBasis(context, personId));
  if (basis === undefined) throw platformProblem('platform.record-forbidden');
  context.about({ personId, resource: `Patient/${personId}`, basis, purpose });
  return basis;
}

async function ownItemsBasis(context: QueryContext, personId: string): Promise<'own-items' | undefined> {
  const sources = await countPersonSources(context.sql, { subject: context.subject, personId, types: recordTypes });
  return sources.length > 0 ? 'own-items' : undefined;
}

/** The person that a resident's account belongs to; throws `health-record.no-own-record`. */
export function ownPersonId(context: QueryContext): string {
  const { personId } = context.subject;
  if (personId === null) throw problem('health-record.no-own-record');
  return personId;
}
