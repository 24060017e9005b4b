import { compare, divide, exact, multiply, type Exact } from '#platform/kernel/decimal.ts';

/** From this share of the full score (in percent) on, this coefficient counts; decided locally. */
export interface AssessmentBand {
  readonly from: string;
  readonly coefficient: string;
}

/** The coefficient of a frozen score; undefined where the city has not decided the bands or none reaches so low. */
export function assessmentCoefficient(frozen: { readonly score: string; readonly fullScore: string }, bands: readonly AssessmentBand[]): string | undefined {
  const percent: Exact = multiply(divide(exact(frozen.score), exact(frozen.fullScore)), exact(100));
  return bands
    .filter(({ from }) => compare(percent, exact(from)) >= 0)
    .reduce<AssessmentBand | undefined>((best, band) => (best === undefined || compare(exact(band.from), exact(best.from)) > 0 ? band : best), undefined)?.coefficient;
}
