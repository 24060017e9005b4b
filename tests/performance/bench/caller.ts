import pg from 'pg';
import { Connection } from './connection.ts';
import { measure, type Load, type Rate, type Round } from './load.ts';
import type { Statement } from './statements.ts';

/** Pages of a server, asked in turn; the first answer that is no success ends the measurement, since errors are quick. */
export interface Pages {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly paths: readonly string[];
}

/** Statements run in turn through the bare driver, kept prepared on the connection as the driver's own users would. */
export interface Statements {
  readonly connectionString: string;
  readonly connections: number;
  readonly statements: readonly Statement[];
}

export type Called = Pages | Statements;
export type Told = { readonly rate: Rate } | { readonly failure: string };

function askPages({ url, headers, paths }: Pages): Round {
  const connections: Connection[] = [];
  return async (number, worker) => {
    // The server closes what is idle for a minute.
    if (connections[worker]?.isOpen !== true) connections[worker] = await Connection.open(url);
    const path = paths[number % paths.length]!;
    const answer = await connections[worker]!.send({ path, headers });
    if (answer.status >= 300) throw new Error(`${path} was answered ${answer.status}: ${answer.body.slice(0, 300)}`);
  };
}

function runStatements({ connectionString, connections, statements }: Statements): Round {
  const pool = new pg.Pool({ connectionString, max: connections });
  const names = new Map([...new Set(statements.map(({ text }) => text))].map((text, index) => [text, `bench_${index}`]));
  return (number) => {
    const { text, values } = statements[number % statements.length]!;
    return pool.query({ name: names.get(text)!, text, values: values as unknown[] });
  };
}

/**
 * A process that asks and does nothing else: what it holds is collected as its garbage is made, and a bench that keeps the definitions of FHIR and
 * thousands of bodies would be measured with what it asks. Told what to call, then the loads one after the other.
 */
let round: Round | undefined;
process.on('message', (message: Called | Load) => {
  if (round === undefined) {
    round = 'paths' in (message as Called) ? askPages(message as Pages) : runStatements(message as Statements);
    return;
  }
  const answer = (told: Told): void => void process.send!(told);
  measure(message as Load, round).then((rate) => answer({ rate }), (error: unknown) => answer({ failure: String(error) }));
});
process.once('disconnect', () => process.exit(0));
