import { listOrganisationSummaries } from '#modules/consortium/server/api.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listPanelMonths as operation } from '../../contract/panels.ts';
import { panelMonthOf } from '../rules/capitation.ts';
import { found } from '../rules/found.ts';
import { findPack, type StoredPack } from '../store/packs.ts';
import { listPanelRows } from '../store/panels.ts';

export async function listPanelMonths({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listPanelRows(sql, input, gate.scope({ organisation: ['p.owner_organisation_id'] }));
  const packs = new Map<string, StoredPack>();
  for (const { packId } of page.rows) if (!packs.has(packId)) packs.set(packId, found(await findPack(sql, packId)));
  const names = new Map((await listOrganisationSummaries(sql, [...new Set(page.rows.map(({ organisationId }) => organisationId))])).map(({ id, name }) => [id, name]));
  return { ...page, rows: page.rows.map((row) => panelMonthOf({ ...row, organisationName: names.get(row.organisationId) ?? row.organisationId }, packs.get(row.packId)!.content)) };
}
