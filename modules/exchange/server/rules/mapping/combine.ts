import type { MappingDocument, ResourceRule } from './document.ts';

export interface CombinedMapping {
  readonly name: string;
  readonly resources: readonly ResourceRule[];
  readonly codes: MappingDocument['codes'];
}

const DEPTH_MAX = 8;

/** The rules of a mapping with those it includes; a rule of the same name goes on the one before it. */
export function combineMapping(name: string, documents: ReadonlyMap<string, MappingDocument>): CombinedMapping | undefined {
  const document = documents.get(name);
  if (document === undefined) return undefined;
  const resources = new Map<string, ResourceRule>();
  const codes: Record<string, Record<string, string>> = {};
  for (const each of inOrder(document, documents, 0)) {
    for (const [table, values] of Object.entries(each.codes)) codes[table] = { ...codes[table], ...values };
    for (const rule of each.resources) {
      const before = resources.get(rule.name);
      resources.set(rule.name, before === undefined ? rule : { ...before, ...rule, when: rule.when ?? before.when, fields: [...before.fields, ...rule.fields] });
    }
  }
  return { name, resources: [...resources.values()], codes };
}

function inOrder(document: MappingDocument, documents: ReadonlyMap<string, MappingDocument>, depth: number): MappingDocument[] {
  if (depth > DEPTH_MAX) return [];
  const included = document.include.flatMap((name) => {
    const found = documents.get(name);
    return found === undefined || found === document ? [] : inOrder(found, documents, depth + 1);
  });
  return [...new Set([...included, document])];
}

/** The mapping of a message: one that names its event before one that names its type only. */
export function mappingNameFor(documents: Iterable<MappingDocument>, { type, event }: { type: string; event: string }): string | undefined {
  const all = [...documents];
  const fits = (pattern: string): string | undefined => all.find(({ messages }) => messages.includes(pattern))?.name;
  return fits(`${type}^${event}`) ?? fits(type);
}
