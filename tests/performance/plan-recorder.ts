import pg from 'pg';
import type { LocalSettings } from '#platform/database/local-settings.ts';
import { type Statement, valuesOf } from '#platform/database/sighted.ts';
import type { Database, Sql, Transaction } from '#platform/database/transaction.ts';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly PlanNode[];
}

/** What a piece of work cost the database, whatever the machine. */
export interface PlanCost {
  /** Pages of 8 kB touched, of all its statements. */
  readonly pages: number;
  readonly indexes: ReadonlySet<string>;
  /** Tables read from one end to the other. */
  readonly scanned: ReadonlySet<string>;
}

type Explain = (text: string, values: readonly unknown[]) => Promise<void>;

/** Runs `work` twice per statement, once under EXPLAIN ANALYZE, in a transaction that is undone. */
export const recordPlans = (database: Database, work: (tx: Transaction) => Promise<unknown>): Promise<PlanCost> =>
  undone(database, async (tx, cost) => {
    await work(explaining(tx, (text, values) => explain(tx, { text: `explain (analyze, buffers, format json) ${text}`, values, cost })) as Transaction);
  });

/**
 * The same behind the second wall: as the reader, with the sight of a subject and the person that a statement names. Quick statements are planned
 * for any values, as the lanes keep them.
 */
export const recordWalledPlans = (database: Database, settings: LocalSettings, work: (sql: Sql) => Promise<unknown>): Promise<PlanCost> =>
  undone(database, async (tx, cost) => {
    await tx.query("select set_config('yigong.sight', $1, true), set_config('yigong.organisations', $2, true), set_config('yigong.person', $3, true), set_config('yigong.purpose', $4, true), set_config('role', $5, true)", valuesOf(settings));
    const sql = explaining(tx, (text, values) => explain(tx, { text: `explain (analyze, buffers, format json) ${text}`, values, cost }));
    const quick = explaining(tx, (text, values) => explainQuick(tx, { text, values, cost }));
    await work({
      ...sql,
      run: async <Row>({ text, values = [], personId = '', isQuick = false }: Statement): Promise<Row[]> => {
        await tx.query("select access.look($1)", [personId]);
        return (isQuick ? quick : sql).query<Row>(text, values);
      },
    });
  });

async function undone(database: Database, work: (tx: Transaction, cost: MutableCost) => Promise<void>): Promise<PlanCost> {
  const cost = { pages: 0, indexes: new Set<string>(), scanned: new Set<string>() };
  await database
    .transaction(async (tx) => {
      await work(tx, cost);
      throw new Undo();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  return cost;
}

class Undo extends Error {}

type MutableCost = { pages: number; indexes: Set<string>; scanned: Set<string> };

/** Without a `client`, so that nothing is sent past it as a prepared statement. */
function explaining(tx: Transaction, explainFirst: Explain): Sql {
  let turn: Promise<unknown> = Promise.resolve();
  // A list asks for its page and its total side by side; one connection answers one after the other.
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };
  return {
    query: (text, values = []) => inTurn(async () => {
      await explainFirst(text, values);
      return tx.query(text, values);
    }),
    execute: (text, values = []) => inTurn(async () => {
      await explainFirst(text, values);
      return tx.execute(text, values);
    }),
  };
}

interface Explained {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly cost: MutableCost;
}

async function explain(tx: Transaction, { text, values, cost }: Explained): Promise<void> {
  await tx.execute('savepoint explained');
  const rows = await tx.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(text, values);
  await tx.execute('rollback to savepoint explained');
  const plan = rows[0]!['QUERY PLAN'][0].Plan;
  cost.pages += plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
  collect(plan, cost);
}

/** The second of two runs: what a session first reads of the catalogue it reads once. */
async function explainQuick(tx: Transaction, { text, values, cost }: Explained): Promise<void> {
  await tx.execute('set local plan_cache_mode = force_generic_plan');
  await tx.execute(`prepare quick_budget as ${text}`);
  const run = `explain (analyze, buffers, format json) execute quick_budget(${values.map(literal).join(', ')})`;
  await tx.query(run);
  await explain(tx, { text: run, values: [], cost });
  await tx.execute('deallocate quick_budget');
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  return pg.escapeLiteral(Array.isArray(value) ? `{${value.map((each) => JSON.stringify(String(each))).join(',')}}` : String(value));
}

function collect(node: PlanNode, cost: MutableCost): void {
  if (node['Index Name'] !== undefined) cost.indexes.add(node['Index Name']);
  if (node['Node Type'] === 'Seq Scan' && node['Relation Name'] !== undefined) cost.scanned.add(node['Relation Name']);
  for (const child of node.Plans ?? []) collect(child, cost);
}
