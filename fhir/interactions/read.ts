import { bytesOf } from '#platform/database/content-rows.ts';
import { resourceKey } from '#fhir/search/hash.ts';
import { fhirProblem } from '../problems.ts';
import { isDirectoryType } from '../repository/access.ts';
import { readText, readVersionText, type StoredText } from '../repository/read.ts';
import { isNamed } from '../repository/resource-write.ts';
import { answerOfBytes, etagOf, type Answer } from './answer.ts';
import type { Interaction } from './dependencies.ts';
import { groundOf } from './ground.ts';
import { requireInteraction } from './permission.ts';
import { versionTags } from './writes/preconditions.ts';

export interface ReadAsked {
  readonly type: string;
  readonly id: string;
  readonly version?: string;
  readonly ifNoneMatch?: string | undefined;
  readonly ifModifiedSince?: string | undefined;
}

/** read and vread: the stored text, untouched. A row that the gate hides is refused and recorded. */
export async function readResource(interaction: Interaction, { type, id, version, ifNoneMatch, ifModifiedSince }: ReadAsked): Promise<Answer> {
  const { subject, sql } = interaction;
  requireInteraction(subject, type, 'r');
  const request = { subject, type, id };
  const found =
    version === undefined
      ? await readText(sql, request)
      : /^\d{1,9}$/.test(version) ? await readVersionText(sql, { ...request, version: Number(version) }) : undefined;
  if (!found) return refuse(interaction, type, id);
  await recordRead(interaction, { type, id, found });
  if (found.deleted) throw fhirProblem('fhir.deleted');
  const answer = { etag: etagOf(found.version), lastModified: found.lastUpdated };
  if (version === undefined && isUnchanged(found, { ifNoneMatch, ifModifiedSince })) return { ...answer, status: 304 };
  const bytes = bytesOf(found);
  return bytes === undefined ? { ...answer, status: 200, body: found.content } : answerOfBytes(bytes, answer);
}

/** If-None-Match decides where both are given (RFC 9110 §13.2.2). */
export function isUnchanged({ version, lastUpdated }: { version: number; lastUpdated: Date }, { ifNoneMatch, ifModifiedSince }: Pick<ReadAsked, 'ifNoneMatch' | 'ifModifiedSince'>): boolean {
  if (ifNoneMatch !== undefined) return isNamed(versionTags(ifNoneMatch), version);
  const since = ifModifiedSince === undefined ? Number.NaN : Date.parse(ifModifiedSince);
  return Math.floor(lastUpdated.getTime() / 1000) * 1000 <= since;
}

async function recordRead(interaction: Interaction, { type, id, found }: { type: string; id: string; found: StoredText }): Promise<void> {
  if (isDirectoryType(type)) return;
  const basis = await groundOf(interaction, found.personId);
  await interaction.audit(interaction.subject, { action: 'fhir.read', outcome: 'success', resource: `${type}/${id}`, personId: found.personId, basis });
}

/** Nothing visible: either it does not exist, or the gate hides it, which is recorded. */
export async function refuse({ subject, whole, audit }: Interaction, type: string, id: string): Promise<never> {
  if (id.startsWith('$')) throw fhirProblem('fhir.no-endpoint');
  const rows = await whole.query<{ personId: string | null }>(
    'select person_id as "personId" from fhir.resource where key = $1 and resource_type = $2 and resource_id = $3',
    [resourceKey(type, id), type, id],
  );
  const hidden = rows[0];
  if (hidden === undefined || subject.everyOrganisation) throw fhirProblem('fhir.not-found');
  await audit(subject, { action: 'fhir.read', outcome: 'refused', resource: `${type}/${id}`, personId: hidden.personId });
  throw fhirProblem(subject.kind === 'resident' ? 'fhir.not-found' : 'fhir.record-forbidden');
}
