import type { Problem } from '#platform/kernel/problem.ts';
import { fhirProblem } from '../problems.ts';

/** A parameter that cannot be answered; `path` is the parameter's name. */
export const searchProblem = (name: string, zh: string, en: string): Problem =>
  fhirProblem('fhir.search-invalid', [{ path: name, message: { zh, en } }]);

export const modifierProblem = (name: string, modifier: string): Problem =>
  searchProblem(name, `参数不支持修饰符 :${modifier}。`, `The modifier :${modifier} is not supported for this parameter.`);

export const valueProblem = (name: string, kind: string): Problem =>
  searchProblem(name, `参数值不是有效的${kind}类型。`, `The value is not a valid ${kind}.`);
