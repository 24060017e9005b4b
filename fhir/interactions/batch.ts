import type { Bundle } from '#fhir/types/resources.gen.ts';
import type { OperationTable } from '#fhir/operations/operation-table.ts';
import { Problem } from '#platform/kernel/problem.ts';
import { fhirProblem } from '../problems.ts';
import type { Answer } from './answer.ts';
import { entriesOf, entryProblem, isReading, type EntryRequest } from './entries/bundle-entry.ts';
import type { Interaction } from './dependencies.ts';
import { callOperation, readEntry } from './entries/read-entry.ts';
import { outcomeOf, statusOf } from './outcome.ts';
import { patchIn, patchResource } from './patch/patch-resource.ts';
import { responseText } from './transaction.ts';
import { createResource, deleteByCondition, deleteResource, updateByCondition, updateResource } from './write.ts';
import { preconditionOf } from './writes/preconditions.ts';

/** One request must not fill the memory with what a small body asks for, nor go on for nobody. */
const READ_LETTERS_MAX = 64 * 1024 * 1024;

/** batch: each entry on its own; one that fails does not disturb the others. Reads past 64 M letters together are refused with `fhir.too-costly`. */
export async function runBatch(interaction: Interaction, bundle: Bundle, operations: OperationTable): Promise<Answer> {
  const entries: string[] = [];
  let letters = 0;
  for (const request of entriesOf(bundle)) {
    const isRead = isReading(request);
    if (isRead && interaction.isGone?.()) break;
    try {
      if (isRead && letters > READ_LETTERS_MAX) throw fhirProblem('fhir.too-costly');
      const text = request.operation === undefined
        ? responseText(await runEntry(interaction, request))
        : responseText(await callOperation(interaction, request, { operations, isWhole: false }), true);
      if (isRead) letters += text.length;
      entries.push(text);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      entries.push(JSON.stringify({ response: { status: String(statusOf(error)), outcome: outcomeOf(error) } }));
    }
  }
  return { status: 200, body: `{"resourceType":"Bundle","type":"batch-response"${entries.length === 0 ? '' : `,"entry":[${entries.join(',')}]`}}` };
}

function runEntry(interaction: Interaction, asked: EntryRequest): Promise<Answer> {
  const { method, type, id, query, entry, request, index, problem } = asked;
  if (problem) throw problem;
  const precondition = preconditionOf(request);
  switch (method) {
    case 'GET':
    case 'HEAD':
      return readEntry(interaction, asked);
    case 'POST':
      return createResource(interaction, { type, body: entry.resource, ifNoneExist: request.ifNoneExist });
    case 'PUT':
      if (id !== undefined) return updateResource(interaction, { type, id, body: entry.resource, precondition });
      if (query !== undefined) return updateByCondition(interaction, { type, query, body: entry.resource, precondition });
      break;
    case 'DELETE':
      if (id !== undefined) return deleteResource(interaction, { type, id, precondition });
      if (query !== undefined) return deleteByCondition(interaction, { type, query, precondition });
      break;
    case 'PATCH':
      if (id !== undefined || query !== undefined) return patchResource(interaction, { type, id, query, patch: patchIn(entry.resource), precondition });
      break;
  }
  throw entryProblem(index, '地址中缺少 id。', 'The address lacks an id.');
}
