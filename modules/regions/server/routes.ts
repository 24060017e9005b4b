import type { BoundOperation } from '#platform/http/operation.ts';

/** Each operation of the contract with its handler. */
export const operations: readonly BoundOperation[] = [];
