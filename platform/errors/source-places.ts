import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A place in a built file, as it stands in a stack: `file:///…/dist/server-parts/chunk-1.mjs:12:34`. */
const BUILT = /(?:file:\/\/)?(\/[^\s():]*\/dist\/[^\s():]+\.mjs):(\d+):(\d+)/g;
/** Places that were looked up are remembered, maps are not: they are larger than the whole program. */
const KNOWN_MAX = 1_000;
const known = new Map<string, string>();

/**
 * The stack with places in the sources instead of in the built files. Maps are read when an error is told, not when a file is loaded:
 * `--enable-source-maps` keeps those of all packages, 80 MB (docs/decisions/0070).
 */
export const sourceStack = (error: Error): string => (error.stack ?? '').replace(BUILT, (place, ...[file, line, column]: string[]) => {
  let found = known.get(place);
  if (found === undefined) {
    found = sourceOf(file!, { line: Number(line), column: Number(column) }) ?? place;
    if (known.size < KNOWN_MAX) known.set(place, found);
  }
  return found;
});

function sourceOf(file: string, { line, column }: { line: number; column: number }): string | undefined {
  try {
    const path = decodeURI(file);
    const map = new SourceMap(JSON.parse(readFileSync(`${path}.map`, 'utf8')) as ConstructorParameters<typeof SourceMap>[0]);
    const entry = map.findEntry(line - 1, column - 1);
    if (!('originalSource' in entry)) return undefined;
    const source = entry.originalSource.startsWith('file:') ? fileURLToPath(entry.originalSource) : resolve(dirname(path), entry.originalSource);
    return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  } catch {
    // Without a map the built place tells enough.
    return undefined;
  }
}
