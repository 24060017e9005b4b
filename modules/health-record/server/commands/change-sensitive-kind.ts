import { startReclassification } from '#fhir/operations/bulk/reclassify-task.ts';
import { lockSensitiveKind, putSensitiveKind } from '#platform/access/sensitivity-list.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { changeSensitiveKind as operation } from '../../contract/sensitive-kinds.ts';
import { sensitiveKindView } from '../rules/sensitive-kind-view.ts';
import { problem } from './acting.ts';

/** What is written from now on follows within seconds; what is stored is marked anew in the background. */
export async function changeSensitiveKind(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx, now, subject } = context;
  const held = await lockSensitiveKind(tx, input.category);
  if (held !== input.version) throw problem('health-record.sensitive-kind-overtaken');
  const codes = [...new Map(input.codes.map((code) => [`${code.family} ${code.prefix}`, code])).values()];
  const kind = { ...input, codes, version: held + 1, byId: subject.id, byName: subject.name, at: now };
  await putSensitiveKind(tx, kind);
  await startReclassification(tx, context);
  context.about({ resource: `SensitiveKind/${input.category}`, purpose: input.reason });
  context.emit('health-record.sensitive-kind-changed', { category: input.category, version: kind.version }, subject.organisationId === null ? [] : [subject.organisationId]);
  return sensitiveKindView(kind);
}
