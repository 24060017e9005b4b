import type { Sql, Transaction } from '#platform/database/transaction.ts';
import { hashText, decimalOf } from '#fhir/search/hash.ts';
import { parseParameters, type RawParameter } from '#fhir/search/query-string.ts';
import { searchProblem } from '#fhir/search/search-problem.ts';
import { isControl, parseSearch } from '#fhir/search/search-request.ts';
import { fhirProblem } from '../problems.ts';
import { searchTexts } from '../repository/search.ts';
import type { Interaction } from './dependencies.ts';
import { requireInteraction } from './permission.ts';

/** The criteria of a conditional interaction, such as `identifier=http://a|1`. */
export interface Condition {
  readonly type: string;
  readonly parameters: readonly RawParameter[];
}

/** `identifier=x`, also after `?`, `Patient?` or a whole address; a value may hold a question mark itself. */
function queryIn(type: string, text: string): string {
  const [, named, query] = /^(?:[^?=&]*\/)?([A-Za-z]*)\?(.*)$/s.exec(text) ?? [];
  if (named !== undefined && named !== '' && named !== type) throw searchProblem(named, `条件须针对 ${type}。`, `The condition is about ${type}.`);
  return query ?? text;
}

export function parseCondition(type: string, query: string): Condition {
  const parameters = parseParameters(queryIn(type, query)).filter(({ name }) => !name.startsWith('_format'));
  // A search passes an empty value over; a condition that did so would hold for anything.
  const empty = parameters.find(({ name, value }) => value === '' && !isControl(name));
  if (empty) throw searchProblem(empty.name, '条件的值不能为空。', 'The value of a condition is not empty.');
  if (parameters.every(({ name }) => isControl(name))) throw searchProblem('?', '条件不能为空。', 'The condition is empty.');
  return { type, parameters };
}

/**
 * Serialises all writers of the same condition until the transaction ends, so that 32 parallel conditional creates make
 * one resource; different conditions never wait for each other. Locks are taken in one order.
 */
export async function lockConditions(tx: Transaction, conditions: readonly Condition[]): Promise<void> {
  if (conditions.length === 0) return;
  const keys = new Set(conditions.map(lockKey));
  await tx.execute('select pg_advisory_xact_lock(key) from (select unnest($1::bigint[]) as key order by 1) as ordered', [`{${[...keys].join(',')}}`]);
}

function lockKey({ type, parameters }: Condition): string {
  const sorted = parameters.map(({ name, value }) => `${name}=${value}`).sort();
  const hash = hashText(`${type}?${sorted.join('&')}`);
  return decimalOf(hash.high, hash.low);
}

/** The id of the one match, undefined for none; several throw `fhir.several-match`. */
export async function findMatch(sql: Sql, interaction: Interaction, { type, parameters }: Condition): Promise<string | undefined> {
  requireInteraction(interaction.subject, type, 's');
  const request = parseSearch(type, [...parameters, { name: '_count', value: '2' }]);
  const page = await searchTexts(sql, request, { subject: interaction.subject, now: interaction.clock.now(), bases: [interaction.base] });
  const unknown = page.unknownParameters[0];
  if (unknown !== undefined) throw searchProblem(unknown, '该类型没有此检索参数。', 'The type has no such search parameter.');
  if (page.matches.length > 1) throw fhirProblem('fhir.several-match');
  return page.matches[0]?.id;
}
