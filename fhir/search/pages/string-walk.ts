import { compact, type Bindings, type BoundStatement } from '../bindings.ts';
import { parameterKeyOf } from '../conditions.ts';
import { parametersOf } from '../parameter-table.ts';
import type { SearchRequest } from '../search-request.ts';
import { CONTENT } from '../../repository/content.ts';

/** Length that the index orders. */
const INDEXED = 100;
/** Values read in the order of the index for one page. */
const VALUES_MAX = 2_000;
const VALUE = `left(v.normalised, ${INDEXED}) collate "C"`;

/**
 * A page sorted by one string, from the next values in the order of their index: whole when it is filled, otherwise the page has to
 * be sorted after reading (100,000 names: 6 s). Undefined for other orders. `conditions` are about rows called `r`.
 */
export function stringWalk(request: SearchRequest, conditions: readonly string[], bindings: Bindings): BoundStatement | undefined {
  const [sort, ...others] = request.sort;
  const [value, key] = request.cursor ?? [];
  const isOrdered = value === undefined || (value !== '' && value.length < INDEXED && value !== '\u{10FFFF}');
  if (!sort || others.length > 0 || !isOrdered || parametersOf(request.type).get(sort.code)?.type !== 'string') return undefined;
  const { descending } = sort;
  const [beyond, direction] = descending ? ['<', 'desc'] : ['>', 'asc'];
  const parameter = parameterKeyOf(request.type, sort.code, bindings);
  const [at, row] = value === undefined ? [] : [bindings.bind(value, 'text'), bindings.bind(key!, 'bigint')];
  const from = at === undefined ? '' : ` and ${VALUE} ${beyond}= ${at}`;
  const after = at === undefined ? '' : ` and (v.s0, v.key) ${beyond} (${at} collate "C", ${row})`;
  const text = `with v as materialized (
      select v.person_key, v.key, ${VALUE} as s0 from fhir.string_value v where v.parameter = ${parameter}${from} order by ${VALUE} ${direction}, v.person_key ${direction}, v.key ${direction} limit ${VALUES_MAX}),
    nearest as (select person_key, key, ${descending ? 'max' : 'min'}(s0) as s0 from v group by person_key, key)
    select r.resource_type as type, r.resource_id as id, ${CONTENT} as content, r.key::text as key, v.s0 from nearest v join fhir.resource r on r.person_key = v.person_key and r.key = v.key
    where ${conditions.join(' and ')}${after} and not exists (select 1 from fhir.string_value w where w.person_key = v.person_key and w.key = v.key and w.parameter = ${parameter}
      and left(w.normalised, ${INDEXED}) collate "C" ${descending ? '>' : '<'} v.s0)
    and v.s0 ${descending ? '>' : '<'} (select s0 from v order by s0 ${descending ? 'asc' : 'desc'} limit 1)
    order by v.s0 ${direction}, v.key ${direction} limit ${request.count + 1}`;
  return compact(text, bindings.values);
}

/** Whether the rows are the page: filled, and ordered by whole values. */
export const isFilled = (rows: readonly Readonly<Record<string, string>>[], count: number): boolean => rows.length > count && rows.every(({ s0 = '' }) => [...s0].length < INDEXED);
