import { createHash } from 'node:crypto';

/**
 * Which reports of a month are read again: as many as the percentage says, rounded up, chosen by a hash of the id with the
 * month, so that nobody can foresee the choice from the order of work and the same draw twice is the same.
 */
export function drawOf(orderIds: readonly string[], { percent, month, already }: { percent: number; month: string; already: ReadonlySet<string> }): string[] {
  const wanted = Math.ceil((orderIds.length * percent) / 100);
  const place = (id: string): string => createHash('sha256').update(`${month}|${id}`).digest('hex');
  const ranked = [...orderIds].map((id) => ({ id, place: place(id) })).sort((a, b) => (a.place < b.place ? -1 : 1));
  return ranked.slice(0, Math.max(0, wanted)).map(({ id }) => id).filter((id) => !already.has(id));
}
