import { createHash } from 'node:crypto';
import { listenMllp } from '#platform/mllp/listener.ts';
import { openMllp, type MllpConnection } from '#platform/mllp/sender.ts';
import { residentMegabytes } from '../house.ts';
import { median } from '../load.ts';
import type { Line } from '../report.ts';
import type { Bench, Section } from '../section.ts';

const CONNECTIONS = 4;
/** As in a hospital: visits and results of people who are known already, and some who are new. */
const PERSONS = 200;
const MEMORY_LIFT_MAX_MB = 200;
/** The port that HL7 gives to MLLP. */
const STANDARD_PORT = 2575;
const WARM_SECONDS = 2;
const STAMP = '20261122090000';

const visit = (facility: string, number: string, person: string): string =>
  `MSH|^~\\&|HIS|${facility}|YIGONG||${STAMP}||ADT^A04|V${number}|P|2.5.1||||||UNICODE UTF-8\rEVN|A04|${STAMP}\rPID|1||${person}^^^${facility}^MR||测试${person.slice(-4)}||19600101|M|||示例路 1 号\rPV1|1|O|门诊||||||||||||||||V${number}\r`;
const result = (facility: string, number: string, person: string): string =>
  `MSH|^~\\&|HIS|${facility}|YIGONG||${STAMP}||ORU^R01|R${number}|P|2.5.1||||||UNICODE UTF-8\rPID|1||${person}^^^${facility}^MR||测试${person.slice(-4)}||19600101|M\rOBR|1|S${number}|B${number}|24323-8^生化^LN|||${STAMP}\rOBX|1|NM|2160-0^肌酐^LN||88|umol/L|57-97||||F\rOBX|2|NM|1558-6^血糖^LN||7.9|mmol/L|3.9-6.1|H|||F\r`;

/** A listener that does the least a receiver may: it keeps the bytes, committed, and answers. */
async function openPlain({ house }: Bench): Promise<{ port: number; close(): Promise<void> }> {
  await house.raw.execute('create table if not exists public.bench_kept (kept_no bigint generated always as identity primary key, body bytea not null, hash bytea not null)');
  const listener = await listenMllp({
    port: 0, host: '127.0.0.1', answerTooLarge: () => Buffer.alloc(0),
    answer: async (content) => {
      await house.raw.execute('insert into public.bench_kept (body, hash) values ($1, $2)', [content, createHash('sha256').update(content).digest()]);
      return [Buffer.from(`MSH|^~\\&|Y|Y|||${STAMP}||ACK|1|P|2.5.1\rMSA|AA|${content.toString('latin1').split('|')[9] ?? ''}\r`)];
    },
  });
  return {
    port: listener.port,
    close: async () => {
      await listener.close();
      await house.raw.execute('drop table public.bench_kept');
    },
  };
}

/** Messages a second over some connections, each of which waits for its answer, as senders do. */
async function rateOf(port: number, { seconds, next }: { seconds: number; next: () => string }): Promise<number> {
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => openMllp({ host: '127.0.0.1', port, usesTls: false })));
  const until = performance.now() + seconds * 1000;
  let done = 0;
  const begin = performance.now();
  const send = async (connection: MllpConnection): Promise<void> => {
    while (performance.now() < until) {
      const answer = (await connection.exchange(Buffer.from(next(), 'utf8'))).toString('utf8');
      if (!/\rMSA\|AA\|/.test(answer)) throw new Error(`not accepted: ${answer.replaceAll('\r', ' ').slice(0, 300)}`);
      done += 1;
    }
  };
  await Promise.all(connections.map(send));
  for (const connection of connections) connection.close();
  return (done * 1000) / (performance.now() - begin);
}

async function run(bench: Bench): Promise<Line[]> {
  const { house, options, say } = bench;
  // A system that the demonstration has connected; the port is that of the measured server.
  const [site] = await house.raw.query<{ facility: string }>("select facility from exchange.site where application = 'HIS' and receives and is_active order by facility limit 1");
  if (site === undefined) {
    say('the house has no connected system: skipped');
    return [];
  }
  const { facility } = site;
  const port = Number(process.env['YIGONG_MLLP_PORT'] ?? STANDARD_PORT);
  let serial = Date.now() % 1_000_000_000;
  const next = (): string => ((serial += 1) % 2 === 0 ? visit : result)(facility, String(serial), `B${serial % PERSONS}`);
  const kept = async (): Promise<number> => (await house.raw.query<{ total: number }>('select count(*)::int as total from exchange.message'))[0]!.total;
  const keptBefore = await kept();
  const plain = await openPlain(bench);
  const [ours, bare]: [number[], number[]] = [[], []];
  await rateOf(port, { seconds: WARM_SECONDS, next });
  if ((await kept()) === keptBefore) throw new Error(`port ${port} is another server's: give YIGONG_MLLP_PORT`);
  const before = residentMegabytes(house.pid) ?? 0;
  let top = before;
  try {
    for (let round = 0; round < options.rounds; round += 1) {
      ours.push(await rateOf(port, { seconds: options.seconds, next }));
      top = Math.max(top, residentMegabytes(house.pid) ?? 0);
      bare.push(await rateOf(plain.port, { seconds: options.seconds, next }));
    }
  } finally {
    await plain.close();
  }
  const [our, other] = [median(ours), median(bare)];
  return [
    { what: 'HL7 v2 messages over MLLP, kept, mapped and written as FHIR', unit: 'messages/s', ours: our, beside: other, ratio: our / other, besideIs: 'kept and answered only; ours also maps, matches the person and writes some ten resources' },
    { what: 'memory of the server gained meanwhile', unit: 'MB', ours: top - before, bar: { of: 'ours', atMost: MEMORY_LIFT_MAX_MB } },
  ];
}

export const exchange: Section = { name: 'exchange', run };
