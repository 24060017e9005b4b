import type { Sql } from '#platform/database/transaction.ts';
import { blockHash, hashOf, packDigests, type BlockContent, type ChainAlgorithm, type EntryDigest } from './chain.ts';

const BLOCK_ROWS_MAX = 1_000;
/** One pass stays within a second or so; the next pass goes on. */
const PASS_ROWS_MAX = 50_000;

interface SealState {
  readonly sealedTo: number;
  readonly pendingTo: number | null;
  readonly isSettled: boolean;
}

interface Head {
  readonly blockNumber: number;
  readonly hash: Buffer;
}

interface UnsealedRow extends EntryDigest {
  readonly month: string;
}

/**
 * Seals the entries that were given out at the last look, once every transaction that might still add one below that id is
 * over; then looks again. Entries become part of the chain two passes after they are committed. Returns how many were sealed.
 * Runs in one transaction; the lock on the single row keeps other processes out.
 */
export async function sealEntries(tx: Sql, { algorithm = 'sha256' }: { algorithm?: ChainAlgorithm } = {}): Promise<number> {
  const state = await lockState(tx);
  const sealed = state.isSettled && state.pendingTo !== null ? await sealUpTo(tx, { ...state, pendingTo: state.pendingTo, algorithm }) : 0;
  if (state.pendingTo === null || (state.isSettled && sealed < PASS_ROWS_MAX)) await lookAgain(tx);
  return sealed;
}

async function lockState(tx: Sql): Promise<SealState> {
  const rows = await tx.query<SealState>(
    `select sealed_to as "sealedTo", pending_to as "pendingTo", coalesce(audit.oldest_writer() > pending_at, true) as "isSettled"
     from audit.setting for update`,
  );
  return rows[0]!;
}

/** The id is read before the clock: whoever was given it holds its lock since before that time. */
async function lookAgain(tx: Sql): Promise<void> {
  const given = await tx.query<{ last: number }>('select last_value as last from audit.entry_number');
  await tx.execute('update audit.setting set pending_to = $1, pending_at = clock_timestamp()', [given[0]!.last]);
}

async function sealUpTo(tx: Sql, { sealedTo, pendingTo, algorithm }: { sealedTo: number; pendingTo: number; algorithm: ChainAlgorithm }): Promise<number> {
  const rows = await tx.query<UnsealedRow>(
    `select e.entry_id as "entryId", audit.digest_of(e) as digest, to_char(e.recorded_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month
     from audit.entry e where e.entry_id > $1 and e.entry_id <= $2 order by e.entry_id limit ${PASS_ROWS_MAX}`,
    [sealedTo, pendingTo],
  );
  const heads = await readHeads(tx, new Set(rows.map((row) => row.month)));
  for (const [month, entries] of groupByMonth(rows)) {
    for (let from = 0; from < entries.length; from += BLOCK_ROWS_MAX) {
      await appendBlock(tx, heads, { month, entries: entries.slice(from, from + BLOCK_ROWS_MAX), algorithm });
    }
  }
  const reached = rows.length < PASS_ROWS_MAX ? pendingTo : rows[rows.length - 1]!.entryId;
  await tx.execute('update audit.setting set sealed_to = $1', [reached]);
  return rows.length;
}

function groupByMonth(rows: readonly UnsealedRow[]): ReadonlyMap<string, EntryDigest[]> {
  const months = new Map<string, EntryDigest[]>();
  for (const { month, entryId, digest } of rows) {
    const entries = months.get(month) ?? [];
    entries.push({ entryId, digest });
    months.set(month, entries);
  }
  return months;
}

interface Heads {
  last: Head | undefined;
  readonly ofMonth: Map<string, Head>;
}

async function readHeads(tx: Sql, months: ReadonlySet<string>): Promise<Heads> {
  const head = async (where: string, values: readonly unknown[]): Promise<Head | undefined> =>
    (await tx.query<Head>(`select block_number as "blockNumber", hash from audit.block ${where} order by block_number desc limit 1`, values))[0];
  const ofMonth = new Map<string, Head>();
  for (const month of months) {
    const found = await head('where month = $1', [month]);
    if (found) ofMonth.set(month, found);
  }
  return { last: await head('', []), ofMonth };
}

async function appendBlock(tx: Sql, heads: Heads, { month, entries, algorithm }: { month: string; entries: readonly EntryDigest[]; algorithm: ChainAlgorithm }): Promise<void> {
  const previous = heads.ofMonth.get(month) ?? heads.last;
  const digests = packDigests(entries);
  const content: BlockContent = {
    blockNumber: (heads.last?.blockNumber ?? 0) + 1,
    month,
    rowCount: entries.length,
    digestsHash: hashOf(algorithm, digests),
    algorithm,
    previousNumber: previous?.blockNumber ?? null,
    previousHash: previous?.hash ?? null,
    sealedAt: new Date(),
  };
  const hash = blockHash(content);
  await tx.execute(
    `insert into audit.block (block_number, month, row_count, digests, digests_hash, algorithm, previous_number, previous_hash, hash, sealed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [content.blockNumber, month, content.rowCount, digests, content.digestsHash, algorithm, content.previousNumber, content.previousHash, hash, content.sealedAt],
  );
  heads.last = { blockNumber: content.blockNumber, hash };
  heads.ofMonth.set(month, heads.last);
}
