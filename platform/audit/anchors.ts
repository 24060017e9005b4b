import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sql } from '#platform/database/transaction.ts';
import type { Anchor } from './verify.ts';

const FILE = 'audit-anchors.ndjson';

export const anchorFileOf = (folder: string): string => join(folder, FILE);

/**
 * Appends the head of the chain to a file outside of the database, when it has moved since the last line. Returns the
 * anchor that was written. Put the folder where the database's administrators cannot write.
 */
export async function writeAnchor(sql: Sql, folder: string): Promise<Anchor | undefined> {
  const rows = await sql.query<Anchor & { sealedAt: Date }>(
    `select block_number as "blockNumber", encode(hash, 'hex') as hash, sealed_at as "sealedAt" from audit.block order by block_number desc limit 1`,
  );
  const head = rows[0];
  if (head === undefined || readAnchors(anchorFileOf(folder)).at(-1)?.hash === head.hash) return undefined;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  appendFileSync(anchorFileOf(folder), `${JSON.stringify({ blockNumber: head.blockNumber, hash: head.hash, sealedAt: head.sealedAt.toISOString() })}\n`, { mode: 0o600 });
  return { blockNumber: head.blockNumber, hash: head.hash };
}

/** The lines of an anchor file; a torn last line of a crash is left out. Throws on any other line that is none. */
export function readAnchors(file: string): Anchor[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter((line) => line !== '');
  return lines.flatMap((line, at) => {
    const anchor = parseAnchor(line);
    if (anchor === undefined && at < lines.length - 1) throw new Error(`${file}:${at + 1} is no anchor`);
    return anchor === undefined ? [] : [anchor];
  });
}

function parseAnchor(line: string): Anchor | undefined {
  try {
    const { blockNumber, hash } = JSON.parse(line) as Partial<Anchor>;
    return typeof blockNumber === 'number' && typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash) ? { blockNumber, hash } : undefined;
  } catch {
    return undefined;
  }
}
