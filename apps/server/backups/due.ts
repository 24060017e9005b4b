const DAY_MS = 86_400_000;
const CHINA_MS = 8 * 3600_000;

/** Start of the newest backup window that has begun: yesterday's or today's `hh:mm` in China. */
export function lastWindow(now: number, at: string): number {
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  const today = Math.floor((now + CHINA_MS) / DAY_MS) * DAY_MS - CHINA_MS + (hours * 60 + minutes) * 60_000;
  return today <= now ? today : today - DAY_MS;
}

/** When the next backup is due; a moment that has passed where one was missed. `newestStart` is of the newest backup there is. */
export function nextDue({ now, at, newestStart }: { now: number; at: string; newestStart: string | undefined }): number {
  const window = lastWindow(now, at);
  return newestStart !== undefined && Date.parse(newestStart) >= window ? window + DAY_MS : window;
}
