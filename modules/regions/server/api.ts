import type { Sql } from '#platform/database/transaction.ts';
import type { RegionPack } from '../contract/pack.ts';
import { findVersion, getPack, listVersionsInForce, type VersionKey } from './store/versions.ts';

/** Packs last found in force, by version and digest: what stands in a version never changes, and every card of an indicator reads them. */
let lastRead: ReadonlyMap<string, RegionPack> = new Map();

const keyOf = ({ regionId, version, digest }: VersionKey): string => JSON.stringify([regionId, version, digest]);

/** The packs that are in force now, by id of the region. They are shared: read only. */
export async function listPacksInForce(sql: Sql): Promise<readonly RegionPack[]> {
  const packs = new Map<string, RegionPack>();
  for (const version of await listVersionsInForce(sql)) packs.set(keyOf(version), lastRead.get(keyOf(version)) ?? (await getPack(sql, version)));
  lastRead = packs;
  return [...packs.values()];
}

/** One version of a region as it was put into force; the current one when none is named. */
export async function findPack(sql: Sql, regionId: string, version?: string): Promise<RegionPack | undefined> {
  return (await findVersion(sql, regionId, version))?.pack;
}
