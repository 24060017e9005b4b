import { recordAudits } from '#platform/audit/audit.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Database } from '#platform/database/transaction.ts';
import { Problem } from '#platform/kernel/problem.ts';
import type { ResourceWrite, StoredResource } from '../../repository/resource-write.ts';
import { mayGather, prepareWrites, writeTogether, type Outcome, type PreparedWrites } from '../../repository/write.ts';
import type { Interaction } from '../dependencies.ts';
import { asSeen, entryOf, storeOutside, writerOf } from './store-outside.ts';

/** Transactions under way of one subject: one would leave the database idle while this process reads its answer. */
const UNDER_WAY_MAX = 2;
/** Resources of one transaction. Were all that wait taken, this process and the database would wait for each other in turn (docs/decisions/0083). */
const RESOURCES_MAX = 100;
/** A request of more resources is a transaction of its own. */
const OWN_FROM = 100;
/** Nobody waits longer for a lock that another request needs: then each goes alone, and the next are let through. */
const PATIENCE_MS = 100;

interface Wish {
  readonly action: string;
  readonly prepared: PreparedWrites;
  readonly resolve: (stored: StoredResource[]) => void;
  readonly reject: (error: unknown) => void;
}

interface Queue {
  waiting: Wish[];
  underWay: number;
  /** Of the resources under way. */
  readonly keys: Set<string>;
}

const hasRoom = ({ underWay }: Queue): boolean => underWay < UNDER_WAY_MAX;

/** Transactions in a row in which nothing was there before, from which on a client's resources are taken for new ones. */
const NEW_IN_A_ROW = 16;
/** Who sends what is new, as a hospital's systems do all day, pays no look-up for it; who is wrong once pays one transaction and is looked up again. */
const newInARow = new WeakMap<Subject, number>();

const queues = new WeakMap<Database, Map<Subject, Queue>>();

/**
 * Writes of one request, whole or not at all, with their entry of the trail. Requests of the same client that come while others are being
 * stored share the next transaction, which none waits for a timer to get: a transaction costs as much as a dozen resources. Each has its own
 * outcome; when the database refuses a shared transaction, each is tried alone. Answered when committed.
 * References to this server are relative already (`withOwnReferences`).
 */
export async function storeGathered(interaction: Interaction, { action, writes }: { action: string; writes: readonly ResourceWrite[] }): Promise<StoredResource[]> {
  const { database, subject } = interaction;
  if (database.isDistributed || writes.length > OWN_FROM || !mayGather(writes)) return database.transaction((tx) => storeOutside(interaction, tx, { action, writes }));
  const prepared = prepareWrites(writerOf(interaction), writes);
  const stored = new Promise<StoredResource[]>((resolve, reject) => enter(database.shared, subject, { action, prepared, resolve, reject }));
  return asSeen(subject, await stored);
}

function enter(database: Database, subject: Subject, wish: Wish): void {
  let ofDatabase = queues.get(database);
  if (!ofDatabase) queues.set(database, (ofDatabase = new Map()));
  let queue = ofDatabase.get(subject);
  if (!queue) ofDatabase.set(subject, (queue = { waiting: [], underWay: 0, keys: new Set() }));
  queue.waiting.push(wish);
  const [own, subjects] = [queue, ofDatabase];
  // A turn later, so that all requests that one wake-up of this process brought go together.
  if (hasRoom(own)) setImmediate(() => void work(own, { database, forget: () => subjects.delete(subject) }));
}

async function work(queue: Queue, { database, forget }: { database: Database; forget: () => void }): Promise<void> {
  while (hasRoom(queue)) {
    const wishes = takeDistinct(queue);
    if (wishes.length === 0) break;
    const keys = wishes.flatMap(({ prepared }) => prepared.keys);
    for (const key of keys) queue.keys.add(key);
    queue.underWay += 1;
    await orPatience(store(database, wishes));
    queue.underWay -= 1;
    for (const key of keys) queue.keys.delete(key);
  }
  if (queue.underWay === 0 && queue.waiting.length === 0) forget();
}

/** The first that wait, but no resource twice or while it is under way: its second writer has to see what the first made of it. */
function takeDistinct(queue: Queue): Wish[] {
  const [taken, left, keys]: [Wish[], Wish[], Set<string>] = [[], [], new Set()];
  let resources = 0;
  for (const wish of queue.waiting) {
    const own = wish.prepared.keys;
    const isNext = (taken.length === 0 || resources + own.length <= RESOURCES_MAX) && !own.some((key) => keys.has(key) || queue.keys.has(key));
    // The keys of one left behind too, so that writers of one resource keep their order.
    for (const key of own) keys.add(key);
    if (isNext) resources += own.length;
    (isNext ? taken : left).push(wish);
  }
  queue.waiting = left;
  return taken;
}

function orPatience(work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const patience = setTimeout(resolve, PATIENCE_MS);
    void work.then(() => {
      clearTimeout(patience);
      resolve();
    });
  });
}

/** Settles each wish; never rejects itself. */
async function store(database: Database, wishes: readonly Wish[]): Promise<void> {
  const { subject } = wishes[0]!.prepared.writer;
  const inARow = newInARow.get(subject) ?? 0;
  let takeForNew = inARow >= NEW_IN_A_ROW;
  let outcomes: Outcome[];
  try {
    outcomes = await database.transaction(async (tx) => {
      if (wishes.length > 1) tx.soon(tx.execute(`set local lock_timeout = ${PATIENCE_MS}`));
      const asNew = takeForNew;
      takeForNew = false;
      const { outcomes: found, known } = await writeTogether(tx, wishes.map(({ prepared }) => prepared), asNew);
      if (known !== undefined) newInARow.set(subject, known > 0 ? 0 : inARow + 1);
      const entries = found.flatMap((outcome, index) => ('stored' in outcome ? [{ subject: wishes[index]!.prepared.writer.subject, entry: entryOf(wishes[index]!.action, outcome.stored) }] : []));
      tx.soon(recordAudits(tx, entries));
      return found;
    });
  } catch (error) {
    if (inARow >= NEW_IN_A_ROW && isUndone(error)) {
      newInARow.set(subject, 0);
      return store(database, wishes);
    }
    for (const wish of wishes) {
      if (wishes.length > 1 && isUndone(error)) void store(database, [wish]);
      else wish.reject(error);
    }
    return;
  }
  wishes.forEach(({ resolve, reject }, index) => {
    const outcome = outcomes[index]!;
    if ('stored' in outcome) resolve([...outcome.stored]);
    else reject(outcome.problem);
  });
}

/** Refused by us or by PostgreSQL, which rolled it back; of a connection that broke nobody knows. */
const isUndone = (error: unknown): boolean => error instanceof Problem || (error as { severity?: unknown } | null)?.severity === 'ERROR';
