import type { ProblemDetail } from '#platform/kernel/problem.ts';

/** Collects what is wrong with a pack or a table, each with its place; a pack is refused with all of them at once. */
export class Findings {
  readonly #found: ProblemDetail[] = [];

  add(path: string, zh: string, en: string): void {
    this.#found.push({ path, message: { zh, en } });
  }

  get list(): readonly ProblemDetail[] {
    return this.#found;
  }

  get empty(): boolean {
    return this.#found.length === 0;
  }
}
