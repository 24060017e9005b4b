import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';

export const problem = problemsOf(contract.problems);

/** The row, or `payment.unknown`. */
export function found<Row>(row: Row | undefined): Row {
  if (row === undefined) throw problem('payment.unknown');
  return row;
}

/** A part of the pack, or the problem that names it as missing. */
export function decided<Part>(part: Part | undefined, name: string): Part {
  if (part === undefined) throw problem('payment.pending-local-parameters', [{ path: name, message: { zh: '缺少本地参数', en: 'is missing' } }]);
  return part;
}
