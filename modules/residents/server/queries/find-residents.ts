import { beyondSight } from '#platform/database/transaction.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { findResidents as operation } from '../../contract.ts';
import { lineOf } from '../rules/resident-view.ts';
import { readSearchTerm, type SearchTerm } from '../rules/search-term.ts';
import { findEntry, findHolder, findSurvivor } from '../store/entries.ts';
import { RESIDENT_SCOPE, searchEntries } from '../store/search.ts';
import { organisationNames } from './organisation-names.ts';
import { viewLine } from './view-resident.ts';

type Result = ResultOf<typeof operation>;

export async function findResidents(context: QueryContext, input: InputOf<typeof operation>): Promise<Result> {
  const term = readSearchTerm(input.q);
  const page = await searchEntries(context.sql, { term, scope: context.gate.scope(RESIDENT_SCOPE), limit: input.limit, offset: input.offset });
  if (term.kind !== 'all') context.about({ resource: 'Patient', purpose: `search by ${term.kind}` });
  const nameOf = await organisationNames(context.sql, page.rows.map((row) => row.ownerOrganisationId));
  const rows = page.rows.map((row) => lineOf(row, { recordOpen: true, organisationName: nameOf(row.ownerOrganisationId) }));
  if (page.total > 0) return { ...page, rows };
  const stranger = await findStranger(context, term);
  return stranger === undefined ? { ...page, rows } : { ...page, rows: [stranger], total: 1 };
}

/**
 * A whole identity or card number finds its holder anywhere in the index: surname and sex only, so that a desk knows the
 * person is registered. What the desk typed it held in its hand.
 */
async function findStranger(context: QueryContext, term: SearchTerm): Promise<Result['rows'][number] | undefined> {
  if (term.kind !== 'number' || !term.exact || context.subject.kind === 'resident') return undefined;
  const whole = beyondSight(context.sql);
  for (const value of [term.text, ...term.otherForms]) {
    const type = value.length === 16 ? 'card-number' : 'id-card';
    const holder = await findHolder(whole, { type, value });
    const survivorId = holder === undefined ? undefined : await findSurvivor(whole, holder);
    const entry = survivorId === undefined ? undefined : await findEntry(whole, survivorId);
    if (entry === undefined) continue;
    const basis = await context.gate.findRecordBasis(entry.residentId);
    context.about({ personId: entry.residentId, resource: `Patient/${entry.residentId}`, basis: basis ?? null, purpose: 'search by number' });
    return viewLine(context.sql, entry, basis !== undefined);
  }
  return undefined;
}
