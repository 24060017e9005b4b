/** `2026-11-23 08:30`, as written on a slip of paper in China. */
export const chinaTime = (instant: string): string => new Date(Date.parse(instant) + 8 * 3600_000).toISOString().slice(0, 16).replace('T', ' ');
