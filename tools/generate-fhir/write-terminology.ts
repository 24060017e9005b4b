import type { Source } from './source.ts';

interface Concept {
  code: string;
  display?: string;
  definition?: string;
  concept?: Concept[];
}

const quote = (text: string): string => `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'").replace(/\n/g, '\\n')}'`;

/** Longer lists (media types, all languages of the world) are left to stored value sets. */
const LINE_CHARACTERS_MAX = 60_000;

/**
 * `codeSystemLines`: `[url, name, version, case sensitive, [[code, display, children?], …]]`; `valueSetDefinitionLines`:
 * `[url, name, version, compose]`; only systems that list their codes.
 */
export function writeTerminology(source: Source, header: string): string {
  const systems = [...source.codeSystems.values()].filter((system) => (system.concept ?? []).length > 0).map((system) => {
    const { url, name, version, caseSensitive, concept } = system as typeof system & { name?: string; version?: string; caseSensitive?: boolean };
    return [url, name ?? '', version ?? '', caseSensitive === true ? 1 : 0, conceptRows(concept as Concept[])];
  });
  const sets = [...source.valueSets.values()].filter((set) => set.compose !== undefined).map((set) => {
    const { url, name, version, compose } = set as typeof set & { name?: string; version?: string };
    return [url, name ?? '', version ?? '', composeOf(compose)];
  });
  return `${header}\n${lines('codeSystemLines', systems)}\n${lines('valueSetDefinitionLines', sets)}`;
}

const conceptRows = (concepts: readonly Concept[]): unknown[] =>
  concepts.map(({ code, display, concept }) => (concept ? [code, display ?? '', conceptRows(concept)] : display === undefined ? [code] : [code, display]));

interface Include {
  system?: string;
  version?: string;
  concept?: Concept[];
  filter?: unknown[];
  valueSet?: string[];
}

/** Without extensions and designations. */
const composeOf = (compose: { include: Include[]; exclude?: Include[] } | undefined): unknown => ({
  include: compose?.include.map(includeOf),
  ...(compose?.exclude ? { exclude: compose.exclude.map(includeOf) } : {}),
});

const includeOf = ({ system, concept, filter, valueSet }: Include): unknown => ({
  system,
  concept: concept?.map(({ code, display }) => ({ code, display })),
  filter,
  valueSet,
});

const lines = (name: string, rows: readonly unknown[][]): string => {
  const texts = [...rows].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)).map((row) => JSON.stringify(row)).filter((text) => text.length <= LINE_CHARACTERS_MAX);
  return `export const ${name}: readonly string[] = [\n${texts.map((text) => `  ${quote(text)},`).join('\n')}\n];\n`;
};
