import type { ProblemDetail } from '#platform/kernel/problem.ts';

/** Mistakes of a resource against FHIR R4, empty when there is none. */
export function validateResource(_resource: unknown): ProblemDetail[] {
  return [];
}
