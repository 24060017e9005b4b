import { createHash } from 'node:crypto';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { assert } from '#platform/kernel/problem.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { Bulletin, BulletinContent, publishBulletin as operation } from '../../contract/bulletins.ts';
import { findBulletin, insertBulletin } from '../store/bulletins.ts';
import { listForBulletin, summarise } from '../store/summary.ts';
import { problem } from './step-task.ts';

/** Freezes counts and lists of this moment; later acts on tasks never change what was published. */
export async function publishBulletin(context: CommandContext, input: InputOf<typeof operation>): Promise<Bulletin> {
  const { tx, gate, subject, now } = context;
  if (subject.organisationId === null) throw platformProblem('platform.organisation-forbidden');
  const question = { sourceId: input.sourceId ?? null, today: chinaDate(now) };
  const content: BulletinContent = {
    summary: await summarise(tx, gate, question),
    overdue: await listForBulletin(tx, gate, { ...question, part: 'overdue' }),
    done: await listForBulletin(tx, gate, { ...question, part: 'done' }),
  };
  if (content.summary.all.total === 0) throw problem('task-ledger.nothing-to-report');
  const id = context.newId();
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  const made = await insertBulletin(tx, { ...input, ...question, id, content, digest, ownerOrganisationId: subject.organisationId, subject, now });
  if (!made) throw problem('task-ledger.bulletin-exists');
  context.about({ organisationId: subject.organisationId });
  context.emit('task-ledger.bulletin-published', { bulletinId: id, quarter: input.quarter }, [subject.organisationId]);
  const stored = await findBulletin(tx, gate, id);
  assert(stored !== undefined, 'the bulletin was just stored');
  const { content: _, ...bulletin } = stored;
  return bulletin;
}
