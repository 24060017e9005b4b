import type { Problem } from '#platform/kernel/problem.ts';
import { fhirProblem } from '../problems.ts';

/** A parameter that cannot be answered; `path` is the parameter's name. */
export const searchProblem = (name: string, zh: string, en: string): Problem =>
  fhirProblem('fhir.search-invalid', [{ path: name, message: { zh, en } }]);

export const modifierProblem = (name: string, modifier: string): Problem =>
  searchProblem(name, `参数不支持修饰符 :${modifier}。`, `The modifier :${modifier} is not supported for this parameter.`);

export const valueProblem = (name: string, kind: string): Problem =>
  searchProblem(name, `参数值不是有效的${kind}类型。`, `The value is not a valid ${kind}.`);

export const missingProblem = (name: string): Problem =>
  searchProblem(name, ':missing 只能是 true 或 false。', ':missing is true or false.');

export const chainProblem = (name: string): Problem =>
  searchProblem(name, '只有引用参数可以链接。', 'Only reference parameters can be chained.');

export const reverseChainProblem = (name: string): Problem =>
  searchProblem(name, '_has 的格式为 _has:类型:引用参数:参数。', '_has is written _has:Type:reference:parameter.');
