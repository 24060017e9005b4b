import { gunzipSync } from 'node:zlib';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract, type recordEcg as declared } from '../../contract.ts';
import { EcgFailure } from '../rules/reading/ecg-failure.ts';
import { FILE_BYTES_MAX } from '../rules/reading/ecg-file.ts';
import { readInWorker, type ReadEcg } from '../rules/reading/read-in-worker.ts';
import { cardOf, describeEcg, sha256Of, stripsOf } from '../rules/record-row.ts';
import { findByHash, insertAction, insertEcg, insertOriginal, type EcgRow } from '../store/records.ts';
import { findPersonOf, findResident } from './find-person.ts';
import { writeEcgResources } from './write-resources.ts';

const problem = problemsOf(contract.problems);
type Input = InputOf<typeof declared>;

/** Reads the file in a thread of its own, keeps it with its hash, matches it by the resident named or the number in it, and writes it into the record. */
export async function recordEcg(context: CommandContext, input: Input): Promise<ResultOf<typeof declared>> {
  const { tx, subject, now, newId } = context;
  const organisationId = subject.organisationId;
  if (organisationId === null) throw problem('ecg.no-organisation');
  const content = contentOf(input);
  const sha256 = sha256Of(content);
  if ((await findByHash(tx, { organisationId, sha256 })) !== undefined) throw problem('ecg.stored-already');
  const read = await readOrRefuse(content);
  const described = describeEcg(read);
  const { personId, how } = await personOf(context, input, described.patientId);
  const bare: EcgRow = {
    ...described, id: newId(), organisationId, personId, fileName: input.fileName, sha256, byteCount: content.length, storedAt: now, storedByName: subject.name, orderNumber: input.orderNumber ?? described.orderNumber, observationId: null, documentId: null,
  };
  const strips = stripsOf(read.file);
  const written = personId === null ? undefined : await writeEcgResources(context, cardOf(bare), { content, strips });
  const row: EcgRow = { ...bare, observationId: written?.observationId ?? null, documentId: written?.documentId ?? null };
  if (!(await insertEcg(tx, { ...row, storedById: subject.id }))) throw problem('ecg.stored-already');
  await insertOriginal(tx, { id: row.id, organisationId, content, strips });
  const act = { recordId: row.id, organisationId, reason: null, at: now, by: subject };
  await insertAction(tx, { ...act, actionId: newId(), action: 'stored', personId: how === 'named' ? personId : null });
  if (how === 'number') await insertAction(tx, { ...act, actionId: newId(), action: 'matched-by-number', personId });
  context.about({ organisationId, personId, resource: row.documentId === null ? null : `DocumentReference/${row.documentId}` });
  context.emit('ecg.recorded', recordedPayload(row), [organisationId]);
  return cardOf(row);
}

/** What other rooms learn: the reading desk finds the order by its number, or by person and site. */
export const recordedPayload = (row: EcgRow) => ({
  recordId: row.id, personId: row.personId, organisationId: row.organisationId, observationId: row.observationId, documentReferenceId: row.documentId, orderNumber: row.orderNumber,
  // The clock of a device without a zone is that of China.
  recordedAt: row.recordedAt === null ? null : /(Z|[+-]\d\d:\d\d)$/.test(row.recordedAt) ? row.recordedAt : `${row.recordedAt}+08:00`,
});

function contentOf({ base64, isPacked }: Input): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  if (!isPacked) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: FILE_BYTES_MAX });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw problem('ecg.too-large');
    throw problem('ecg.unreadable', [{ path: 'base64', message: { zh: '压缩内容损坏', en: 'What was packed cannot be unpacked' } }]);
  }
}

const FAULTS: Readonly<Record<EcgFailure['fault'], string>> = {
  'not-ecg': '不是可识别的心电图格式', truncated: '文件不完整', malformed: '内容有误', 'too-large': '超过上限', unsupported: '不支持的内容', missing: '缺少必需内容', entity: '含有实体声明，已拒绝', 'no-waveform': '没有波形', checksum: '校验值不符，文件可能已改动',
};

async function readOrRefuse(content: Buffer): Promise<ReadEcg> {
  try {
    return await readInWorker(content);
  } catch (error) {
    if (!(error instanceof EcgFailure)) throw error;
    throw problem('ecg.unreadable', [{ path: error.place, message: { zh: `${FAULTS[error.fault]}：${error.place}`, en: `${error.place}: ${error.message}` } }]);
  }
}

/** Named by the sender, who must have a ground for the record; else by the number in the file. */
async function personOf(context: CommandContext, input: Input, number: string | null): Promise<{ personId: string | null; how: 'named' | 'number' | 'none' }> {
  if (input.personId != null) {
    const personId = await findResident(context.tx, input.personId);
    if (personId === undefined) throw platformProblem('platform.not-found');
    await context.gate.recordBasis(personId);
    return { personId, how: 'named' };
  }
  const personId = await findPersonOf(context.tx, context.gate, number);
  return personId === undefined ? { personId: null, how: 'none' } : { personId, how: 'number' };
}
