import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { assert } from '#platform/kernel/problem.ts';
import type { Bulletin, receiveBulletin as operation } from '../../contract/bulletins.ts';
import { findBulletin, insertReceipt } from '../store/bulletins.ts';
import { problem } from './step-task.ts';

export async function receiveBulletin(context: CommandContext, { id, note }: InputOf<typeof operation>): Promise<Bulletin> {
  const { tx, gate, subject, now } = context;
  if (subject.organisationId === null) throw platformProblem('platform.organisation-forbidden');
  if ((await findBulletin(tx, gate, id)) === undefined) throw problem('task-ledger.unknown');
  const made = await insertReceipt(tx, { bulletinId: id, ownerOrganisationId: subject.organisationId, note: note ?? null, subject, now });
  if (!made) throw problem('task-ledger.already-received');
  const after = await findBulletin(tx, gate, id);
  assert(after !== undefined, 'the bulletin was just read');
  context.about({ organisationId: subject.organisationId });
  context.emit('task-ledger.bulletin-received', { bulletinId: id }, [subject.organisationId, after.ownerOrganisationId]);
  const { content: _, ...bulletin } = after;
  return bulletin;
}
