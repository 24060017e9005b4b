import { compare, divide, exact, multiply, subtract, toDecimal } from '#platform/kernel/decimal.ts';

export interface TargetGiven {
  readonly operator: '>=' | '<=' | '>' | '<' | '=' | 'between' | 'rising' | 'falling' | 'assess';
  readonly value?: string | undefined;
  readonly upper?: string | undefined;
}

export interface Judgement {
  readonly light: 'green' | 'amber' | 'red' | 'grey';
  readonly achieved: boolean | null;
  /** Value less target; to the nearer edge of a range. */
  readonly gap: string | null;
  /** The gap as a percentage of the target. */
  readonly distance: string | null;
}

const UNJUDGED: Judgement = { light: 'grey', achieved: null, gap: null, distance: null };
/** A miss within this share of the target is a warning. */
const NEAR = exact('0.10');

/** Holds a value against a target; `former` is the value a year before, for targets that only ask for a direction. */
export function judge(target: TargetGiven, value: string | null, former: string | null = null): Judgement {
  const { operator } = target;
  if (value === null || operator === 'assess') return UNJUDGED;
  if (operator === 'rising' || operator === 'falling') {
    if (former === null) return UNJUDGED;
    const moved = compare(exact(value), exact(former));
    const achieved = operator === 'rising' ? moved > 0 : moved < 0;
    return { light: achieved ? 'green' : moved === 0 ? 'amber' : 'red', achieved, gap: toDecimal(subtract(exact(value), exact(former)), 2), distance: null };
  }
  if (target.value === undefined) return UNJUDGED;
  const edge = operator === 'between' && target.upper !== undefined && compare(exact(value), exact(target.upper)) > 0 ? target.upper : target.value;
  const gap = subtract(exact(value), exact(edge));
  const achieved = holds(target, value);
  const share = exact(edge).over === 0n ? undefined : divide(gap, exact(edge));
  const isNear = share !== undefined && compare(multiply(share, share), multiply(NEAR, NEAR)) <= 0;
  return { light: achieved ? 'green' : isNear ? 'amber' : 'red', achieved, gap: toDecimal(gap, 2), distance: share === undefined ? null : toDecimal(multiply(share, exact(100)), 2) };
}

function holds({ operator, value = '0', upper }: TargetGiven, actual: string): boolean {
  const order = compare(exact(actual), exact(value));
  if (operator === '>=') return order >= 0;
  if (operator === '<=') return order <= 0;
  if (operator === '>') return order > 0;
  if (operator === '<') return order < 0;
  if (operator === '=') return order === 0;
  return order >= 0 && (upper === undefined || compare(exact(actual), exact(upper)) <= 0);
}

const ORDER = ['grey', 'green', 'amber', 'red'] as const;

/** The light of several targets is the worst of them. */
export const worst = (lights: readonly Judgement['light'][]): Judgement['light'] => ORDER[Math.max(0, ...lights.map((light) => ORDER.indexOf(light)))] ?? 'grey';
