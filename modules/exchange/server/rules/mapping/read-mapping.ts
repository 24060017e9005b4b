import { isResourceType } from '#fhir/types/structure-table.ts';
import { LineCounter, parseDocument } from 'yaml';
import type { ProblemDetail } from '#platform/kernel/problem.ts';
import { mappingSchema, type MappingDocument } from './document.ts';
import { outgoingSchema, type OutgoingDocument } from './outgoing/document.ts';

const same = (text: string) => ({ zh: text, en: text });

export type AnyMapping = MappingDocument | OutgoingDocument;
export const isOutgoing = (document: AnyMapping): document is OutgoingDocument => 'direction' in document;

/** A mapping as an integrator wrote it, in either direction (`direction: out`), or its mistakes with their lines. */
export function readMapping(text: string): { document: AnyMapping } | { mistakes: ProblemDetail[] } {
  const lines = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: lines });
  if (yaml.errors.length > 0) return { mistakes: yaml.errors.slice(0, 20).map((error) => ({ path: `line ${lines.linePos(error.pos[0]).line}`, message: same(error.message.split('\n')[0] ?? '') })) };
  const content: unknown = yaml.toJS({ maxAliasCount: 50 });
  const wantsOut = typeof content === 'object' && content !== null && 'direction' in content;
  const parsed = wantsOut ? outgoingSchema.safeParse(content) : mappingSchema.safeParse(content);
  if (!parsed.success) {
    return {
      mistakes: parsed.error.issues.slice(0, 50).map((issue) => {
        const node = yaml.getIn(issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step)), true) as { range?: [number, number, number] } | undefined;
        const line = node?.range === undefined ? '' : `line ${lines.linePos(node.range[0]).line} `;
        return { path: `${line}${issue.path.map(String).join('.')}`, message: same(issue.message) };
      }),
    };
  }
  const mistakes = isOutgoing(parsed.data) ? outgoingMistakes(parsed.data) : meaningMistakes(parsed.data);
  return mistakes.length > 0 ? { mistakes } : { document: parsed.data };
}

/** What the shape does not say: types that exist, tables that exist. Names of rules may come from what is included. */
function meaningMistakes(document: MappingDocument): ProblemDetail[] {
  return document.resources.flatMap((rule, index) => [
    ...(isResourceType(rule.type) ? [] : [{ path: `resources.${index}.type`, message: { zh: `没有 FHIR 资源类型 ${rule.type}`, en: `FHIR has no resource type ${rule.type}` } }]),
    ...rule.fields.flatMap((field, at) => (field.from === undefined && field.ref === undefined && field.value === undefined
      ? [{ path: `resources.${index}.fields.${at}`, message: { zh: '须有 from、ref 或 value', en: 'give from, ref or value' } }]
      : [])),
  ]);
}

/** Code tables that are named and not there; a field without anything to write. */
function outgoingMistakes(document: OutgoingDocument): ProblemDetail[] {
  return document.segments.flatMap(({ fields }, index) => fields.flatMap((field, at) => [field, ...(field.parts ?? [])].flatMap((leaf) => {
    const path = `segments.${index}.fields.${at}`;
    if (leaf.map !== undefined && document.codes[leaf.map] === undefined) return [{ path, message: { zh: `没有代码表 ${leaf.map}`, en: `there is no code table ${leaf.map}` } }];
    return leaf.from === undefined && leaf.value === undefined && !('each' in leaf && leaf.each !== undefined) ? [{ path, message: { zh: '须有 from、value 或 each', en: 'give from, value or each' } }] : [];
  })));
}
