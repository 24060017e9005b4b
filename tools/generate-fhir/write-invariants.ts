import type { ElementDefinition, Source, StructureDefinition } from './source.ts';

/** Of every element all the same, or checked in code (text of narratives). */
const LEFT_OUT = new Set(['ele-1', 'ext-1', 'txt-1', 'txt-2', 'dom-r4b']);

interface Constraint {
  key: string;
  severity: 'error' | 'warning';
  human: string;
  expression?: string;
  source?: string;
}

const quote = (text: string): string => `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;

/** Rows `[element path, [[key, severity, expression, text], …]]`: each constraint where it is declared, once. */
export function writeInvariants(source: Source, header: string): string {
  const rows = [...source.structures]
    .flatMap((structure) => structure.snapshot.element.map((element) => [element.path, ownConstraints(structure, element)] as const))
    .filter(([, constraints]) => constraints.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `${header}\nexport const invariantLines: readonly string[] = [\n${rows.map((row) => `  ${quote(JSON.stringify(row))},`).join('\n')}\n];\n`;
}

function ownConstraints(structure: StructureDefinition, element: ElementDefinition): unknown[] {
  const constraints = (element as ElementDefinition & { constraint?: Constraint[] }).constraint ?? [];
  return constraints
    .filter(({ key, expression, source }) => expression !== undefined && !LEFT_OUT.has(key) && (source === undefined || source.endsWith(`/${structure.name}`)))
    .map(({ key, severity, expression, human }) => [key, severity === 'error' ? 'e' : 'w', expression, human]);
}
