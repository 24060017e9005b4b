import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import type { Sql, Transaction } from '#platform/database/transaction.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { Agreement, EscalationContact } from '../contract/agreements.ts';
import type { ServiceCentre } from '../contract/centres.ts';
import type { DiseaseVerdict } from '../contract/diseases.ts';
import type { ContactKind, Direction, Service } from '../contract/words.ts';
import { judgeDisease } from './rules/diseases.ts';
import { findAgreementBetween, type AgreementQuestion } from './store/agreements.ts';
import { insertSeed, type ConsortiumSeed } from './store/bulk.ts';
import { findCentreRow } from './store/centres.ts';
import { findFirstContact } from './store/contacts.ts';
import { listListsFor } from './store/diseases.ts';
import { findCommonConsortium } from './store/memberships.ts';
import { listActiveSummaries, listSummaries, type OrganisationSummary } from './store/organisations.ts';

/** R022: the agreement that holds between two organisations on a day (`YYYY-MM-DD`), or undefined. Also found through organisations above them. */
export const findValidAgreement = (sql: Sql, question: AgreementQuestion): Promise<Agreement | undefined> => findAgreementBetween(sql, question);

/**
 * R008: what the disease lists say. `organisationId` is the sender for `up`, the receiver for `down` and `lateral`. Never refuses: it is advice with a reason.
 * `on` defaults to today in China.
 */
export async function judgeDiseaseForReferral(
  sql: Sql,
  question: { organisationId: string; icd10: string; direction: Direction; on?: string },
): Promise<DiseaseVerdict> {
  const lists = await listListsFor(sql, { organisationId: question.organisationId, on: question.on ?? chinaDate(new Date()) });
  return judgeDisease(lists, question.icd10, question.direction);
}

/** Name, level, kind, parent and telephone for headers and cards; throws `platform.not-found`. */
export async function getOrganisationSummary(sql: Sql, id: string): Promise<OrganisationSummary> {
  const [summary] = await listSummaries(sql, [id]);
  if (summary === undefined) throw platformProblem('platform.not-found');
  return summary;
}

/** As `getOrganisationSummary` for many; unknown ids are left out, the order is not kept. */
export const listOrganisationSummaries = (sql: Sql, ids: readonly string[]): Promise<OrganisationSummary[]> => listSummaries(sql, ids);

/** Level and kind of organisations that work now; undefined asks for all. */
export const listActiveOrganisations = (sql: Sql, ids: readonly string[] | undefined): Promise<Pick<OrganisationSummary, 'id' | 'level' | 'kind'>[]> => listActiveSummaries(sql, ids);

/** Who is the centre for this member and service on this day. */
export const findServiceCentre = (sql: Sql, question: { service: Service; organisationId: string; on: string }): Promise<ServiceCentre | undefined> =>
  findCentreRow(sql, question);

/** True when both (or organisations above them) are members of one consortium on the day. */
export async function isMemberOfSameConsortium(sql: Sql, question: { firstOrganisationId: string; secondOrganisationId: string; on: string }): Promise<boolean> {
  return question.firstOrganisationId === question.secondOrganisationId || (await findCommonConsortium(sql, question)) !== undefined;
}

/** Who is told when a clock of the organisation runs out; looked for upwards in the tree when it names nobody. */
export const findEscalationContact = (sql: Sql, question: { organisationId: string; kind: ContactKind }): Promise<EscalationContact | undefined> =>
  findFirstContact(sql, question);

/**
 * Loads a whole consortium (world, imports): rows and the tree that access follows. The FHIR Organizations are the loader's own. Repeating changes nothing.
 */
export async function bulkLoadConsortium(tx: Transaction, seed: ConsortiumSeed): Promise<void> {
  await insertSeed(tx, seed);
  for (const organisation of seed.organisations) {
    await registerOrganisation(tx, { organisationId: organisation.id, parentId: organisation.parentId });
  }
}
