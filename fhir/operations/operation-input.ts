import type { Parameters, ParametersParameter } from '#fhir/types/resources.gen.ts';
import type { RawParameter } from '#fhir/search/query-string.ts';
import { validateResource } from '#fhir/validation/validate.ts';
import { fhirProblem } from '../problems.ts';

/** The input of an operation, from a query string, a Parameters resource, or both (https://hl7.org/fhir/R4/operations.html#executing). */
export interface OperationInput {
  readonly type?: string;
  readonly id?: string;
  readonly query: readonly RawParameter[];
  readonly body?: unknown;
}

const parametersIn = (body: unknown): readonly ParametersParameter[] => {
  const parameters = body as Partial<Parameters> | null | undefined;
  return parameters?.resourceType === 'Parameters' && Array.isArray(parameters.parameter) ? parameters.parameter.filter((each) => each !== null && typeof each === 'object') : [];
};

/** Refuses a body that calls itself Parameters and is none of R4; throws `fhir.invalid` with the places. */
export function requireParameters(body: unknown): void {
  if ((body as { resourceType?: unknown } | null | undefined)?.resourceType !== 'Parameters') return;
  const problems = validateResource(body);
  if (problems.length > 0) throw fhirProblem('fhir.invalid', problems);
}

/** Refuses a resource that is no Parameters where nothing else is asked with. */
export function requireParametersOnly(body: unknown): void {
  const type = (body as { resourceType?: unknown } | null | undefined)?.resourceType;
  if (type !== undefined && type !== 'Parameters') throw fhirProblem('fhir.invalid', [{ path: 'Parameters', message: { zh: '应为 Parameters 资源。', en: 'This is a Parameters resource.' } }]);
  requireParameters(body);
}

/** The value of a parameter as it came: text from the query, a datatype or resource from the body. */
export function parameterOf(input: OperationInput, name: string): unknown {
  const given = parametersIn(input.body).find((each) => each.name === name);
  if (given) return given.resource ?? Object.entries(given).find(([key]) => key.startsWith('value'))?.[1];
  return input.query.find((each) => each.name === name)?.value;
}

export function textOf(input: OperationInput, name: string): string | undefined {
  const value = parameterOf(input, name);
  return value === undefined || typeof value === 'object' ? undefined : String(value);
}

export function textsOf(input: OperationInput, name: string): string[] {
  const inBody = parametersIn(input.body).filter((each) => each.name === name).flatMap((each) => Object.entries(each).filter(([key]) => key.startsWith('value')).map(([, value]) => String(value)));
  return [...inBody, ...input.query.filter((each) => each.name === name).map((each) => each.value)];
}

/** The parts of every parameter of the name. */
export const partsOf = (input: OperationInput, name: string): readonly (readonly ParametersParameter[])[] =>
  parametersIn(input.body).filter((each) => each.name === name).map(({ part = [] }) => part);

/** Parameters of an answer; undefined values are left out. */
export const parametersAnswer = (values: readonly (ParametersParameter | undefined)[]): string =>
  JSON.stringify({ resourceType: 'Parameters', parameter: values.filter((value) => value !== undefined) });
