import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Connection } from '#platform/cli/connection.ts';
import type { Database } from '#platform/database/transaction.ts';
import type { AnyOperation, GivenOf, ResultOf } from '#platform/kernel/contract.ts';

const PARALLEL = 8;
const SERIAL = 3;
/** Who the command of the data folder is (apps/server/cli-access.ts). */
const CLIENT = 'yigong-cli';

/** What repeating showed; `faults` is empty when every command had one effect. */
export interface RepeatReport {
  readonly repeated: Set<string>;
  readonly faults: string[];
}

/** A connection that sends each command eight times at once and then three times more, all with one key. */
export function repeatingConnection(connection: Connection, owner: Database, report: RepeatReport): Connection {
  return {
    ...connection,
    call: async <O extends AnyOperation>(operation: O, input: GivenOf<O>, options?: { key?: string }): Promise<ResultOf<O>> => {
      if (operation.kind === 'query') return connection.call(operation, input, options);
      const key = options?.key ?? randomUUID();
      const send = (): Promise<ResultOf<O>> => connection.call(operation, input, { key });
      const before = await countEffects(owner, operation);
      const answers = await Promise.all(Array.from({ length: PARALLEL }, send));
      const after = await countEffects(owner, operation);
      const rows = await countRows(owner);
      for (let turn = 0; turn < SERIAL; turn += 1) answers.push(await send());
      const fault = (what: string): number => report.faults.push(`${operation.name}: ${what}`);
      if (after.audits - before.audits !== 1) fault(`${after.audits - before.audits} audit entries`);
      if (after.events - before.events !== 1) fault(`${after.events - before.events} events ${'event' in operation ? String(operation.event) : ''}`);
      if (answers.some((answer) => !isDeepStrictEqual(answer, answers[0]))) fault('answers differ');
      const grown = Object.entries(await countRows(owner)).filter(([table, total]) => total !== rows[table]);
      if (grown.length > 0) fault(`a repeat wrote to ${grown.map(([table]) => table).join(', ')}`);
      report.repeated.add(operation.name);
      return answers[0] as ResultOf<O>;
    },
  };
}

async function countEffects(owner: Database, operation: AnyOperation): Promise<{ audits: number; events: number }> {
  const [audits] = await owner.query<{ total: number }>(
    `select count(*) as total from audit.entry where subject_id = $1 and action = $2 and outcome = 'success'`, [CLIENT, operation.permission],
  );
  const [events] = await owner.query<{ total: number }>(
    'select count(*) as total from events.outbox where subject_id = $1 and name = $2', [CLIENT, 'event' in operation ? operation.event : ''],
  );
  return { audits: audits?.total ?? 0, events: events?.total ?? 0 };
}

/** Rows of everything a command may add to; reactions add to none of these. */
async function countRows(owner: Database): Promise<Record<string, number>> {
  const tables = [
    'consortium.action', 'scheduling.action', 'scheduling.reservation', 'referral.action', 'referral.referral', 'referral.follow_up', 'http.idempotency',
  ];
  const [row] = await owner.query<Record<string, number>>(`select ${tables.map((table) => `(select count(*) from ${table}) as "${table}"`).join(', ')}`);
  return row ?? {};
}
