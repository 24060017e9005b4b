import { StringDecoder } from 'node:string_decoder';
import { plainOf, type KeptFile } from '#platform/files/sealed-file.ts';
import { resourceKey } from '#fhir/search/hash.ts';
import type { Interaction } from '../../interactions/dependencies.ts';
import { requireInteraction } from '../../interactions/permission.ts';
import { rowScope } from '../../repository/access.ts';
import { arrayLiteral } from '../../repository/rows.ts';

/** Lines that are asked about together: a withdrawal counts within the next of them. */
const BATCH_LINES = 500;
/** `{"resourceType":"Patient","id":"…"`, as the repository writes it. */
const HEAD = /^\{"resourceType":"[A-Za-z]+","id":"([A-Za-z0-9.-]{1,64})"/;

export interface ExportedFile {
  readonly kept: KeptFile;
  readonly type: string;
  /** Who asks, read anew: rights may be taken away while a long file goes out. */
  readonly askerNow: () => Promise<Interaction>;
}

/**
 * The lines of an exported file that its asker may still see. An export lies on disk for days; grounds, consents, rights and resources
 * end meanwhile, and with them what may be read of it.
 */
export async function* linesStillOpen({ kept, type, askerNow }: ExportedFile): AsyncGenerator<string> {
  let batch: string[] = [];
  for (const line of linesOf(kept)) {
    batch.push(line);
    if (batch.length < BATCH_LINES) continue;
    yield await openOf(await askerNow(), type, batch);
    batch = [];
  }
  if (batch.length > 0) yield await openOf(await askerNow(), type, batch);
}

function* linesOf(kept: KeptFile): Generator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for (const bytes of plainOf(kept)) {
    const lines = (rest + decoder.write(bytes)).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== '') yield rest;
}

async function openOf({ sql, subject }: Interaction, type: string, lines: readonly string[]): Promise<string> {
  requireInteraction(subject, type, 'r');
  const scope = rowScope(subject, type, 3);
  const keys = lines.map((line) => resourceKey(type, idOf(line)));
  const rows = await sql.query<{ key: string }>(
    `select r.key::text as key from fhir.resource r where r.resource_type = $1 and r.key = any($2::bigint[]) and not r.deleted and ${scope.text}`,
    [type, arrayLiteral(keys), ...scope.values],
  );
  const open = new Set(rows.map(({ key }) => key));
  return lines.filter((_, index) => open.has(keys[index]!)).map((line) => `${line}\n`).join('');
}

const idOf = (line: string): string => HEAD.exec(line)?.[1] ?? (JSON.parse(line) as { id: string }).id;
