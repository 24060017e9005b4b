import { writeResources } from '#fhir/repository/write.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { EcgCard, Strip } from '../../contract/records.ts';
import { documentOf, observationOf } from '../rules/fhir.ts';

/** A larger file is given out by this room, under the same gate, not copied into the document. */
const EMBEDDED_BYTES_MAX = 512 * 1024;

export interface Writing {
  readonly tx: Transaction;
  readonly subject: Subject;
  readonly now: Date;
  newId(): string;
}

/** The document and, where there are waveforms, the observation. Keeps the ids of a record written before. */
export async function writeEcgResources({ tx, subject, now, newId }: Writing, card: EcgCard, { content, strips }: { content: Buffer; strips: readonly Strip[] }): Promise<{ observationId: string | null; documentId: string }> {
  const documentId = card.documentId ?? newId();
  const document = documentOf(card, { id: documentId, content, embedsContent: content.length <= EMBEDDED_BYTES_MAX });
  const observation = observationOf(card, { id: card.observationId ?? newId(), strips, documentId });
  const place = { method: 'put' as const, ownerOrganisationId: card.organisationId, managedBy: 'ecg' };
  await writeResources({ tx, subject, now, newId }, [{ ...place, resource: document }, ...(observation === undefined ? [] : [{ ...place, resource: observation }])]);
  return { observationId: observation?.id ?? null, documentId };
}
