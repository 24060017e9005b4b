import type { SqlCondition } from '#platform/access/scope.ts';
import type { Subject } from '#platform/access/subject.ts';
import { hasMetSpread } from '#platform/database/spread-sight.ts';
import { Database, type Sql } from '#platform/database/transaction.ts';
import { rowScope } from '../access.ts';
import { placeOf } from '../distributed/locator.ts';
import { runPrepared } from '../prepared.ts';
import { arrayLiteral } from '../rows.ts';

/** Keys of one statement. */
const BATCH_MAX = 200;
/** Statements under way of one kind: one would leave the database idle while this process reads its answer. */
const STATEMENTS_MAX = 2;

interface Waiting<Row> {
  readonly key: string;
  readonly isRow: (row: Row) => boolean;
  readonly resolve: (row: Row | undefined) => void;
  readonly reject: (error: unknown) => void;
}

interface Queue<Row> {
  waiting: Waiting<Row>[];
  underWay: number;
}

export interface KeyedRead<Row> {
  readonly key: string;
  /** Tells the row wanted from another whose key happens to be the same. */
  readonly isRow: (row: Row) => boolean;
  /** Over rows called `r`, numbered from 2. */
  readonly scope: SqlCondition;
}

const queues = new WeakMap<Database, Map<string, Queue<unknown>>>();

const keyScopes = new WeakMap<Subject, Map<string, SqlCondition>>();

/** The scope of a read by key. A subject is remembered for a moment and asks often; what it may see of a type it is told in the same words each time. */
export function keyScope(subject: Subject, type: string): SqlCondition {
  let ofSubject = keyScopes.get(subject);
  if (ofSubject === undefined) keyScopes.set(subject, (ofSubject = new Map()));
  const name = hasMetSpread() ? `${type} of a distributed database` : type;
  let scope = ofSubject.get(name);
  if (scope === undefined) ofSubject.set(name, (scope = rowScope(subject, type, 2)));
  return scope;
}

/**
 * The current row of a key, through its asker's scope; `select` names columns of `r`. Outside a transaction, reads that come while others are
 * under way share the next statement, which none waits for a timer to get; only equal scopes share one.
 */
export async function readByKey<Row>(sql: Sql, select: string, read: KeyedRead<Row>): Promise<Row | undefined> {
  const statement = statementOf(select, read.scope);
  if (sql instanceof Database) return readBatched(sql.shared, statement, read);
  return (await readKeys<Row>(sql, statement.text, { keys: [read.key], scope: read.scope })).find(read.isRow);
}

/** A statement, and what it shares a queue by: with the values of its scope. */
interface KeyedStatement {
  readonly text: string;
  readonly name: string;
}

/** Scopes are kept as long as their subject (`keyScope`), and hold dozens of organisations: to write them out costs as much as the rest of a read. */
const statements = new WeakMap<SqlCondition, Map<string, KeyedStatement>>();

function statementOf(select: string, scope: SqlCondition): KeyedStatement {
  let ofScope = statements.get(scope);
  if (ofScope === undefined) statements.set(scope, (ofScope = new Map()));
  let statement = ofScope.get(select);
  if (statement === undefined) {
    const text = `select ${select} from fhir.resource r where r.key = any($1::bigint[]) and ${scope.text}`;
    ofScope.set(select, (statement = { text, name: scope.values.length === 0 ? text : `${text}\n${JSON.stringify(scope.values)}` }));
  }
  return statement;
}

async function readKeys<Row>(sql: Sql, text: string, { keys, scope }: { keys: readonly string[]; scope: SqlCondition }): Promise<Row[]> {
  const place = await placeOf(sql, keys, { parameter: 2 + scope.values.length });
  return runPrepared<Row>(sql, { text: text + place.text, values: [arrayLiteral(keys), ...scope.values, ...place.values], isQuick: true, isGathered: true });
}

function readBatched<Row>(database: Database, { text, name }: KeyedStatement, { key, isRow, scope }: KeyedRead<Row>): Promise<Row | undefined> {
  const queue = queueOf<Row>(database, name);
  const found = new Promise<Row | undefined>((resolve, reject) => queue.waiting.push({ key, isRow, resolve, reject }));
  const run = async (): Promise<void> => {
    queue.underWay += 1;
    while (queue.waiting.length > 0) {
      const batch = queue.waiting.splice(0, BATCH_MAX);
      await readKeys<Row>(database, text, { keys: batch.map((each) => each.key), scope }).then(
        (rows) => batch.forEach((each) => each.resolve(rows.find(each.isRow))),
        (error: unknown) => batch.forEach((each) => each.reject(error)),
      );
    }
    queue.underWay -= 1;
    if (queue.underWay === 0) queues.get(database)?.delete(name);
  };
  // A turn later, so that all requests that one wake-up of this process brought go together.
  if (queue.underWay < STATEMENTS_MAX) setImmediate(() => void (queue.waiting.length > 0 && queue.underWay < STATEMENTS_MAX && run()));
  return found;
}

function queueOf<Row>(database: Database, name: string): Queue<Row> {
  let ofDatabase = queues.get(database);
  if (!ofDatabase) queues.set(database, (ofDatabase = new Map()));
  let queue = ofDatabase.get(name) as Queue<Row> | undefined;
  if (!queue) ofDatabase.set(name, (queue = { waiting: [], underWay: 0 }) as Queue<unknown>);
  return queue;
}
