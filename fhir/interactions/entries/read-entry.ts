import { parseParameters } from '#fhir/search/query-string.ts';
import type { OperationTable } from '#fhir/operations/operation-table.ts';
import { fhirProblem } from '../../problems.ts';
import type { Answer } from '../answer.ts';
import type { EntryRequest } from './bundle-entry.ts';
import type { Interaction } from '../dependencies.ts';
import { readHistoryBundle } from '../history/history.ts';
import { readResource } from '../read.ts';
import { searchSystem, searchType } from '../search.ts';
import { readSubset } from '../subset.ts';

/** What an entry that reads is answered: the same as its address alone. */
export async function readEntry(interaction: Interaction, { type, id, version, member, isHistory, query = '', request: { ifNoneMatch, ifModifiedSince } }: EntryRequest): Promise<Answer> {
  const parameters = parseParameters(query);
  if (isHistory) return readHistoryBundle(interaction, { ...(type === '' ? {} : { type }), ...(id === undefined ? {} : { id }), parameters });
  if (member !== undefined) {
    const asked = { parameters, isStrict: false, compartment: { type, id: id! } };
    return member === '*' ? searchSystem(interaction, asked) : searchType(interaction, { ...asked, type: member });
  }
  if (id !== undefined) return readSubset(await readResource(interaction, { type, id, ...(version === undefined ? {} : { version }), ifNoneMatch, ifModifiedSince }), query);
  return type === '' ? searchSystem(interaction, { parameters, isStrict: false }) : searchType(interaction, { type, parameters, isStrict: false });
}

export interface EntryOperations {
  readonly operations: OperationTable;
  /** All or nothing: what stores in a transaction of its own can be no part of it. */
  readonly isWhole: boolean;
}

/** An operation as an entry: found in the list that serves its address, behind the same gate, with the same trail. */
export async function callOperation(interaction: Interaction, { method, operation = [], query = '', entry, index }: EntryRequest, { operations, isWhole }: EntryOperations): Promise<Answer> {
  const { operation: found, place } = operations.find(method, operation);
  if (found.isOnlyAlone || (isWhole && found.isChange)) throw fhirProblem('fhir.invalid', [{ path: `Bundle.entry[${index}].request.url`, message: found.isOnlyAlone ? ONLY_ALONE : ONLY_IN_BATCH }]);
  const sql = isWhole || found.reading === undefined ? undefined : interaction.readingFor?.(found.reading);
  return found.run(sql === undefined ? interaction : { ...interaction, sql }, { ...place, query: parseParameters(query), ...(entry.resource === undefined ? {} : { body: entry.resource }) });
}

const ONLY_ALONE = { zh: '该操作的结果不是资源，只能单独调用。', en: 'The operation answers no resource: it is called alone.' };
const ONLY_IN_BATCH = { zh: '该操作自行保存内容，不能作为事务的一部分；请单独调用或放入 batch。', en: 'The operation stores by itself and can be no part of a transaction: call it alone or in a batch.' };
