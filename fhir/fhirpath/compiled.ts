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

export type CompileNode = (node: PathNode, types: readonly string[]) => Compiled;
