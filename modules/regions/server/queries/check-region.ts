import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { checkRegion as operation } from '../../contract/operations.ts';
import { comparePacks } from '../rules/compare-packs.ts';
import { KNOWN } from '../rules/known.ts';
import { readPack } from '../rules/read-pack.ts';
import { findVersion } from '../store/versions.ts';

export async function checkRegion({ sql }: QueryContext, { files }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { pack, findings } = readPack(files, KNOWN);
  if (pack === undefined) return { findings: [...findings], region: null, changes: [], formerVersion: null };
  const current = await findVersion(sql, pack.id);
  return {
    findings: [],
    region: { id: pack.id, version: pack.version, name: pack.name, tasks: pack.tasks.length, targets: pack.targets.length, rules: pack.rules.length },
    changes: current === undefined ? [] : comparePacks(current.pack, pack),
    formerVersion: current?.version ?? null,
  };
}
