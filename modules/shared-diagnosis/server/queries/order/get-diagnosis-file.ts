import { findResource } from '#fhir/repository/read.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { getDiagnosisFile as operation } from '../../../contract/orders.ts';
import { problem } from '../../commands/act/act-context.ts';
import { sidesOf } from '../../rules/card.ts';
import { findOrder } from '../../store/orders.ts';

/** Only a document that the order itself names. */
export async function getDiagnosisFile(context: QueryContext, { id, fileId }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await findOrder(context.sql, id);
  if (row === undefined || sidesOf(context.subject, row).length === 0 || !row.data.some((each) => each.reference === `DocumentReference/${fileId}`)) throw problem('shared-diagnosis.not-found');
  const document = await findResource(context.sql, 'DocumentReference', fileId);
  const attachment = document?.content[0]?.attachment;
  if (attachment?.data === undefined) throw problem('shared-diagnosis.not-found');
  context.about({ personId: row.personId, resource: `DocumentReference/${fileId}` });
  return { title: attachment.title ?? '', contentType: attachment.contentType ?? 'application/octet-stream', base64: attachment.data };
}
