import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { applyMessage as operation } from '../../contract/messages.ts';
import { keepMessage } from '../store/messages.ts';
import { findOwnSite, insertSite } from '../store/sites.ts';
import { V2Refusal } from '../rules/v2/message.ts';
import { problem } from './exchange-problem.ts';
import { processWithin } from './receive/process-message.ts';
import { bodiesOf } from './receive/receive-block.ts';

/** Each message of the file is kept and applied for the organisation acted for; one that is refused does not undo the others. */
export async function applyMessage(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { organisationId } = context.subject;
  if (organisationId === null) throw problem('exchange.no-organisation');
  const bytes = Buffer.from(input.content, 'base64');
  if (bytes.length === 0) throw problem('exchange.message-refused');
  await ensureOwnSite(context, organisationId);
  context.about({ organisationId, resource: 'exchange-message' });
  context.emit('exchange.message-handed-in', { fileName: input.fileName }, [organisationId]);
  const settings = { clock: { now: () => context.now }, ids: { newId: () => context.newId() } };
  const messages: ResultOf<typeof operation>['messages'] = [];
  for (const body of bodiesOfFile(bytes)) {
    const messageId = context.newId();
    await keepMessage(context.tx, { messageId, organisationId, direction: 'in', channel: 'file', body, peer: input.fileName, at: context.now, byId: context.subject.id });
    const outcome = await processWithin(settings, { tx: context.tx, messageId, byId: context.subject.id });
    messages.push({
      id: messageId, state: outcome?.state ?? 'failed', code: outcome?.code ?? null, place: outcome?.place ?? null, answer: outcome?.answer ?? null, resources: outcome?.resources ?? 0, warnings: outcome?.warnings ?? 0,
      messageType: outcome?.messageType ?? null,
    });
  }
  return { messages };
}

function bodiesOfFile(bytes: Buffer): readonly Buffer[] {
  try {
    return [...bodiesOf(bytes)];
  } catch (error) {
    throw error instanceof V2Refusal ? problem('exchange.message-refused') : error;
  }
}

/** Files belong to a system too: numbers of messages and of persons are counted by it. */
async function ensureOwnSite(context: CommandContext, organisationId: string): Promise<void> {
  if ((await findOwnSite(context.tx, organisationId)) !== undefined) return;
  await insertSite(context.tx, {
    id: context.newId(), organisationId, name: '文件导入', application: 'YIGONG-FILE', facility: organisationId, receives: true, dayZone: '+08:00', targetHost: null, targetPort: null, targetUsesTls: false, isActive: true,
    createdAt: context.now,
  });
}
