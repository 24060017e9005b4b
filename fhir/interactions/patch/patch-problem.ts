import type { Problem } from '#platform/kernel/problem.ts';
import { fhirProblem } from '../../problems.ts';

/** An operation that cannot be applied; `at` is its place in the patch. */
export const patchProblem = (at: string, zh: string, en: string): Problem =>
  fhirProblem('fhir.patch-invalid', [{ path: at, message: { zh, en } }]);
