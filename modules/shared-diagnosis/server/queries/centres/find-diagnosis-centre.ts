import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { findDiagnosisCentre as operation } from '../../../contract/centres.ts';
import { findCentreFor, priceOf } from '../../commands/act/centre.ts';
import { getOrganisationName } from '../../commands/act/partners.ts';

export async function findDiagnosisCentre({ sql, now }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const choice = await findCentreFor(sql, { ...input, at: now });
  if (choice === undefined) return { centre: null };
  const { candidate, overflow } = choice;
  return {
    centre: {
      contractId: candidate.contractId, organisationId: candidate.organisationId, organisationName: await getOrganisationName(sql, candidate.organisationId), promisedMinutes: candidate.promised[input.priority], priceFen: priceOf(candidate, input.modality), overflow,
    },
  };
}
