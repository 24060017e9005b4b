import { addDays } from '#platform/kernel/period.ts';

/** A stay inside an episode of care: linked to the one before by an accepted referral. */
export interface EpisodeStay {
  readonly id: string;
  /** 1 is the lowest level of hospitals (township), higher numbers are higher levels. */
  readonly level: number;
  /** Of the level, before anything is carried over. */
  readonly deductibleFen: number;
  readonly admittedOn: string;
  readonly dischargedOn: string | null;
  /** Day on which the referral that leads here was accepted; null when there is none. */
  readonly referralAcceptedOn: string | null;
}

export interface EpisodePolicy {
  /** A longer gap between discharge and the next admission begins a new episode. */
  readonly gapDaysMax: number;
  /** What a stay at the same level is charged. */
  readonly sameLevel: 'nothing' | 'full';
}

export type DeductibleReason = 'first' | 'up-difference' | 'down-nothing' | 'same-level' | 'gap-too-long' | 'no-accepted-referral';

export interface DeductibleCharge {
  readonly stayId: string;
  readonly episode: number;
  readonly reason: DeductibleReason;
  readonly chargedFen: number;
  /** Charged in the episode so far, this stay included. */
  readonly paidFen: number;
}

/**
 * The deductible of each stay, in the order of admission: up only the difference to what the episode paid already, down
 * nothing, and a chain that breaks begins anew.
 */
export function chargeDeductibles(stays: readonly EpisodeStay[], policy: EpisodePolicy): DeductibleCharge[] {
  const charges: DeductibleCharge[] = [];
  let [episode, paidFen] = [1, 0];
  let before: EpisodeStay | undefined;
  for (const stay of stays) {
    const breach = before === undefined ? undefined : breachOf(before, stay, policy);
    if (breach !== undefined) [episode, paidFen] = [episode + 1, 0];
    const { reason, chargedFen } = before === undefined || breach !== undefined
      ? { reason: breach ?? ('first' as const), chargedFen: stay.deductibleFen }
      : withinEpisode(before, stay, { paidFen, sameLevel: policy.sameLevel });
    paidFen += chargedFen;
    charges.push({ stayId: stay.id, episode, reason, chargedFen, paidFen });
    before = stay;
  }
  return charges;
}

function breachOf(before: EpisodeStay, stay: EpisodeStay, { gapDaysMax }: EpisodePolicy): DeductibleReason | undefined {
  if (stay.referralAcceptedOn === null || stay.referralAcceptedOn > stay.admittedOn) return 'no-accepted-referral';
  const end = before.dischargedOn ?? stay.admittedOn;
  return stay.admittedOn > addDays(end, gapDaysMax) ? 'gap-too-long' : undefined;
}

function withinEpisode(before: EpisodeStay, stay: EpisodeStay, { paidFen, sameLevel }: { paidFen: number; sameLevel: EpisodePolicy['sameLevel'] }): { reason: DeductibleReason; chargedFen: number } {
  if (stay.level > before.level) return { reason: 'up-difference', chargedFen: Math.max(0, stay.deductibleFen - paidFen) };
  if (stay.level < before.level) return { reason: 'down-nothing', chargedFen: 0 };
  return { reason: 'same-level', chargedFen: sameLevel === 'full' ? stay.deductibleFen : 0 };
}

/** Stays of one person that share a day beyond the day of moving from one to the next: the later ones, each with its partner. */
export function overlappingStays(stays: readonly EpisodeStay[]): { stay: EpisodeStay; overlaps: EpisodeStay }[] {
  const sorted = [...stays].sort((a, b) => (a.admittedOn < b.admittedOn ? -1 : a.admittedOn > b.admittedOn ? 1 : 0));
  const found: { stay: EpisodeStay; overlaps: EpisodeStay }[] = [];
  let latest: EpisodeStay | undefined;
  for (const stay of sorted) {
    if (latest !== undefined && (latest.dischargedOn === null || stay.admittedOn < latest.dischargedOn)) found.push({ stay, overlaps: latest });
    const endsLater = latest === undefined || stay.dischargedOn === null || (latest.dischargedOn !== null && stay.dischargedOn > latest.dischargedOn);
    if (endsLater) latest = stay;
  }
  return found;
}
