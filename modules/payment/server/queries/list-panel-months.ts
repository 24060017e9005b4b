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
  return { ...page, rows: page.rows.map((row) => panelMonthOf(row, packs.get(row.packId)!.content)) };
}
