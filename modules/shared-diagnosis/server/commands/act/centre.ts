import type { Sql } from '#platform/database/transaction.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { Kind, Modality, Priority } from '../../../contract/words.ts';
import { chooseCentre, type Choice } from '../../rules/choose-centre.ts';
import { listServing, type ContractRow } from '../../store/contracts.ts';
import { countOpenByContract } from '../../store/orders.ts';
import { listAbove } from './partners.ts';

export interface CentreQuestion {
  readonly kind: Kind;
  readonly modality: Modality;
  readonly organisationId: string;
  readonly priority: Priority;
  readonly at: Date;
  /** A contract that is not to be chosen. */
  readonly except?: string;
}

export type ServingCandidate = ContractRow & { readonly contractId: string; readonly organisationId: string; readonly waiting: number };

/**
 * By kind, modality, member and day. The contracts of the nearest organisation count: a village of its own is served by
 * its own contract, otherwise by that of its township; further up only where nothing nearer exists.
 */
export async function findCentreFor(sql: Sql, question: CentreQuestion): Promise<Choice<ServingCandidate> | undefined> {
  const candidates = await listCandidates(sql, question);
  return chooseCentre(candidates, question);
}

export async function listCandidates(sql: Sql, { kind, modality, organisationId, at, except }: CentreQuestion): Promise<ServingCandidate[]> {
  const above = await listAbove(sql, organisationId);
  const serving = await listServing(sql, { kind, modality, organisationIds: above, on: chinaDate(at) });
  const height = (contract: ContractRow): number => Math.min(...contract.members.map((member) => above.indexOf(member.organisationId)).filter((index) => index >= 0));
  const byRank = new Map<number, number>();
  for (const contract of serving) byRank.set(contract.rank, Math.min(byRank.get(contract.rank) ?? Infinity, height(contract)));
  const nearest = serving.filter((contract) => contract.id !== except && height(contract) === byRank.get(contract.rank));
  const waiting = await countOpenByContract(sql, nearest.map(({ id }) => id));
  return nearest.map((contract) => ({ ...contract, contractId: contract.id, organisationId: contract.centreOrganisationId, waiting: waiting.get(contract.id) ?? 0 }));
}

const MINUTE_MS = 60_000;
export const promisedBy = (contract: Pick<ContractRow, 'promised'>, priority: Priority, from: Date): Date => new Date(from.getTime() + contract.promised[priority] * MINUTE_MS);

export const priceOf = (contract: Pick<ContractRow, 'prices'>, modality: Modality): number => contract.prices.find((price) => price.modality === modality)?.priceFen ?? 0;
