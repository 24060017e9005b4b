import type { Text } from '#platform/kernel/problem.ts';
import { givenBy, runFormula, type Figure, type Formula, type Outcome } from './formula.ts';
import { MONEY_FORMULAS } from './money.ts';
import { SCORE_FORMULAS } from './scores.ts';
import { SHARING_FORMULAS } from './sharing.ts';
import { STATISTICS_FORMULAS } from './statistics.ts';

/** Every formula by its kind. */
export const FORMULA_BOOK: ReadonlyMap<string, Formula> = new Map(
  [...SCORE_FORMULAS, ...MONEY_FORMULAS, ...STATISTICS_FORMULAS, ...SHARING_FORMULAS].map((formula) => [formula.kind, formula]),
);

const UNKNOWN: Text = { zh: '没有能由这些输入计算的公式', en: 'no formula can be calculated from these inputs' };

/**
 * Answers one worked case. With a kind of the book its formula decides; otherwise every formula whose inputs are all
 * there is calculated and the figures are put together.
 */
export function answerCase({ kind, inputs }: { kind?: string | undefined; inputs: Readonly<Record<string, unknown>> }): Outcome {
  const named = kind === undefined ? undefined : FORMULA_BOOK.get(kind);
  if (named) return runFormula(named, inputs);
  const result: Record<string, Figure> = {};
  for (const formula of FORMULA_BOOK.values()) {
    if (!formula.inputs.every((rule) => rule.standard !== undefined || givenBy(rule, inputs) !== undefined)) continue;
    const outcome = runFormula(formula, inputs);
    if (outcome.status === 'REFUSED') return outcome;
    if (outcome.status === 'SETTLED') Object.assign(result, outcome.result);
  }
  return Object.keys(result).length > 0 ? { status: 'SETTLED', result } : { status: 'REFUSED', reasons: [{ path: 'inputs', message: UNKNOWN }] };
}
