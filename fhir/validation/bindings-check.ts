import type { CodeableConcept, Coding } from '#fhir/types/resources.gen.ts';
import { valueSetAt } from '#fhir/types/structure-table.ts';
import { badCode, type Findings } from './findings.ts';

/** A required value set, ready for look-up. */
export interface CodeTable {
  readonly url: string;
  readonly codes: ReadonlySet<string>;
  /** `system|code`. */
  readonly coded: ReadonlySet<string>;
}

const tables = new Map<number, CodeTable>();

export function codeTable(index: number): CodeTable {
  let table = tables.get(index);
  if (!table) {
    const { url, codes } = valueSetAt(index);
    const coded = Object.entries(codes).flatMap(([system, list]) => list.map((code) => `${system}|${code}`));
    table = { url, codes: new Set(Object.values(codes).flat()), coded: new Set(coded) };
    tables.set(index, table);
  }
  return table;
}

export function checkCode(out: Findings, path: string, { value, table }: { value: unknown; table: CodeTable }): void {
  if (typeof value === 'string' && !table.codes.has(value)) badCode(out, path, table.url);
}

const isIn = (coding: Coding | null, table: CodeTable): boolean =>
  coding?.code !== undefined && (coding.system === undefined ? false : table.coded.has(`${coding.system}|${coding.code}`));

export function checkCoding(out: Findings, path: string, { value, table }: { value: unknown; table: CodeTable }): void {
  const coding = value as Coding;
  if (coding.code !== undefined && !isIn(coding, table)) badCode(out, path, table.url);
}

/** One of the codings must be from the value set; text alone does not satisfy a required binding, extensions may. */
export function checkConcept(out: Findings, path: string, { value, table }: { value: unknown; table: CodeTable }): void {
  const concept = value as CodeableConcept;
  if (concept.extension !== undefined) return;
  if (!Array.isArray(concept.coding) || !concept.coding.some((coding) => isIn(coding, table))) badCode(out, path, table.url);
}
