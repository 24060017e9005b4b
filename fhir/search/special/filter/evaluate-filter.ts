import type { RawParameter } from '../../query-string.ts';
import { parseFilter, type FilterNode } from './filter-grammar.ts';
import { leafOf } from './filter-parameters.ts';

/** How conditions are joined, whatever they are made of. */
interface FilterAlgebra<Condition> {
  readonly every: (parts: readonly Condition[]) => Condition;
  readonly some: (parts: readonly Condition[]) => Condition;
  readonly not: (part: Condition) => Condition;
  /** Undefined when the type has no such parameter. */
  readonly parameter: (parameter: RawParameter) => Condition | undefined;
}

/** A filter over a type, put together from conditions on its parameters; undefined when it asks for one that the type does not have. */
export function evaluateFilter<Condition>(type: string, filter: string, algebra: FilterAlgebra<Condition>): Condition | undefined {
  const { every, some, not, parameter } = algebra;
  const list = (parts: readonly (Condition | undefined)[]): Condition[] | undefined => (parts.includes(undefined) ? undefined : (parts as Condition[]));
  const of = (node: FilterNode): Condition | undefined => {
    if ('part' in node) {
      const part = of(node.part);
      return part === undefined ? undefined : not(part);
    }
    if ('parts' in node) {
      const parts = list(node.parts.map(of));
      return parts && (node.kind === 'and' ? every(parts) : some(parts));
    }
    const leaf = leafOf(type, node);
    const all = leaf && list(leaf.all.map(parameter));
    const none = leaf && list(leaf.none.map(parameter));
    return all && none && every([...all, ...none.map(not)]);
  };
  return of(parseFilter(filter));
}
