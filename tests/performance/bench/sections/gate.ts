import { createClient, issueToken } from '#platform/identity/machine/clients.ts';
import type { BenchHouse } from '../house.ts';
import { withCallers } from '../callers.ts';
import { alternate } from '../load.ts';
import { pairLine, type Line } from '../report.ts';
import { PEOPLE, personId } from '../resources.ts';
import type { Bench, Section } from '../section.ts';
import { seed } from '../seed.ts';
import { READS, VISITS } from './reads.ts';

/** The walls may cost so much of the throughput without them. */
const SHARE_MIN = 0.85;
const QUERIES = 500;

/** An organisation of the demonstration that has others below it; the grounds by which it reads the people of the bench. */
async function openToOrganisation({ house }: Bench): Promise<string> {
  const [top] = await house.raw.query<{ id: string }>(
    `select parent.organisation_id as id from access.organisation parent join access.organisation below on below.ancestor_ids @> array[parent.organisation_id]
     group by 1 order by count(*) desc, 1 limit 1`,
  );
  if (top === undefined) throw new Error('The demonstration has no organisations');
  await house.raw.execute(
    `insert into access.record_basis (person_id, organisation_id, basis, source, valid_from)
     select person, $2, 'treatment', 'bench/gate', now() - interval '1 day' from unnest($1::text[]) as person on conflict do nothing`,
    [Array.from({ length: PEOPLE }, (_, number) => personId(number)), top.id],
  );
  await house.raw.execute('analyze access.record_basis');
  return top.id;
}

/** A machine client of the organisation: it sees by grounds, as staff do. */
async function clientOf(house: BenchHouse, organisationId: string): Promise<{ authorization: string }> {
  const [clientId, scopes] = [`bench-gate-${Date.now()}`, ['system/*.cruds']];
  await createClient(house.raw, { clientId, name: clientId, scopes, organisationId });
  return { authorization: `Bearer ${await issueToken(house.raw, clientId, scopes)}` };
}

/** Reads and searches through both walls, by grounds alone, beside the same requests of a client that sees everything. */
export const gate: Section = {
  name: 'gate',
  run: async (bench) => {
    const { house, options } = bench;
    await seed(house, VISITS);
    const headers = await clientOf(house, await openToOrganisation(bench));
    const load = { ...options, pid: house.pid };
    const lines: Line[] = [];
    for (const { what, query } of READS) {
      const queries = Array.from({ length: Math.min(QUERIES, PEOPLE) }, (_, number) => query(number));
      const pages = { url: house.url, paths: queries.map((each) => `/fhir/${each}`) };
      const pair = await withCallers([{ ...pages, headers }, { ...pages, headers: await house.signIn() }], async (walled, open) => {
        await walled.warmUp(load);
        return alternate(options.rounds, () => walled.measure(load), () => open.measure(load));
      });
      lines.push(pairLine(`gate: ${what}`, 'requests/s', { pair, besideIs: 'the same without the gate', atLeast: SHARE_MIN }));
    }
    return lines;
  },
};
