import { validateResource } from '#fhir/validation/validate.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { previewMapping as operation } from '../../contract/mappings.ts';
import { problem } from '../commands/exchange-problem.ts';
import { stableId } from '../commands/receive/apply-v2.ts';
import { applyMapping } from '../rules/mapping/apply-mapping.ts';
import { combineMapping, mappingNameFor } from '../rules/mapping/combine.ts';
import { isOutgoing, readMapping } from '../rules/mapping/read-mapping.ts';
import { acknowledge, faultOf } from '../rules/v2/acknowledge.ts';
import { V2Refusal, type Message } from '../rules/v2/message.ts';
import { parseMessage, splitMessages } from '../rules/v2/parse.ts';
import { headOf } from '../rules/v2/read.ts';
import { mappingsInForce } from '../store/mappings.ts';

/** Nothing is kept or written: the sample stays with whoever typed it. */
export async function previewMapping({ sql, subject, now }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const message = parsed(input.message);
  const head = headOf(message);
  const documents = await mappingsInForce(sql);
  if (input.text !== undefined) {
    const read = readMapping(input.text);
    if ('mistakes' in read) throw problem('exchange.mapping-invalid', read.mistakes);
    if (isOutgoing(read.document)) throw problem('exchange.mapping-invalid', [{ path: 'direction', message: { zh: '这是发出的映射', en: 'this mapping is for sending' } }]);
    documents.set(read.document.name, read.document);
  }
  const name = input.name ?? mappingNameFor(documents.values(), head);
  const rules = name === undefined ? undefined : combineMapping(name, documents);
  if (rules === undefined) throw problem('exchange.no-mapping');
  const scope = subject.organisationId ?? 'preview';
  const mapped = applyMapping(message, rules, { zone: '+08:00', scope, idOf: (type, key) => stableId(scope, type, key) });
  const stamp = now.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return {
    messageType: `${head.type}^${head.event}`,
    mapping: rules.name,
    resources: mapped.resources.map((resource) => ({ ...resource })),
    warnings: [...mapped.warnings],
    faults: mapped.resources.flatMap((resource) => validateResource(resource, `${resource.resourceType}/${resource.id}`)).slice(0, 100).map((fault) => ({ ...fault })),
    unmapped: [...mapped.unmapped],
    filled: mapped.filled,
    acknowledgement: acknowledge(message, { code: 'AA', controlId: 'PREVIEW', at: stamp }),
  };
}

function parsed(text: string): Message {
  try {
    // Editors turn CR into LF; both are taken.
    return parseMessage(splitMessages(text.trimStart())[0] ?? '');
  } catch (error) {
    if (!(error instanceof V2Refusal)) throw error;
    const fault = faultOf(error);
    const place = [fault.segment ?? 'MSH', ...(fault.field === undefined ? [] : [String(fault.field)])].join('-');
    const [zh = '', en = zh] = fault.text.split(' / ');
    throw problem('exchange.message-refused', [{ path: place, message: { zh, en } }]);
  }
}
