import type { Resource } from '#fhir/types/resources.gen.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { ProblemDetail } from '#platform/kernel/problem.ts';
import type { previewOutgoing as operation } from '../../contract/mappings.ts';
import { stableId } from '../commands/receive/apply-v2.ts';
import { partsOf } from '../commands/receive/gather-parts.ts';
import { problem } from '../commands/exchange-problem.ts';
import { applyMapping } from '../rules/mapping/apply-mapping.ts';
import { combineMapping, mappingNameFor } from '../rules/mapping/combine.ts';
import { composeMessage } from '../rules/mapping/outgoing/compose.ts';
import type { OutgoingDocument } from '../rules/mapping/outgoing/document.ts';
import { isOutgoing, readMapping } from '../rules/mapping/read-mapping.ts';
import { parseMessage } from '../rules/v2/parse.ts';
import { headOf } from '../rules/v2/read.ts';
import { mappingsInForce } from '../store/mappings.ts';
import { outgoingFor, outgoingInForce } from '../store/outgoing-mappings.ts';

type Input = InputOf<typeof operation>;

/** The message that the resources become, and what it becomes when it is read again; nothing is kept or sent. */
export async function previewOutgoing({ sql, subject, now }: QueryContext, input: Input): Promise<ResultOf<typeof operation>> {
  const resources = resourcesOf(input.resources);
  const mapping = input.text === undefined ? chosen(await outgoingInForce(sql), input) : written(input.text);
  const { patient, ...parts } = partsOf(resources);
  if (patient === undefined) throw problem('exchange.mapping-invalid', [{ path: 'resources', message: { zh: '示例中须有 Patient', en: 'the sample needs a Patient' } }]);
  const composed = composeMessage(mapping, { ...parts, patient }, { event: input.event, controlId: 'PREVIEW', at: now, receiver: { application: 'HIS', facility: 'PREVIEW' } });
  if (composed === undefined) throw problem('exchange.cannot-send');
  const message = parseMessage(composed.text);
  const documents = await mappingsInForce(sql);
  const rules = combineMapping(mappingNameFor(documents.values(), headOf(message)) ?? '', documents);
  const scope = subject.organisationId ?? 'preview';
  const back = rules && applyMapping(message, rules, { zone: '+08:00', scope, idOf: (type, key) => stableId(scope, type, key) });
  return { mapping: mapping.name, message: composed.text, warnings: [...composed.warnings], readBack: (back?.resources ?? []).map((resource) => ({ ...resource })), readBackUnmapped: [...(back?.unmapped ?? [])] };
}

function chosen(documents: ReadonlyMap<string, OutgoingDocument>, { name, event }: Input): OutgoingDocument {
  const found = name === undefined ? outgoingFor(documents, event) : documents.get(name);
  if (found === undefined) throw problem('exchange.no-mapping');
  return found;
}

function written(text: string): OutgoingDocument {
  const read = readMapping(text);
  if ('mistakes' in read) throw problem('exchange.mapping-invalid', read.mistakes);
  if (!isOutgoing(read.document)) throw refused('direction', { zh: '须有 direction: out', en: 'it needs direction: out' });
  return read.document;
}

const refused = (path: string, message: ProblemDetail['message']) => problem('exchange.mapping-invalid', [{ path, message }]);
const isResource = (value: unknown): value is Resource => typeof value === 'object' && value !== null && typeof (value as { resourceType?: unknown }).resourceType === 'string';

function resourcesOf(text: string): Resource[] {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw refused('resources', { zh: '示例不是 JSON', en: 'the sample is no JSON' });
  }
  const entries = (given as { entry?: { resource?: unknown }[] } | null)?.entry;
  const all: unknown[] = Array.isArray(given) ? given : Array.isArray(entries) ? entries.map(({ resource }) => resource) : [given];
  return all.filter(isResource);
}
