import { add, compare, divide, multiply, scaled, smaller, subtract, sumOf, type Exact } from '#platform/kernel/decimal.ts';
import { divideByLargestRemainder } from './shares.ts';

/** Fund, lead and members share the reasonable overrun; the three sum to 1. */
export interface OverrunShares {
  readonly fund: Exact;
  readonly lead: Exact;
  readonly members: Exact;
}

export interface PackageTerms {
  readonly heads: Exact;
  /** Yuan a head and year. */
  readonly perHead: Exact;
  /** Yuan set aside before the package: reserve and what is out of scope. */
  readonly reserve: Exact;
  /** Part of the package that is prepaid month by month. */
  readonly prepayShare: Exact;
  /** Of the package: no more surplus is kept, no more overrun is shared. */
  readonly surplusCap: Exact;
  readonly overrunCap: Exact;
  readonly shares: OverrunShares;
}

const fen = (yuan: Exact): bigint => scaled(yuan, 2);
const yuan = (amountFen: bigint): Exact => ({ over: amountFen, under: 100n });
const MONTHS: Exact = { over: 12n, under: 1n };

export const packageFen = ({ heads, perHead, reserve }: PackageTerms): bigint => fen(subtract(multiply(heads, perHead), reserve));

export const monthlyPrepayFen = (terms: PackageTerms): bigint => fen(divide(multiply(yuan(packageFen(terms)), terms.prepayShare), MONTHS));

export interface PackageClosing {
  readonly packageFen: bigint;
  /** Above zero: surplus. */
  readonly differenceFen: bigint;
  readonly keptFen: bigint;
  readonly returnedFen: bigint;
  readonly sharedOverrunFen: bigint;
  readonly fundFen: bigint;
  readonly leadFen: bigint;
  readonly membersFen: bigint;
  /** Overrun beyond what is shared: borne by the consortium. */
  readonly beyondFen: bigint;
}

/**
 * Closes a package against the spend of all insured, outside the county too. Surplus: as much as the cap allows times the
 * assessment score is kept, the rest returns to the fund. Overrun: the part found reasonable, within the cap, is shared.
 */
export function closePackage(terms: PackageTerms, actual: { spentFen: bigint; assessment: Exact; reasonableFen?: bigint | undefined }): PackageClosing {
  const whole = packageFen(terms);
  const differenceFen = whole - actual.spentFen;
  const nothing = { keptFen: 0n, returnedFen: 0n, sharedOverrunFen: 0n, fundFen: 0n, leadFen: 0n, membersFen: 0n, beyondFen: 0n };
  if (differenceFen >= 0n) {
    const keptFen = fen(multiply(smaller(yuan(differenceFen), multiply(yuan(whole), terms.surplusCap)), actual.assessment));
    return { packageFen: whole, differenceFen, ...nothing, keptFen, returnedFen: differenceFen - keptFen };
  }
  const overrunFen = -differenceFen;
  const cap = fen(multiply(yuan(whole), terms.overrunCap));
  const reasonable = actual.reasonableFen ?? overrunFen;
  const sharedOverrunFen = [overrunFen, cap, reasonable].reduce((least, value) => (value < least ? value : least));
  const { fund, lead, members } = terms.shares;
  const [fundFen = 0n, leadFen = 0n, membersFen = 0n] = divideByLargestRemainder(sharedOverrunFen, [fund, lead, members]);
  return { packageFen: whole, differenceFen, ...nothing, sharedOverrunFen, fundFen, leadFen, membersFen, beyondFen: overrunFen - sharedOverrunFen };
}

/** The weight of a unit: Σ β·x over the measures of the committee (heads, score, workload, referral balance, quality). */
export function weightOf(measures: Readonly<Record<string, Exact>>, betas: Readonly<Record<string, Exact>>): Exact {
  return sumOf(Object.entries(betas).map(([name, beta]) => multiply(beta, measures[name] ?? { over: 0n, under: 1n })));
}

/** Spend of the year at its end if the months go on as those known; undefined without a month. */
export function forecastFen(monthsFen: readonly bigint[]): bigint | undefined {
  if (monthsFen.length === 0) return undefined;
  const sum = monthsFen.reduce((total, month) => total + month, 0n);
  return scaled(divide(multiply({ over: sum, under: 1n }, MONTHS), { over: BigInt(monthsFen.length), under: 1n }), 0);
}

export const sharesSumToOne = ({ fund, lead, members }: OverrunShares): boolean => compare(add(add(fund, lead), members), { over: 1n, under: 1n }) === 0;
