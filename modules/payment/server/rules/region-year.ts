import { divide, multiply, rounded, scaledText, subtract, toDecimal, type Exact } from '#platform/kernel/decimal.ts';
import type { ProblemDetail, Text } from '#platform/kernel/problem.ts';
import { openKnownStays, type KnownStay } from './known-stays.ts';
import type { RegionInstitution, RegionParameters } from './region-parameters.ts';
import { openCaseScorer, type RawCase, type ScoredCase, type ScoreExtra, type TakenCase } from './score-case.ts';
import { createSeenIds } from './seen-ids.ts';

export interface InstitutionYear {
  readonly institution: string;
  readonly cases: number;
  readonly low: number;
  readonly high: number;
  readonly score: string;
  readonly patientsPaid: string;
  readonly cost: string;
  readonly fundClaim: string;
  readonly gross: string | null;
  readonly due: string | null;
  readonly surplusBeforeAssessment: string | null;
}

export interface RegionYear {
  readonly status: 'SETTLED' | 'PENDING_LOCAL_PARAMETERS';
  readonly missing: readonly string[];
  readonly totalScore: string;
  readonly totalCost: string;
  readonly fundClaims: string;
  readonly insuranceShare: string | null;
  readonly pointValue: string | null;
  readonly institutions: readonly InstitutionYear[];
  readonly totalDue: string | null;
}

export interface RegionSettlement {
  /** The score of a case, or why it is refused; refused cases change nothing. */
  readonly add: (given: RawCase, extra?: ScoreExtra) => ScoredCase | { readonly refused: readonly ProblemDetail[] };
  readonly settle: () => RegionYear;
}

/** Sums of one institution in whole units; those of pieces of a year are added up. */
export interface InstitutionTally {
  cases: number;
  low: number;
  high: number;
  score: bigint;
  cost: bigint;
  patientsPaid: bigint;
}

/** The sums of a year, in any number of parts and in any order. */
export interface RegionTallies {
  readonly take: (institution: string, taken: TakenCase) => void;
  readonly merge: (part: ReadonlyMap<string, InstitutionTally>) => void;
  readonly sums: () => ReadonlyMap<string, InstitutionTally>;
  readonly settle: () => RegionYear;
}

export const TWICE: Text = { zh: '病例编号重复', en: 'the case number appears twice' };

const empty = (): InstitutionTally => ({ cases: 0, low: 0, high: 0, score: 0n, cost: 0n, patientsPaid: 0n });

export function openTallies(parameters: RegionParameters): RegionTallies {
  const tallies = new Map<string, InstitutionTally>();
  for (const institution of parameters.institutions.keys()) tallies.set(institution, empty());
  return {
    take: (institution, { scored, cost, paid }) => {
      const tally = tallies.get(institution)!;
      tally.cases += 1;
      if (scored.band === 'low') tally.low += 1;
      else if (scored.band !== 'normal') tally.high += 1;
      tally.score += scored.score;
      tally.cost += BigInt(cost);
      tally.patientsPaid += BigInt(paid);
    },
    merge: (part) => {
      for (const [institution, sums] of part) {
        const tally = tallies.get(institution)!;
        tally.cases += sums.cases;
        tally.low += sums.low;
        tally.high += sums.high;
        tally.score += sums.score;
        tally.cost += sums.cost;
        tally.patientsPaid += sums.patientsPaid;
      }
    },
    sums: () => tallies,
    settle: () => settleYear(parameters, [...tallies].map(([institution, sums]) => ({ ...sums, institution: parameters.institutions.get(institution)! }))),
  };
}

/**
 * Scores the cases of a region-year one by one and settles the year at the end. Kept in memory: sums of each institution,
 * a 16-byte mark of each case number, and the stays of those persons whose cases give dates.
 */
export function openRegionYear(parameters: RegionParameters, staysBefore: readonly KnownStay[] = []): RegionSettlement {
  const [scorer, tallies, seen, stays] = [openCaseScorer(parameters), openTallies(parameters), createSeenIds(), openKnownStays(staysBefore)];
  return {
    add: (given, extra) => {
      const taken = scorer.score(given, extra);
      if ('refused' in taken) return taken;
      const stayFault = stays.faultOf(given);
      if (stayFault) return { refused: [stayFault] };
      if (!seen.add(given.case)) return { refused: [{ path: 'case', message: TWICE }] };
      stays.keep(given);
      tallies.take(given.institution, taken);
      return taken.scored;
    },
    settle: tallies.settle,
  };
}

interface Tally extends InstitutionTally {
  readonly institution: RegionInstitution;
}

function settleYear(parameters: RegionParameters, tallies: readonly Tally[]): RegionYear {
  const { moneyDecimals, scoreDecimals, pointValueDecimals, fundTotal, rate } = parameters;
  const money = (amount: bigint): Exact => ({ over: amount, under: 10n ** BigInt(moneyDecimals) });
  const points = (score: bigint): Exact => ({ over: score, under: 10n ** BigInt(scoreDecimals) });
  const total = (pick: (tally: Tally) => bigint): bigint => tallies.reduce((sum, tally) => sum + pick(tally), 0n);
  const [score, cost, paid] = [total((tally) => tally.score), total((tally) => tally.cost), total((tally) => tally.patientsPaid)];
  const share = cost > 0n ? rounded(divide(money(cost - paid), money(cost)), 4) : undefined;
  const missing = [
    ...(fundTotal === undefined && rate === undefined ? ['fund_total'] : []),
    ...tallies.flatMap(({ institution }, index) => (institution.assessment === undefined ? [`institutions.${index}.assessment`] : [])),
  ];
  const canValue = fundTotal !== undefined && share !== undefined && share.over > 0n && score > 0n;
  // A rate that the region fixed beforehand (DRG) is the value of a point; else the fund is shared out.
  const pointValue = rate ?? (canValue ? rounded(divide(fundTotal, multiply(share, points(score))), pointValueDecimals) : undefined);
  const institutions = tallies.map((tally) => institutionYear(tally, { pointValue, money, points, parameters }));
  const dues = institutions.map(({ due }) => due);
  return {
    status: missing.length === 0 ? 'SETTLED' : 'PENDING_LOCAL_PARAMETERS',
    missing,
    totalScore: scaledText(score, scoreDecimals),
    totalCost: scaledText(cost, moneyDecimals),
    fundClaims: scaledText(cost - paid, moneyDecimals),
    insuranceShare: share === undefined ? null : toDecimal(share, 4),
    pointValue: pointValue === undefined ? null : toDecimal(pointValue, pointValueDecimals),
    institutions,
    totalDue: dues.some((due) => due === null) ? null : scaledText(dues.reduce((sum, due) => sum + BigInt((due ?? '').replace('.', '')), 0n), moneyDecimals),
  };
}

interface YearPrices {
  readonly pointValue: Exact | undefined;
  readonly money: (amount: bigint) => Exact;
  readonly points: (score: bigint) => Exact;
  readonly parameters: RegionParameters;
}

function institutionYear(tally: Tally, { pointValue, money, points, parameters }: YearPrices): InstitutionYear {
  const { moneyDecimals, scoreDecimals } = parameters;
  const { assessment, deduction, institution } = tally.institution;
  const gross = pointValue && multiply(points(tally.score), pointValue);
  const due = gross && assessment && subtract(multiply(subtract(gross, money(tally.patientsPaid)), assessment), deduction);
  const text = (value: Exact | undefined): string | null => (value === undefined ? null : toDecimal(value, moneyDecimals));
  return {
    institution,
    cases: tally.cases,
    low: tally.low,
    high: tally.high,
    score: scaledText(tally.score, scoreDecimals),
    patientsPaid: scaledText(tally.patientsPaid, moneyDecimals),
    cost: scaledText(tally.cost, moneyDecimals),
    fundClaim: scaledText(tally.cost - tally.patientsPaid, moneyDecimals),
    gross: text(gross),
    due: text(due),
    surplusBeforeAssessment: text(gross && subtract(gross, money(tally.cost))),
  };
}
