import { listPage, type Filter, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';
import type { SearchTerm } from '../rules/search-term.ts';
import { numberIndexes, openNumbers, openPhones, phoneIndexes } from './numbers.ts';

export interface FoundResident {
  readonly residentId: string;
  readonly ownerOrganisationId: string;
  readonly kind: 'resident' | 'newborn' | 'unidentified';
  readonly name: string;
  readonly sex: 'male' | 'female' | 'other' | 'unknown';
  readonly birthDate: string | null;
  readonly idCard: string | null;
  readonly phone: string | null;
  readonly address: string | null;
}

export const RESIDENT_SCOPE = { organisation: ['r.owner_organisation_id'], person: 'r.resident_id' } as const;

export async function searchEntries(
  sql: Sql,
  { term, scope, limit, offset }: { term: SearchTerm; scope: ScopeBuilder; limit: number; offset: number },
): Promise<Page<FoundResident>> {
  const page = await listPage<SealedResident>(sql, {
    select: `r.resident_id as "residentId", r.owner_organisation_id as "ownerOrganisationId", r.kind, r.name, r.sex, r.birth_date as "birthDate",
      (select json_build_object('id', i.identifier_id, 'value', i.value) from residents.identifier i where i.resident_id = r.resident_id and i.type = 'id-card' and i.standing = 'held' limit 1) as "idCard",
      r.phone, r.address`,
    from: 'residents.resident r',
    scope,
    filters: [{ text: 'r.merged_into_id is null', values: [] }, ...(await filtersOf(sql, term))],
    orderBy: term.kind === 'all' ? 'r.registered_at desc, r.resident_id desc' : 'length(r.name_normalised), r.name_pinyin, r.birth_date nulls last, r.resident_id',
    limit,
    offset,
  });
  const cards = await openNumbers(sql, page.rows.flatMap(({ idCard }) => idCard ?? []));
  let next = 0;
  const rows = await openPhones(sql, page.rows);
  return { ...page, rows: rows.map((row) => ({ ...row, idCard: row.idCard === null ? null : cards[next++]! })) };
}

type SealedResident = Omit<FoundResident, 'idCard'> & { readonly idCard: { readonly id: string; readonly value: string } | null };

/** `^@` and not LIKE: behind row security an index serves only what is known to tell nothing of the rows it passes over. */
async function filtersOf(sql: Sql, term: SearchTerm): Promise<Filter[]> {
  switch (term.kind) {
    case 'all':
      return [];
    case 'name':
      return [{ text: 'r.name_normalised ^@ ?', values: [term.text] }];
    case 'sound':
      return [{ text: 'r.pinyin_initials ^@ ? or r.name_pinyin ^@ ? or r.name_normalised ^@ ?', values: [term.text, term.text, term.text] }];
    case 'number':
      // A union, because an OR over two tables would read the whole index.
      return [{
        text: `r.resident_id in (select i.resident_id from residents.identifier i where i.value_index = any(?::bytea[])
          union all select p.resident_id from residents.resident p where p.phone_index = any(?::bytea[]))`,
        values: [await numberIndexes(sql, [term.text, ...term.otherForms]), await phoneIndexes(sql, [term.text])],
      }];
  }
}
