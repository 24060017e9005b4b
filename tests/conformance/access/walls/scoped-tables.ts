import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A column by which the gate limits rows to organisations, and the tables that it may stand for. */
export interface ScopedColumn {
  readonly file: string;
  readonly column: string;
  readonly tables: readonly string[];
}

const SCOPE_LIST = /(?:organisation:\s*|(?:READERS|VISIBLE_BY)\s*=\s*)\[([\s\S]*?)\]/g;
const QUALIFIED = /^(\w+)\.(\w+)$/;
const QUOTED = /'([^']*)'/g;
const PLACED = /\b(?:from|join)\s+([a-z_]+\.[a-z_]+)(?:\s+(?:as\s+)?([a-z_]+))?/gi;
const KEYWORDS = new Set(['on', 'using', 'where', 'join', 'left', 'cross', 'order', 'group', 'limit', 'for', 'set', 'as']);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts') ? [path] : [];
  });
}

/** How a column is named without its table. */
const BARE = '';

/** Alias or bare name → tables, as statements in this text say. */
function aliasesIn(text: string): Map<string, Set<string>> {
  const aliases = new Map<string, Set<string>>();
  for (const [, table, alias] of text.matchAll(PLACED)) {
    const names = alias === undefined || KEYWORDS.has(alias) ? [table!.split('.')[1]!, BARE] : [alias];
    for (const name of names) aliases.set(name, (aliases.get(name) ?? new Set()).add(table!));
  }
  return aliases;
}

/** The aliases of the statements beside it; where the scope is said in another file than the statement, of the whole room. */
export function scopedColumns(rooms: string): ScopedColumn[] {
  return readdirSync(rooms, { withFileTypes: true }).filter((entry) => entry.isDirectory()).flatMap(({ name: room }) => {
    const files = filesBelow(join(rooms, room, 'server')).map((file) => ({ file, text: readFileSync(file, 'utf8') }));
    const ofRoom = aliasesIn(files.map(({ text }) => text).join('\n'));
    return files.flatMap(({ file, text }) => {
      const here = aliasesIn(text);
      return [...text.matchAll(SCOPE_LIST)].flatMap(([, list]) => [...list!.matchAll(QUOTED)]).flatMap(([, quoted]) => {
        const [, alias = BARE, column = quoted!] = QUALIFIED.exec(quoted!) ?? [];
        if (!/^\w+$/.test(column)) return [];
        return [{ file, column, tables: [...(here.get(alias) ?? ofRoom.get(alias) ?? [])] }];
      });
    });
  });
}
