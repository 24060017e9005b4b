import { assert } from '#platform/kernel/problem.ts';
import type { Figure } from '../../contract/words.ts';
import { FORMULA_BOOK } from './formulas/book.ts';
import { ENGLISH_FORMULAS } from './formulas/english.ts';
import { runFormula } from './formulas/formula.ts';

export type BareFigure = Omit<Figure, 'formulaTitle' | 'formulaText'>;

export interface FigureRequest {
  readonly formula: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Which results are kept, under which name. */
  readonly names: Readonly<Record<string, string>>;
  readonly organisationId: string | null;
  readonly packVersion: string;
}

export type Figured = { readonly status: 'SETTLED'; readonly figures: readonly BareFigure[] } | { readonly status: 'PENDING_LOCAL_PARAMETERS'; readonly missing: readonly string[] };

/** Numbers out of the book, each with the inputs that make it: what is shown can always be calculated again. */
export function figuresFrom({ formula, inputs, names, organisationId, packVersion }: FigureRequest): Figured {
  const entry = FORMULA_BOOK.get(formula);
  assert(entry, `the book has the formula ${formula}`);
  const outcome = runFormula(entry, inputs);
  assert(outcome.status !== 'REFUSED', `the inputs of ${formula} are checked: ${JSON.stringify(outcome)}`);
  if (outcome.status === 'PENDING_LOCAL_PARAMETERS') return outcome;
  const shown = Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined).map(([name, value]) => [name, textOf(value)]));
  const figures = Object.entries(names).map(([result, name]) => ({ name, organisationId, value: textOf(outcome.result[result]), formula, inputs: shown, packVersion }));
  return { status: 'SETTLED', figures };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : Array.isArray(value) ? value.map(textOf).join(' + ') : typeof value === 'object' ? JSON.stringify(value) : String(value));

/** A number with the words of its formula, for the screen. */
export function withFormula(figure: BareFigure): Figure {
  const entry = FORMULA_BOOK.get(figure.formula);
  return { ...figure, formulaTitle: entry?.title ?? { zh: figure.formula, en: figure.formula }, formulaText: { zh: entry?.formula ?? '', en: ENGLISH_FORMULAS[figure.formula] ?? entry?.formula ?? '' } };
}
