import type { Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { comparePack, Pack } from '../../contract/packs.ts';
import { compareCatalogues } from '../rules/dip/compare-catalogues.ts';
import { readDipCatalogue } from '../rules/dip/read-catalogue.ts';
import { weightsOf, type GroupWeight } from '../rules/pack-weights.ts';
import { openRoomGrouper } from '../rules/room-grouper.ts';
import { eachCaseSlice } from './discharges.ts';
import { loadGrouper, packFiles, packInForce, weightRows } from './packs.ts';

type Comparison = ResultOf<typeof comparePack>;

const ROWS_MAX = 200;

interface Compared {
  readonly subject: Subject;
  readonly pack: Pack;
  readonly now: Date;
}

/** The stored discharges by the pack and by the one in force today: which move, and with what weight. */
export async function comparedWithForce(sql: Sql, { subject, pack, now }: Compared): Promise<Comparison> {
  const files = await packFiles(sql, pack.id);
  const fresh = openRoomGrouper(pack.scheme, files);
  const force = await packInForce(sql, pack.scheme, chinaDate(now));
  const base = { packId: pack.id, against: force === undefined ? null : `${force.name} ${force.version}`, remarks: [...fresh.remarks] };
  const old = force === undefined || force.id === pack.id ? undefined : { grouper: await loadGrouper(sql, force), weights: await weightRows(sql, force.id) };
  const newWeights = new Map(weightsOf(pack.scheme, files).map((row) => [row.group, row]));
  const moves = new Map<string, Comparison['rows'][number]>();
  let cases = 0;
  for await (const slice of eachCaseSlice(sql, subject)) {
    cases += slice.length;
    for (const { input } of old === undefined ? [] : slice) {
      const [was, will] = [old!.grouper.group(input), fresh.group(input)];
      const [from, to] = [was.group || was.status, will.group || will.status];
      if (from === to) continue;
      const known = moves.get(`${from} ${to}`);
      moves.set(`${from} ${to}`, known === undefined ? { from, to, cases: 1, weightFrom: weightIn(old!.weights, from), weightTo: weightIn(newWeights, to) } : { ...known, cases: known.cases + 1 });
    }
  }
  if (force === undefined || old === undefined) return { ...base, cases, moved: 0, rows: [], rowsTotal: 0, groups: [], groupsTotal: 0 };
  const rows = [...moves.values()].toSorted((first, second) => second.cases - first.cases || (first.from < second.from ? -1 : 1));
  const groups = pack.scheme === 'dip' ? compareCatalogues(readDipCatalogue(await packFiles(sql, force.id)), readDipCatalogue(files)).map(({ name: _name, ...row }) => row) : [];
  return { ...base, cases, moved: rows.reduce((sum, row) => sum + row.cases, 0), rows: rows.slice(0, ROWS_MAX), rowsTotal: rows.length, groups: groups.slice(0, ROWS_MAX), groupsTotal: groups.length };
}

const weightIn = (weights: ReadonlyMap<string, GroupWeight>, group: string): string | null => weights.get(group)?.weight ?? null;
