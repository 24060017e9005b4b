import type { PathNode } from './parse.ts';

/** What an expression sees while it runs. */
export interface PathScope {
  readonly current: readonly unknown[];
  readonly context: unknown;
  readonly resource: unknown;
}

/** `types`: what the items can be, known when compiling; empty when only running tells. */
export interface Compiled {
  readonly run: (scope: PathScope) => readonly unknown[];
  readonly types: readonly string[];
}

/** An evaluation that ends in an error (FHIRPath 2.0 §4.5): several items or another type where one is due. */
export class PathFailure extends Error {}

/** The one item of a collection; nothing for none. */
export function singleOf(items: readonly unknown[]): unknown {
  if (items.length > 1) throw new PathFailure('several items where one is due');
  return items[0];
}

export function singleText(items: readonly unknown[]): string | undefined {
  const value = singleOf(items);
  if (value !== undefined && typeof value !== 'string') throw new PathFailure('a text is due');
  return value;
}

export type CompileNode = (node: PathNode, types: readonly string[]) => Compiled;
