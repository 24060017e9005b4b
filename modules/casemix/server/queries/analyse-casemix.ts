import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { listOrganisationSummaries } from '#modules/consortium/server/api.ts';
import type { analyseCasemix as operation } from '../../contract/analysis.ts';
import { analyse } from '../rules/analysis.ts';
import { CASES_MAX, listAnalysedRows, type AnalysedRow } from '../store/discharges.ts';
import { findPack, loadGroupNames } from '../store/packs.ts';

type Input = InputOf<typeof operation>;

/** By hospital, department or doctor, over the discharges that the asker may see. Cases grouped by an older pack are left out: a CMI belongs to one version. */
export async function analyseCasemix({ sql, subject }: QueryContext, input: Input): Promise<ResultOf<typeof operation>> {
  const rows = await listAnalysedRows(sql, subject, input);
  const packId = rows[0]?.packId;
  const same = rows.filter((row) => row.packId === packId);
  const names = new Map((await listOrganisationSummaries(sql, [...new Set(same.map(({ organisationId }) => organisationId))])).map(({ id, name }) => [id, name]));
  const analysis = analyse(same.map((row) => ({ ...row, unit: unitOf(row, input.by, names) })));
  const pack = packId === undefined ? undefined : await findPack(sql, packId);
  const groupNames = pack === undefined ? new Map<string, string>() : await loadGroupNames(sql, pack);
  return {
    ...analysis, groups: analysis.groups.map((group) => ({ ...group, name: groupNames.get(group.group) ?? '' })), packName: pack === undefined ? '' : `${pack.name} ${pack.version}`, truncated: rows.length >= CASES_MAX,
  };
}

function unitOf(row: AnalysedRow, by: Input['by'], names: ReadonlyMap<string, string>): string {
  const hospital = names.get(row.organisationId) ?? row.organisationId;
  return by === 'organisation' ? hospital : `${hospital} · ${(by === 'department' ? row.department : row.doctor) || '—'}`;
}
