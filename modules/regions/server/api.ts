import type { Sql } from '#platform/database/transaction.ts';
import type { RegionPack } from '../contract/pack.ts';
import { findVersion, listCurrentVersions } from './store.ts';

/** The packs that are in force now, by id of the region. */
export async function listPacksInForce(sql: Sql): Promise<RegionPack[]> {
  return (await listCurrentVersions(sql)).filter(({ state }) => state === 'in-force').map(({ pack }) => pack);
}

/** One version of a region as it was put into force; the current one when none is named. */
export async function findPack(sql: Sql, regionId: string, version?: string): Promise<RegionPack | undefined> {
  return (await findVersion(sql, regionId, version))?.pack;
}
