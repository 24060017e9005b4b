import type { Subject } from '#platform/access/subject.ts';
import { printFhirJson } from '#fhir/types/decimal-json.ts';
import { validateResource } from '#fhir/validation/validate.ts';
import type { Answer } from '../interactions/answer.ts';
import { requireSignedIn } from '../interactions/permission.ts';
import { fhirProblem } from '../problems.ts';

/** $convert (https://hl7.org/fhir/R4/resource-operation-convert.html): the resource of the body in the format that Accept asks for. */
export function convertOperation(subject: Subject, body: unknown): Answer {
  requireSignedIn(subject);
  const problems = validateResource(body);
  if (problems.length > 0) throw fhirProblem('fhir.invalid', problems);
  return { status: 200, body: printFhirJson(body as object) };
}
