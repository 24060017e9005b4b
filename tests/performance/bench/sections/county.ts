import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadWorld } from '#apps/server/load-world.ts';
import { MODULES } from '#apps/server/modules.ts';
import { DEFAULT_REFERENCE_DATE, DEFAULT_SEED, worldPlan } from '#tests/world/world.ts';
import { openKeyRing } from '#platform/crypto/key-ring.ts';
import { fileMasterKey } from '#platform/crypto/master-key.ts';
import { useKeyRing } from '#platform/crypto/ring-in-use.ts';
import { loadSearchDigest } from '#platform/crypto/search-digest.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { findRunningDatabase } from '#platform/database/embedded/launcher.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { startServer } from '#tests/faults/server-under-test.ts';
import type { Line } from '../report.ts';
import type { Bench, Section } from '../section.ts';

/** Of the county (474,000 residents) as `yigong world` loads it; its households of the plan in order until so many residents. */
const RESIDENTS_PER_HOUSEHOLD = 2.45;
const REPORT_EVERY = 0.05;
/** Households come one batch after the other, so it must not grow with the county. */
const LOADER_MEGABYTES_MAX = 700;

interface Counted {
  readonly resources: number;
  readonly residents: number;
  readonly bytes: number;
}

/** A world loaded end to end into a database of its own, with the rate of each twentieth. */
async function loadCounty({ options, say }: Bench): Promise<Line[]> {
  const parent = options.folder ?? tmpdir();
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'yigong-county-'));
  const server = startServer({ YIGONG_DATA_DIR: folder, YIGONG_DEMO: '0', HOST: '127.0.0.1', PORT: '0' });
  await server.ready();
  useKeyRing(openKeyRing({ master: fileMasterKey(join(folder, 'keys')), providerName: 'national' }));
  const database = openDatabase({ connectionString: findRunningDatabase(folder) ?? '' });
  await loadSearchDigest(database);
  const county = worldPlan({ size: 'county', seed: DEFAULT_SEED, referenceDate: DEFAULT_REFERENCE_DATE });
  const plan = { ...county, householdCount: Math.min(county.householdCount, Math.round(options.residents / RESIDENTS_PER_HOUSEHOLD)) };
  const count = async (): Promise<Counted> => {
    const rows = await database.query<Counted>(
      `select (select count(*) from fhir.resource)::int as resources, (select count(*) from residents.resident)::int as residents,
         pg_database_size(current_database())::float8 as bytes`);
    return rows[0]!;
  };
  try {
    const begin = performance.now();
    let last = { at: begin, share: 0, resources: 0 };
    let told = Promise.resolve();
    const tell = async (share: number): Promise<void> => {
      const { resources } = await count();
      const at = performance.now();
      say(`  ${(share * 100).toFixed(0)} %: ${resources} resources, ${Math.round((resources - last.resources) / ((at - last.at) / 1000))} a second since the line before`);
      last = { at, share, resources };
    };
    let next = REPORT_EVERY;
    await loadWorld({
      database, plan, clock: systemClock, modules: MODULES,
      onProgress: ({ householdsDone, householdsTotal }) => {
        const share = householdsDone / householdsTotal;
        if (share < next) return;
        next = share + REPORT_EVERY;
        // One after the other: two counts at once would each be told against the wrong one before.
        told = told.then(() => tell(share));
      },
    });
    const seconds = (performance.now() - begin) / 1000;
    await told;
    const { resources, residents, bytes } = await count();
    return [
      { what: `world of ${residents.toLocaleString('en')} residents loaded end to end`, unit: 'resources/s', ours: resources / seconds, beside: resources, besideIs: `resources in ${Math.round(seconds)} s, with index of persons, grounds and rooms` },
      { what: 'the whole database, a resource', unit: 'bytes', ours: bytes / resources },
      { what: 'memory of the loading process, most', unit: 'MB', ours: process.resourceUsage().maxRSS / 1024, bar: { of: 'ours', atMost: LOADER_MEGABYTES_MAX } },
    ];
  } finally {
    await database.end();
    server.kill('SIGTERM');
    await server.ended();
    rmSync(folder, { recursive: true, force: true });
  }
}

export const county: Section = { name: 'county', isLong: true, needsHouse: false, run: loadCounty };
