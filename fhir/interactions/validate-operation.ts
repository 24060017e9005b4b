import type { OperationOutcome, Parameters } from '#fhir/types/resources.gen.ts';
import { validateResource } from '#fhir/validation/validate.ts';
import { fhirProblem } from '../problems.ts';
import type { Answer } from './answer.ts';
import type { Interaction } from './dependencies.ts';
import { informationOutcome, outcomeOf } from './outcome.ts';
import { requireSignedIn } from './permission.ts';

/** $validate: the mistakes as an OperationOutcome, always with status 200; nothing is stored. */
export function validateOperation({ subject }: Interaction, type: string | undefined, body: unknown): Answer {
  requireSignedIn(subject);
  const resource = resourceIn(body);
  const problems = validateResource(resource);
  const found = (resource as { resourceType?: unknown } | null)?.resourceType;
  if (type !== undefined && found !== type) {
    problems.unshift({ path: `${type}.resourceType`, message: { zh: `应为 ${type} 资源。`, en: `This should be a ${type} resource.` } });
  }
  const outcome: OperationOutcome =
    problems.length === 0 ? informationOutcome('未发现问题。', 'No problem was found.') : outcomeOf(fhirProblem('fhir.invalid', problems));
  return { status: 200, body: JSON.stringify(outcome) };
}

/** Either the resource itself, or a Parameters with a `resource` parameter. */
function resourceIn(body: unknown): unknown {
  const parameters = body as Partial<Parameters> | null;
  if (parameters?.resourceType !== 'Parameters' || !Array.isArray(parameters.parameter)) return body;
  const named = parameters.parameter.find((each) => each?.name === 'resource');
  return named?.resource ?? body;
}
