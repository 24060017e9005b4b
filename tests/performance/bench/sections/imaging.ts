import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ctStudy, studyUidOf, type PhantomStudy } from '#apps/server/world/diagnosis/imaging-phantoms.ts';
import { residentMegabytes } from '../house.ts';
import { alternate, measure, rateOf, type Rate } from '../load.ts';
import { pairLine, type Line } from '../report.ts';
import { runBare, type Statement } from '../statements.ts';
import type { Bench, Section } from '../section.ts';

const LISTED = 50_000;
const STUDIES_A_MINUTE = 200;
const READERS = 20;
const SLICES_STORED = 10;
const SLICES_READ = 60;
/** So much of the speed of the bare statements over the driver: HTTP, session, gate, trail and JSON stand between. */
const LIST_RATIO_MIN = 0.15;
/** Of what the server held when half the studies were stored. */
const GROWTH_MAX = 1.3;
const FRAME_LIFT_MAX = 4;
const SECONDS_MIN = 20;
/** A hand on the wheel turns five pages a second and looks. */
const PAGE_MS = 200;
const TECHNICIAN = 'chenglijun';

type Headers = Readonly<Record<string, string>>;

/** As the technician of the demonstration: images belong to an organisation. */
async function signIn({ house }: Bench): Promise<Headers> {
  const line = readFileSync(join(house.dataFolder, 'demo-sign-ins.txt'), 'utf8').split('\n').find((each) => each.trim().startsWith(TECHNICIAN))!;
  const [login, password] = line.trim().split(/\s+/);
  const answer = await fetch(`${house.url}/api/session`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-yigong': '1' }, body: JSON.stringify({ login, password }) });
  const cookie = answer.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ');
  return { cookie, 'x-yigong': '1', authorization: '' };
}

const phantom = (seed: string): PhantomStudy => ({ seed, patientId: seed, patientName: 'Bench^Patient=压^测', birthDate: '19700101', sex: 'M', date: '20261101', time: '080000', accessionNumber: '', characterSet: 'ISO_IR 192' });

async function store({ house }: Bench, headers: Headers, files: readonly Buffer[]): Promise<void> {
  const boundary = 'bench-of-images';
  const body = Buffer.concat([...files.flatMap((file) => [Buffer.from(`\r\n--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`), file]), Buffer.from(`\r\n--${boundary}--\r\n`)]);
  const answer = await fetch(`${house.url}/dicom-web/studies`, { method: 'POST', body, headers: { cookie: headers['cookie']!, 'x-yigong': '1', 'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}`, accept: 'application/dicom+json' } });
  if (answer.status !== 200) throw new Error(`STOW was answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
  await answer.arrayBuffer();
}

interface Frames {
  readonly addresses: readonly string[];
}

async function findFrames({ house }: Bench, headers: Headers, seed: string): Promise<Frames> {
  const answer = await fetch(`${house.url}/dicom-web/studies/${studyUidOf(seed)}/instances`, { headers: { cookie: headers['cookie']!, accept: 'application/dicom+json' } });
  const instances = (await answer.json()) as Record<string, { Value: string[] }>[];
  return { addresses: instances.map((each) => `${house.url}/dicom-web/studies/${each['0020000D']!.Value[0]}/series/${each['0020000E']!.Value[0]}/instances/${each['00080018']!.Value[0]}/frames/1`) };
}

/** Readers turn page after page until told to end. */
async function scroll(headers: Headers, { addresses }: Frames, isOver: () => boolean): Promise<Rate> {
  const took: number[] = [];
  const begin = performance.now();
  await Promise.all(Array.from({ length: READERS }, async (_, reader) => {
    for (let page = reader * 3; !isOver(); page += 1) {
      const from = performance.now();
      const answer = await fetch(addresses[page % addresses.length]!, { headers: { cookie: headers['cookie']!, accept: 'application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1' } });
      if (!answer.ok) throw new Error(`a frame was answered ${answer.status}`);
      await answer.arrayBuffer();
      took.push(performance.now() - from);
      await sleep(Math.max(0, PAGE_MS - (performance.now() - from)));
    }
  }));
  return rateOf(took, (performance.now() - begin) / 1000);
}

async function quietly(headers: Headers, frames: Frames, seconds: number): Promise<Rate> {
  const end = performance.now() + seconds * 1000;
  return scroll(headers, frames, () => performance.now() > end);
}

async function underLoad(bench: Bench, headers: Headers, { frames, seconds }: { frames: Frames; seconds: number }): Promise<{ read: Rate; perMinute: number; memory: readonly number[] }> {
  const count = Math.ceil((STUDIES_A_MINUTE * seconds) / 60);
  const run = Date.now();
  let isOver = false;
  const reading = scroll(headers, frames, () => isOver);
  const begin = performance.now();
  const memory: number[] = [];
  const under = new Set<Promise<void>>();
  try {
    for (let number = 0; number < count; number += 1) {
      // A study is due each 300 ms, whether the one before is stored or not.
      await sleep(Math.max(0, begin + (number * 60_000) / STUDIES_A_MINUTE - performance.now()));
      const one: Promise<void> = store(bench, headers, ctStudy(phantom(`bench ${run} ${number}`), { slices: SLICES_STORED, noduleMm: 6 })).finally(() => under.delete(one));
      under.add(one);
      if (under.size > READERS) await Promise.race(under);
      memory.push(residentMegabytes(bench.house.pid) ?? 0);
    }
    await Promise.all(under);
  } finally {
    isOver = true;
  }
  const perMinute = (count * 60_000) / (performance.now() - begin);
  return { read: await reading, perMinute, memory };
}

/** Rows of the index without files: what the list shows is there. */
async function fillList({ house }: Bench, organisationId: string): Promise<void> {
  await house.raw.execute(
    `insert into imaging.study (study_uid, fhir_id, owner_organisation_id, patient_id, patient_names, patient_birth_date, patient_sex, study_date, study_time, accession_number, description, referring_names, modalities, attributes, stored_at, changed_at, is_announced)
     select '2.25.99' || n, gen_random_uuid()::text, $1, 'BL' || n, array['bench^' || (n % 4000)], '19600101', 'M', to_char(date '2024-01-01' + (n % 900), 'YYYYMMDD'), '080000', 'BA' || n, '胸部', array[]::text[],
       array[(array['CT', 'MR', 'DX', 'US'])[1 + n % 4]], '{}', now(), now(), true
     from generate_series(1, $2::int) n on conflict (study_uid) do nothing`,
    [organisationId, LISTED],
  );
  await house.raw.execute('vacuum analyze imaging.study');
}

const WHERE = 'from imaging.study study where study.owner_organisation_id = $1 and study.modalities && $2::text[] and study.study_date >= $3 and study.study_date <= $4';

/** One page and its total as their index gives them: no gate, no session, no trail. */
const bareStatements = (...values: readonly [organisationId: string, from: string, until: string]): Statement[] =>
  [`select study.study_uid, study.patient_id, study.study_date, study.modalities, study.attributes ${WHERE} order by study.study_date desc nulls last, study.study_uid limit 50`, `select count(*) ${WHERE}`]
    .map((text) => ({ text, values: [values[0], ['CT'], values[1], values[2]] }));

async function listLine(bench: Bench, headers: Headers): Promise<Line> {
  const { house, options } = bench;
  const [own] = await house.raw.query<{ organisationId: string }>("select owner_organisation_id as \"organisationId\" from imaging.study where accession_number = '' or accession_number is null group by 1 order by count(*) desc limit 1");
  await fillList(bench, own!.organisationId);
  const load = { ...options, pid: house.pid };
  const month = (number: number): readonly [string, string] => [`2025-${String(1 + (number % 12)).padStart(2, '0')}-01`, `2025-${String(1 + (number % 12)).padStart(2, '0')}-28`];
  const pair = await alternate(
    options.rounds,
    () => measure(load, (number, worker) => house.request(worker, { path: `/api/imaging/studies?modality=CT&from=${month(number)[0]}&until=${month(number)[1]}&limit=50`, headers })),
    () => measure(load, async (number) => {
      for (const statement of bareStatements(own!.organisationId, month(number)[0].replaceAll('-', ''), month(number)[1].replaceAll('-', ''))) await runBare(house.raw, statement);
    }),
  );
  return pairLine(`filtered page of a list of ${LISTED.toLocaleString('en')} studies`, '1/s', { pair, besideIs: 'the bare page and its bare total over the same index', atLeast: LIST_RATIO_MIN });
}

export const imaging: Section = {
  name: 'imaging',
  run: async (bench) => {
    const headers = await signIn(bench);
    const seed = `bench read ${Date.now()}`;
    await store(bench, headers, ctStudy(phantom(seed), { slices: SLICES_READ, noduleMm: 6 }));
    const frames = await findFrames(bench, headers, seed);
    const seconds = Math.max(SECONDS_MIN, bench.options.seconds * bench.options.rounds);
    const quiet = await quietly(headers, frames, seconds / 4);
    const { read, perMinute, memory } = await underLoad(bench, headers, { frames, seconds });
    const half = Math.max(...memory.slice(0, Math.ceil(memory.length / 2)));
    const whole = Math.max(...memory);
    return [
      { what: `studies stored while ${READERS} readers scroll`, unit: '1/min', ours: perMinute, bar: { of: 'ours', atLeast: STUDIES_A_MINUTE * 0.97 } },
      {
        what: 'p95 of a frame while studies are stored', unit: 'ms', ours: read.p95Ms, beside: quiet.p95Ms, besideIs: 'p95 of the same readers without', ratio: read.p95Ms / quiet.p95Ms, rate: read, besideRate: quiet,
        bar: { of: 'ratio', atMost: FRAME_LIFT_MAX },
      },
      { what: 'most memory of the server over the whole time', unit: 'MB', ours: whole, beside: half, besideIs: 'most over the first half', ratio: whole / half, bar: { of: 'ratio', atMost: GROWTH_MAX } },
      await listLine(bench, headers),
    ];
  },
};
