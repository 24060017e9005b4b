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

/** Runs `work` twice per statement, once under EXPLAIN ANALYZE, in a transaction that is undone. */
export async function recordPlans(database: Database, work: (tx: Transaction) => Promise<unknown>): Promise<PlanCost> {
  const cost = { pages: 0, indexes: new Set<string>(), scanned: new Set<string>() };
  await database
    .transaction(async (tx) => {
      await work(explaining(tx, cost) as Transaction);
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
function explaining(tx: Transaction, cost: MutableCost): Sql {
  let turn: Promise<unknown> = Promise.resolve();
  // A list asks for its page and its total side by side; one connection answers one after the other.
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };
  const explain = async (text: string, values: readonly unknown[] = []): Promise<void> => {
    await tx.execute('savepoint explained');
    const rows = await tx.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`explain (analyze, buffers, format json) ${text}`, values);
    await tx.execute('rollback to savepoint explained');
    const plan = rows[0]!['QUERY PLAN'][0].Plan;
    cost.pages += plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
    collect(plan, cost);
  };
  return {
    query: (text, values) => inTurn(async () => {
      await explain(text, values);
      return tx.query(text, values);
    }),
    execute: (text, values) => inTurn(async () => {
      await explain(text, values);
      return tx.execute(text, values);
    }),
  };
}

function collect(node: PlanNode, cost: MutableCost): void {
  if (node['Index Name'] !== undefined) cost.indexes.add(node['Index Name']);
  if (node['Node Type'] === 'Seq Scan' && node['Relation Name'] !== undefined) cost.scanned.add(node['Relation Name']);
  for (const child of node.Plans ?? []) collect(child, cost);
}
