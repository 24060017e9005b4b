import type { Sql } from '#platform/database/transaction.ts';
import { blockHash, hashOf, unpackDigests, type BlockContent, type EntryDigest } from './chain.ts';

export type FindingKind =
  /** An entry differs from what was sealed. */
  | 'entry-changed'
  | 'entry-missing'
  /** An entry that was not there when its place was sealed. */
  | 'entry-added'
  /** The seal itself was changed. */
  | 'block-changed'
  | 'block-missing'
  /** A block names another predecessor hash than its predecessor has. */
  | 'chain-broken'
  /** A head that was written outside of the database is not in it. */
  | 'anchor-differs'
  /** Entries were dropped before the legal minimum. */
  | 'dropped-early';

/** A place where the trail is not what was sealed; ids only, no content. */
export interface Finding {
  readonly kind: FindingKind;
  readonly blockNumber: number | null;
  readonly month: string | null;
  readonly entryId: number | null;
}

interface StoredBlock extends BlockContent {
  readonly hash: Buffer;
  readonly digests: Buffer | null;
  readonly purgedAt: Date | null;
}

/** A head of the chain as it was written elsewhere. */
export interface Anchor {
  readonly blockNumber: number;
  /** Hexadecimal. */
  readonly hash: string;
}

const LEGAL_DAYS_MIN = 180;
const DAY_MS = 86_400_000;

const COLUMNS = `block_number as "blockNumber", month, row_count as "rowCount", digests, digests_hash as "digestsHash", algorithm,
  previous_number as "previousNumber", previous_hash as "previousHash", hash, sealed_at as "sealedAt", purged_at as "purgedAt"`;

/**
 * Compares up to `limit` blocks after `after` with their entries. Returns what differs and the last block looked at; fewer
 * blocks than `limit` were there when `last` is null. Entries not sealed yet (seconds old) are not looked at.
 */
export async function verifyBlocks(sql: Sql, { after, limit }: { after: number; limit: number }): Promise<{ findings: Finding[]; blocks: number; rows: number; last: number }> {
  const blocks = await sql.query<StoredBlock>(`select ${COLUMNS} from audit.block where block_number > $1 order by block_number limit $2`, [after, limit]);
  const findings: Finding[] = [];
  let expected = after + 1;
  for (const block of blocks) {
    for (; expected < block.blockNumber; expected += 1) findings.push({ kind: 'block-missing', blockNumber: expected, month: null, entryId: null });
    expected = block.blockNumber + 1;
    findings.push(...checkSeal(block), ...(await checkPredecessor(sql, block)), ...(await checkEntries(sql, block)));
  }
  return { findings, blocks: blocks.length, rows: blocks.reduce((sum, block) => sum + block.rowCount, 0), last: blocks[blocks.length - 1]?.blockNumber ?? after };
}

const findingAt = (block: StoredBlock, kind: FindingKind, entryId: number | null = null): Finding => ({ kind, blockNumber: block.blockNumber, month: block.month, entryId });

function checkSeal(block: StoredBlock): Finding[] {
  const isWhole = blockHash(block).equals(block.hash) && (block.digests === null || hashOf(block.algorithm, block.digests).equals(block.digestsHash));
  const endOfMonth = Date.parse(`${block.month}-28T00:00:00+08:00`) + 3 * DAY_MS;
  const isEarly = block.purgedAt !== null && block.purgedAt.getTime() < endOfMonth + LEGAL_DAYS_MIN * DAY_MS;
  return [...(isWhole ? [] : [findingAt(block, 'block-changed')]), ...(isEarly ? [findingAt(block, 'dropped-early')] : [])];
}

async function checkPredecessor(sql: Sql, block: StoredBlock): Promise<Finding[]> {
  if (block.previousNumber === null) return block.blockNumber === 1 ? [] : [findingAt(block, 'chain-broken')];
  const rows = await sql.query<{ hash: Buffer }>('select hash from audit.block where block_number = $1', [block.previousNumber]);
  return rows[0] && block.previousHash && rows[0].hash.equals(block.previousHash) ? [] : [findingAt(block, 'chain-broken')];
}

async function checkEntries(sql: Sql, block: StoredBlock): Promise<Finding[]> {
  if (block.digests === null) return [];
  const sealed = unpackDigests(block.digests);
  const found = await sql.query<EntryDigest>(
    'select e.entry_id as "entryId", audit.digest_of(e) as digest from audit.entry e where e.entry_id between $1 and $2',
    [sealed[0]?.entryId, sealed.at(-1)?.entryId],
  );
  const byId = new Map<number, Buffer[]>();
  for (const { entryId, digest } of found) byId.set(entryId, [...(byId.get(entryId) ?? []), digest]);
  return sealed.flatMap(({ entryId, digest }) => {
    const present = byId.get(entryId) ?? [];
    if (present.length === 0) return [findingAt(block, 'entry-missing', entryId)];
    if (present.length > 1) return [findingAt(block, 'entry-added', entryId)];
    return present[0]!.equals(digest) ? [] : [findingAt(block, 'entry-changed', entryId)];
  });
}

/** Entries below the sealed height that no block knows; looked for in one pass over both sides. */
export async function findAddedEntries(sql: Sql, limit: number): Promise<Finding[]> {
  const rows = await sql.query<{ entryId: number; month: string }>(
    `select e.entry_id as "entryId", to_char(e.recorded_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month
     from audit.entry e
     where e.entry_id <= (select sealed_to from audit.setting) and not exists (
       select from sealed_entry s where s.entry_id = e.entry_id)
     order by e.entry_id limit $1`.replace('sealed_entry', SEALED),
    [limit],
  );
  return rows.map(({ entryId, month }) => ({ kind: 'entry-added', blockNumber: null, month, entryId }));
}

/** The ids inside the packed digests, as rows. */
const SEALED = `(select ('x' || encode(substr(b.digests, at * 40 + 1, 8), 'hex'))::bit(64)::bigint as entry_id
  from audit.block b, generate_series(0, b.row_count - 1) as at where b.digests is not null)`;

export async function checkAnchors(sql: Sql, anchors: readonly Anchor[]): Promise<Finding[]> {
  const found = await sql.query<Anchor>(
    `select block_number as "blockNumber", encode(hash, 'hex') as hash from audit.block where block_number = any ($1::bigint[])`,
    [anchors.map(({ blockNumber }) => blockNumber)],
  );
  const hashes = new Map(found.map(({ blockNumber, hash }) => [blockNumber, hash]));
  return anchors
    .filter(({ blockNumber, hash }) => hashes.get(blockNumber) !== hash)
    .map(({ blockNumber }) => ({ kind: 'anchor-differs', blockNumber, month: null, entryId: null }));
}
