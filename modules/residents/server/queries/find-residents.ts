import { countNumbersTried } from '#platform/access/number-trials.ts';
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
  const noteFound = await countNumbersTried(context.subject, term.kind === 'number' ? 1 : 0);
  const page = await searchEntries(context.sql, { term, scope: context.gate.scope(RESIDENT_SCOPE), limit: input.limit, offset: input.offset });
  const nameOf = await organisationNames(context.sql, page.rows.map((row) => row.ownerOrganisationId));
  const rows = page.rows.map((row) => lineOf(row, { recordOpen: true, organisationName: nameOf(row.ownerOrganisationId) }));
  const stranger = page.total > 0 ? undefined : await findStranger(context, term);
  if (page.total > 0 || stranger !== undefined) noteFound();
  // Whoever stands on the list is named in its entry; a number that found nobody was tried all the same.
  else if (term.kind !== 'all') context.about({ resource: 'Patient', purpose: `search by ${term.kind}, nobody found` });
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
