import { normaliseInput } from '#platform/kernel/text.ts';

/** Answers go to stdout, everything else to stderr, so that `--json` can be piped. */
export interface Output {
  readonly json: boolean;
  /** One thing: JSON, or a line per field. */
  print(value: Readonly<Record<string, unknown>>): void;
  /** A list: JSON lines array, or aligned columns under their titles. */
  table(rows: readonly Readonly<Record<string, unknown>>[], columns: Readonly<Record<string, string>>): void;
  /** Progress and hints; silent with --json. */
  say(line: string): void;
}

export function createOutput({ json, write, warn }: { json: boolean; write: (text: string) => void; warn: (text: string) => void }): Output {
  return {
    json,
    print: (value) => {
      if (json) write(`${JSON.stringify(value, null, 2)}\n`);
      else for (const [name, field] of Object.entries(value)) write(`${name}: ${cell(field)}\n`);
    },
    table: (rows, columns) => {
      if (json) write(`${JSON.stringify(rows, null, 2)}\n`);
      else write(aligned(rows, columns));
    },
    say: (line) => {
      if (!json) warn(`${line}\n`);
    },
  };
}

function aligned(rows: readonly Readonly<Record<string, unknown>>[], columns: Readonly<Record<string, string>>): string {
  const names = Object.keys(columns);
  const lines = [names.map((name) => columns[name]!), ...rows.map((row) => names.map((name) => cell(row[name])))];
  const widths = names.map((_, index) => Math.max(...lines.map((line) => width(line[index]!))));
  return lines.map((line) => `${line.map((text, index) => text + ' '.repeat(widths[index]! - width(text))).join('  ').trimEnd()}\n`).join('');
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (value instanceof Date) return value.toISOString();
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return normaliseInput(text);
}

/** Chinese characters take two columns of a terminal. */
const width = (text: string): number => [...text].reduce((sum, character) => sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(character) ? 2 : 1), 0);
