import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeMessage } from '#modules/exchange/server/rules/v2/charset.ts';
import { parseMessage, splitMessages } from '#modules/exchange/server/rules/v2/parse.ts';
import { headOf, valueAt } from '#modules/exchange/server/rules/v2/read.ts';
import { frame } from '#platform/mllp/framing.ts';
import { openMllp } from '#platform/mllp/sender.ts';
import { openExchangeHouse, type ExchangeHouse } from './exchange-house.ts';
import { hasHl7Data, hl7Files } from './hl7-files.ts';

let exchange: ExchangeHouse;

beforeAll(async () => {
  exchange = await openExchangeHouse();
  await exchange.register([...hl7Files('messages'), ...hl7Files('odd')].flatMap(({ bytes }) => {
    try {
      const head = headOf(parseMessage(splitMessages(decodeMessage(bytes).text)[0] ?? ''));
      return head.sendingApplication === '' && head.sendingFacility === '' ? [] : [{ application: head.sendingApplication, facility: head.sendingFacility }];
    } catch {
      return [];
    }
  }));
});
afterAll(() => exchange?.close());

const count = async (table: string, where = 'true'): Promise<number> => (await exchange.house.owner.query<{ total: number }>(`select count(*) as total from ${table} where ${where}`))[0]!.total;

async function send(content: Buffer): Promise<string> {
  const connection = await openMllp({ host: '127.0.0.1', port: exchange.port, usesTls: false });
  try {
    return decodeMessage(await connection.exchange(content)).text;
  } finally {
    connection.close();
  }
}

describe.skipIf(!hasHl7Data)('the 99 messages through a socket (skipped without shared data)', () => {
  it('are applied, or refused with segment and field', async () => {
    const outcomes: Record<string, string> = {};
    for (const { name, bytes } of hl7Files('messages')) {
      const answer = parseMessage(await send(bytes));
      outcomes[name] = `${valueAt(answer, 'MSA-1')} ${valueAt(answer, 'MSA-3')}`.trim();
    }
    console.log(JSON.stringify(Object.entries(outcomes).filter(([, text]) => text !== 'AA'), null, 1));
  }, 120_000);
});
void connect; void sleep; void frame; void count;
