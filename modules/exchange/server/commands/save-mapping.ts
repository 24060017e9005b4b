import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { saveMapping as operation } from '../../contract/mappings.ts';
import { viewMapping } from '../queries/list-mappings.ts';
import { isOutgoing, readMapping } from '../rules/mapping/read-mapping.ts';
import { insertVersion, listVersions } from '../store/mappings.ts';
import { shippedOutgoing } from '../store/outgoing-mappings.ts';
import { shippedMappings } from '../store/shipped-mappings.ts';
import { problem } from './exchange-problem.ts';

/** The next message is mapped by it; every earlier version stays. */
export async function saveMapping(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const read = readMapping(input.text);
  if ('mistakes' in read) throw problem('exchange.mapping-invalid', read.mistakes);
  if (read.document.name !== input.name) throw problem('exchange.mapping-invalid', [{ path: 'name', message: { zh: '名称不可改', en: 'the name stays' } }]);
  // Of one name there is one direction: what receives does not become what sends.
  if (isOutgoing(read.document) ? shippedMappings().has(input.name) : shippedOutgoing().has(input.name)) throw problem('exchange.mapping-invalid', [{ path: 'direction', message: { zh: '收发方向不可改', en: 'the direction stays' } }]);
  const newest = (await listVersions(context.tx, input.name))[0]?.versionNo ?? 0;
  if (newest !== input.basedOn) throw problem('exchange.mapping-changed');
  const version = { name: input.name, versionNo: newest + 1, note: input.note, savedAt: context.now, savedByName: context.subject.name };
  const saved = await insertVersion(context.tx, { ...version, content: read.document, organisationId: context.subject.organisationId, savedById: context.subject.id });
  if (!saved) throw problem('exchange.mapping-changed');
  context.about({ organisationId: context.subject.organisationId, resource: `exchange-mapping/${input.name}` });
  context.emit('exchange.mapping-saved', { name: input.name, versionNo: version.versionNo }, context.subject.organisationId === null ? [] : [context.subject.organisationId]);
  return viewMapping(read.document, version);
}
