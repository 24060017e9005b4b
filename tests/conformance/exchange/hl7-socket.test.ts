import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendQueued } from '#modules/exchange/server/commands/receive/send-queued.ts';
import { decodeMessage } from '#modules/exchange/server/rules/v2/charset.ts';
import { parseMessage, splitMessages } from '#modules/exchange/server/rules/v2/parse.ts';
import { headOf, valueAt } from '#modules/exchange/server/rules/v2/read.ts';
import { keepMessage } from '#modules/exchange/server/store/messages.ts';
import { frame } from '#platform/mllp/framing.ts';
import { listenMllp } from '#platform/mllp/listener.ts';
import { openMllp } from '#platform/mllp/sender.ts';
import { openExchangeHouse, type ExchangeHouse } from './exchange-house.ts';
import { hasHl7Data, hl7Files } from './hl7-files.ts';

let exchange: ExchangeHouse;

beforeAll(async () => {
  exchange = await openExchangeHouse();
  const files = [...hl7Files('messages'), ...hl7Files('odd')].flatMap(({ bytes }) => {
    try {
      return splitMessages(decodeMessage(bytes).text).map((text) => headOf(parseMessage(text)));
    } catch {
      return [];
    }
  });
  await exchange.register([{ application: 'HIS', facility: 'LEAD' }, ...files.filter((head) => head.sendingApplication + head.sendingFacility !== '').map((head) => ({ application: head.sendingApplication, facility: head.sendingFacility }))]);
}, 60_000);
afterAll(() => exchange?.close());

const count = async (table: string, where = 'true'): Promise<number> => (await exchange.house.owner.query<{ total: number }>(`select count(*) as total from ${table} where ${where}`))[0]!.total;
const message = (number: string, { head = '', body = '', charset = '' } = {}): string =>
  `MSH|^~\\&|HIS|LEAD|Y||20261122090000||ADT^A04|${number}|P|2.5.1|||${head}${charset === '' ? '' : `|||${charset}`}\rPID|1||${number}^^^LEAD^MR||${body === '' ? '测试人' : body}||19600101|M\rPV1|1|O|门诊||||||||||||||||V${number}\r`;

async function answersTo(chunks: readonly Buffer[], wanted: number): Promise<string[]> {
  const socket = connect({ host: '127.0.0.1', port: exchange.port });
  let got = Buffer.alloc(0);
  socket.on('data', (bytes: Buffer) => (got = Buffer.concat([got, bytes])));
  for (const chunk of chunks) {
    socket.write(chunk);
    await sleep(2);
  }
  for (let turn = 0; turn < 500 && got.filter((byte) => byte === 0x1c).length < wanted; turn += 1) await sleep(20);
  socket.destroy();
  return got.toString('utf8').split('\u001c\r').filter((part) => part !== '').map((part) => part.replace('\u000b', ''));
}

async function send(content: Buffer): Promise<string> {
  const connection = await openMllp({ host: '127.0.0.1', port: exchange.port, usesTls: false });
  try {
    return decodeMessage(await connection.exchange(content)).text;
  } finally {
    connection.close();
  }
}
const ackOf = (text: string): string => valueAt(parseMessage(text), 'MSA-1');

describe.skipIf(!hasHl7Data)('shared messages through a socket (skipped without shared data)', () => {
  it('the 99 are applied; two say no sender and are refused with MSH-3', async () => {
    const outcomes = new Map<string, string>();
    for (const { name, bytes } of hl7Files('messages')) outcomes.set(name, ackOf(await send(bytes)));
    const refused = [...outcomes].filter(([, code]) => code !== 'AA' && code !== 'CA').map(([name]) => name);
    expect(refused).toEqual(['PC1-Problem-Add-v2.3.1.hl7', 'PC1-Problem-Update-v2.3.1.hl7']);
    expect(await count('exchange.message_state', "state = 'applied'")).toBe(97);
    const again = await count('fhir.history');
    for (const { bytes } of hl7Files('messages')) await send(bytes);
    expect(await count('fhir.history')).toBe(again);
  }, 120_000);

  it('the odd ones are answered, one answer a message, and no entity is resolved', async () => {
    for (const { name, bytes } of hl7Files('odd')) {
      // One of its thirteen asks for an answer on error only (MSH-16).
      const wanted = name === 'hapi_example_oml_o21.hl7' ? 12 : 1;
      const answers = await answersTo([frame(bytes)], wanted);
      expect([name, answers.length]).toEqual([name, wanted]);
      if (/xxe/.test(name)) expect(answers[0]).toMatch(/MSA\|AR/);
      if (/uuencoded/.test(name)) expect(answers[0]).toMatch(/MSA\|AR\|.*\rERR\|\|MSH\^1\|100/);
      expect(answers.join('')).not.toContain('root:');
    }
  }, 60_000);
});

describe('a sender', () => {
  it('may cut a message anywhere and run several together', async () => {
    const bytes = Buffer.concat([Buffer.from('\r\n'), frame(Buffer.from(message('cut-1'))), frame(Buffer.from(message('cut-2'))), frame(Buffer.from(message('cut-3')))]);
    const answers = await answersTo(Array.from({ length: Math.ceil(bytes.length / 37) }, (_, index) => bytes.subarray(index * 37, index * 37 + 37)), 3);
    expect(answers.map((text) => [ackOf(text), valueAt(parseMessage(text), 'MSA-2')])).toEqual([['AA', 'cut-1'], ['AA', 'cut-2'], ['AA', 'cut-3']]);
  });

  it('may lose its line: a message without its end is kept as a dead letter, not applied, not answered; the one that begins anew is', async () => {
    const half = message('half-1').slice(0, 120);
    expect(await answersTo([Buffer.from(`\u000b${half}\u000b${message('half-1')}\u001c\r`)], 1)).toHaveLength(1);
    const socket = connect({ host: '127.0.0.1', port: exchange.port });
    socket.end(Buffer.from(`\u000b${message('half-2').slice(0, 90)}`));
    const broken = () => count('exchange.message_state', "state = 'dead' and code = 'v2.truncated'");
    await expect.poll(broken, { timeout: 15_000 }).toBe(2);
    expect(await count('exchange.message_state', "control_id = 'half-1' and state = 'applied'")).toBe(1);
    expect(await count('exchange.message_state', "control_id = 'half-2' and state = 'applied'")).toBe(0);
  });

  it('may send a batch, segments and fields of its own, repetitions, other separators and 0x1C alone', async () => {
    const plain = (number: string): string => message(number);
    const batch = `FHS|^~\\&|HIS|LEAD\rBHS|^~\\&|HIS|LEAD\r${plain('batch-1')}${plain('batch-2')}BTS|2\rFTS|1\r`;
    expect((await answersTo([frame(Buffer.from(batch))], 2)).map((text) => [ackOf(text), valueAt(parseMessage(text), 'MSA-2')])).toEqual([['AA', 'batch-1'], ['AA', 'batch-2']]);
    const own = message('own-1').replace('PV1|', 'ZPI|1|自定义\\T\\段~二\rPV1|').replace('own-1^^^LEAD^MR', 'own-1^^^LEAD^MR~OTHER-9^^^CITY^PI');
    const marks = message('marks-1').replaceAll('|', '#').replaceAll('^', '*').replace('~', '!').replace('\\', '/').replace('&', '%');
    for (const text of [own, marks]) expect([ackOf(await send(Buffer.from(text)))]).toEqual(['AA']);
    expect(ackOf((await answersTo([Buffer.from(`\u000b${plain('alone-1')}\u001c`)], 1))[0]!)).toBe('AA');
    expect(await count('exchange.message_state', "control_id in ('batch-1', 'batch-2', 'own-1', 'marks-1', 'alone-1') and state = 'applied'")).toBe(5);
  });

  it('may write GB18030 and read its answer in it; the name is right', async () => {
    const iconv = (await import('iconv-lite')).default;
    const answer = await send(iconv.encode(message('gb-1', { body: '欧阳^鑫㐀', charset: 'GB 18030-2000' }), 'gb18030'));
    expect(ackOf(answer)).toBe('AA');
    expect(await count('residents.resident', "name = '欧阳鑫㐀'")).toBe(1);
  });

  it('is refused when nobody registered it, and the message is kept', async () => {
    const before = await count('exchange.message');
    const answer = await send(Buffer.from(message('stranger-1').replace('|HIS|', '|STRANGER|')));
    expect(answer).toMatch(/MSA\|AR\|stranger-1.*\rERR\|\|MSH\^1\^3\|204/);
    expect(await count('exchange.message')).toBe(before + 1);
  });

  it('gets a commit acknowledgement and, where asked for, the other one (enhanced mode)', async () => {
    expect((await answersTo([frame(Buffer.from(message('enh-1', { head: 'AL|AL' })))], 2)).map(ackOf)).toEqual(['CA', 'AA']);
    expect((await answersTo([frame(Buffer.from(message('enh-2', { head: 'AL|NE' })))], 1)).map(ackOf)).toEqual(['CA']);
    expect((await answersTo([frame(Buffer.from(message('enh-3', { head: 'NE|AL' })))], 1)).map(ackOf)).toEqual(['AA']);
  });

  it('may be one of forty at once', async () => {
    const before = await count('exchange.message_state', "state = 'applied'");
    const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => send(Buffer.from(message(`many-${index}`)))));
    expect(answers.map(ackOf)).toEqual(Array.from({ length: 40 }, () => 'AA'));
    expect(await count('exchange.message_state', "state = 'applied'")).toBe(before + 40);
  }, 60_000);

  it('has one effect when it sends the same message eight times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(Buffer.from(message('same-1')))));
    expect(new Set(answers).size).toBe(1);
    expect(await count('exchange.message_state', "control_id = 'same-1' and state = 'applied'")).toBe(1);
    expect(await count('exchange.message_state', "control_id = 'same-1' and state = 'repeated'")).toBe(7);
  });
});

describe('a receiver', () => {
  it('gets its messages in order, one that it refuses holds up none, and one that is away is tried again', async () => {
    const got: string[] = [];
    const receiver = await listenMllp({
      port: 0, host: '127.0.0.1', answerTooLarge: () => Buffer.alloc(0),
      answer: async (content) => {
        const number = valueAt(parseMessage(content.toString('utf8')), 'MSH-10');
        got.push(number);
        return [Buffer.from(`MSH|^~\\&|A|B|||20260101||ACK|1|P|2.5.1\rMSA|${number === 'out-2' ? 'AE' : 'AA'}|${number}\r`)];
      },
    });
    const site = "insert into exchange.site (site_id, owner_organisation_id, name, application, facility, target_host, target_port, created_at, changed_at) values ($1, 'hospital', $1, $1, '', '127.0.0.1', $2, now(), now())";
    await exchange.house.owner.execute(site, ['there', receiver.port]);
    await exchange.house.owner.execute(site, ['away', 1]);
    const settings = { database: exchange.house.database, clock: { now: () => new Date() }, ids: { newId: () => 'unused' } };
    for (const [id, siteId] of [['out-1', 'there'], ['out-2', 'there'], ['out-3', 'there'], ['out-4', 'away']] as const) {
      await keepMessage(settings.database, { messageId: id, organisationId: 'hospital', siteId, direction: 'out', channel: 'outgoing', body: Buffer.from(message(id)), peer: null, at: new Date(), byId: 'test' });
    }
    for (let turn = 0; turn < 100 && (await count('exchange.message_state', "direction = 'out' and attempts = 0")) > 0; turn += 1) {
      await sendQueued(settings);
      await sleep(20);
    }
    await receiver.close();
    expect(got).toEqual(['out-1', 'out-2', 'out-3']);
    const states = await exchange.house.owner.query<{ id: string; state: string }>("select message_id as id, state from exchange.message_state where direction = 'out' order by message_no");
    expect(states.map(({ state }) => state)).toEqual(['sent', 'dead', 'sent', 'failed']);
  }, 30_000);
});
