import type { Sql } from '#platform/database/transaction.ts';
import type { Resident, ResidentLine } from '../../contract/schemas.ts';
import type { ResidentEntry } from '../rules/resident-entry.ts';
import { heldIdCard, lineOf, residentView } from '../rules/resident-view.ts';
import type { StoredEntry } from '../store/entries.ts';
import { countOpenReviews } from '../store/reviews.ts';
import { organisationNames } from './organisation-names.ts';

/** The entry as its card shows it. */
export async function viewResident(sql: Sql, entry: StoredEntry): Promise<Resident> {
  const nameOf = await organisationNames(sql, [entry.ownerOrganisationId]);
  return residentView(entry, { openReviews: await countOpenReviews(sql, entry.residentId), organisationName: nameOf(entry.ownerOrganisationId) });
}

/** The entry as one line, with no more than the asker may see. */
export async function viewLine(sql: Sql, entry: ResidentEntry, recordOpen: boolean): Promise<ResidentLine> {
  const nameOf = await organisationNames(sql, [entry.ownerOrganisationId]);
  return lineOf({ ...entry, idCard: heldIdCard(entry) }, { recordOpen, organisationName: nameOf(entry.ownerOrganisationId) });
}
