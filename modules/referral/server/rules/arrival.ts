const HOUR_MS = 3600_000;
const EMERGENCY_REGISTRATION_HOURS_MAX = 24;
/** Clocks of two sites may differ a little. */
const CLOCK_SKEW_MS = 5 * 60_000;

export const arrivalPlausible = (arrivedAt: Date, { notBefore, now }: { notBefore: Date | null; now: Date }): boolean =>
  arrivedAt.getTime() <= now.getTime() + CLOCK_SKEW_MS && (notBefore === null || arrivedAt.getTime() >= notBefore.getTime() - CLOCK_SKEW_MS);

/** domain.md 4.1: an emergency is registered at most 24 hours after arrival. */
export const emergencyInTime = (arrivedAt: Date, now: Date): boolean =>
  now.getTime() - arrivedAt.getTime() <= EMERGENCY_REGISTRATION_HOURS_MAX * HOUR_MS;
