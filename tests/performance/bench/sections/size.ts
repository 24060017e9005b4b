import type { Line } from '../report.ts';
import { transaction, visit } from '../resources.ts';
import type { Bench, Section } from '../section.ts';
import { firstFreeVisit, seed } from '../seed.ts';
import { CONTENT } from '#fhir/repository/content.ts';

/** Bytes on disk of a resource whose text has 1.5 kB. */
const BYTES_MAX = 2_500;
const TEXT_BYTES = 1_500;
/** So many that pages of the indexes are as full as they stay: right after a split they are half empty. */
const VISITS = 2_000;
const WRITERS = 4;

interface Sizes {
  readonly relations: Map<string, number>;
  readonly resources: number;
  readonly textBytes: number;
}

async function sizesOf({ house }: Bench): Promise<Sizes> {
  await house.raw.execute('vacuum analyze fhir.resource');
  const relations = await house.raw.query<{ name: string; bytes: string }>(
    `select c.relname as name, (pg_relation_size(c.oid) + coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0))::text as bytes
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'fhir' and c.relkind in ('r', 'i')`,
  );
  const counted = await house.raw.query<{ resources: string; bytes: string }>(`select count(*)::text as resources, coalesce(sum(octet_length(${CONTENT})), 0)::text as bytes from fhir.resource r`);
  return {
    relations: new Map(relations.map(({ name, bytes }) => [name, Number(bytes)])),
    resources: Number(counted[0]!.resources),
    textBytes: Number(counted[0]!.bytes),
  };
}

/** What the tables and indexes of the repository grew by, per resource, through ordinary transactions. */
async function measureSize(bench: Bench): Promise<Line[]> {
  const { house, say } = bench;
  const before = await sizesOf(bench);
  let number = await firstFreeVisit(house);
  const end = number + VISITS;
  await Promise.all(Array.from({ length: WRITERS }, async (_, worker) => {
    while (number < end) await house.request(worker, { method: 'POST', path: '/fhir', body: transaction(visit(number++)) });
  }));
  const after = await sizesOf(bench);
  const resources = after.resources - before.resources;
  const grown = [...after.relations].map(([name, bytes]) => ({ name, bytes: (bytes - (before.relations.get(name) ?? 0)) / resources }));
  for (const { name, bytes } of grown.sort((a, b) => b.bytes - a.bytes).slice(0, 14)) say(`  ${name}: ${bytes.toFixed(0)} B a resource`);
  const disk = grown.reduce((sum, { bytes }) => sum + bytes, 0);
  const text = (after.textBytes - before.textBytes) / resources;
  return [
    { what: 'disk of a resource, indexes included', unit: 'bytes', ours: disk, beside: text, besideIs: 'bytes of its text', ratio: disk / text },
    { what: 'the same for a text of 1.5 kB', unit: 'bytes', ours: disk - text + TEXT_BYTES, bar: { of: 'ours', atMost: BYTES_MAX } },
  ];
}

export const size: Section = {
  name: 'size',
  run: async (bench) => {
    await seed(bench.house, 0);
    return measureSize(bench);
  },
};
