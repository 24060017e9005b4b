import type { DocumentReference } from '#fhir/types/resources.gen.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { attachDiagnosisData as operation, DataItem } from '../../../contract/orders.ts';
import type { OrderRow } from '../../store/row.ts';
import { answerCard, openForAct } from '../act/act.ts';
import { problem } from '../act/act-context.ts';
import { receiveData, takesData } from '../act/arrive.ts';
import type { ExtraResource } from '../act/act-shape.ts';

type Input = InputOf<typeof operation>;

/** By hand: a file, or the reference of what another system stored. */
export async function attachDiagnosisData(context: CommandContext, input: Input): Promise<ResultOf<typeof operation>> {
  const row = await openForAct(context, input, 'attach-data');
  const fileId = context.newId();
  const item: DataItem = {
    kind: input.file ? 'document' : input.kind,
    reference: input.file ? `DocumentReference/${fileId}` : (input.reference ?? null),
    uid: input.uid ?? null,
    title: input.title,
    at: context.now.toISOString(),
  };
  if (item.reference === null && item.uid === null) {
    throw problem('shared-diagnosis.wrong-state', [{ path: 'reference', message: { zh: '请上传文件，或给出检查编号', en: 'Upload a file, or give the id of the study or record' } }]);
  }
  if (!takesData(row, item)) throw problem('shared-diagnosis.wrong-state', [{ path: 'uid', message: { zh: '该数据已在申请中', en: 'The order holds it already' } }]);
  const after = await receiveData(context, row, { item, resources: input.file ? [documentOf(row, input, fileId)] : [] });
  return answerCard(context, after);
}

function documentOf(row: OrderRow, { file, title }: Input, id: string): ExtraResource {
  const resource = {
    resourceType: 'DocumentReference',
    id,
    status: 'current',
    subject: { reference: `Patient/${row.personId}` },
    description: title,
    content: [{ attachment: { contentType: file!.contentType, data: file!.base64, title } }],
    context: { related: [{ reference: `ServiceRequest/${row.orderId}` }] },
  } as DocumentReference;
  return { method: 'put', resource, ownerOrganisationId: row.performingOrganisationId };
}
