import type { QueryContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { listOrganisationTree as operation } from '../../contract/organisations.ts';
import { countOrganisations, listNodes } from '../store/organisations.ts';

export async function listOrganisationTree({ sql }: QueryContext): Promise<ResultOf<typeof operation>> {
  return { nodes: await listNodes(sql), total: await countOrganisations(sql) };
}
