import { z } from 'zod';

export const SECTIONS = ['map', 'funnel', 'matrix'] as const;
export type Section = (typeof SECTIONS)[number];

/** How a person arranged the cards of a list: ids in their order, and those left out. */
const arrangementSchema = z.object({ order: z.array(z.string().max(20)).max(300), hidden: z.array(z.string().max(20)).max(300) });
export type Arrangement = z.infer<typeof arrangementSchema>;

export const PLAIN: Arrangement = { order: [], hidden: [] };

export const readArrangement = (value: unknown): Arrangement => {
  const parsed = arrangementSchema.safeParse(value);
  return parsed.success ? parsed.data : PLAIN;
};

/** All ids, those with a place of their own first; ids that a new version adds stand at the end. */
export function arranged(ids: readonly string[], { order }: Arrangement): string[] {
  const placed = order.filter((id) => ids.includes(id));
  return [...placed, ...ids.filter((id) => !placed.includes(id))];
}

/** One place earlier (-1) or later (+1) among the cards that are shown. */
export function moved(ids: readonly string[], arrangement: Arrangement, { id, by }: { id: string; by: -1 | 1 }): Arrangement {
  const order = arranged(ids, arrangement);
  const shown = order.filter((each) => !arrangement.hidden.includes(each));
  const neighbour = shown[shown.indexOf(id) + by];
  if (neighbour === undefined || !shown.includes(id)) return arrangement;
  const next = order.map((each) => (each === id ? neighbour : each === neighbour ? id : each));
  return { ...arrangement, order: next };
}

export const toggled = (arrangement: Arrangement, id: string): Arrangement => ({
  ...arrangement, hidden: arrangement.hidden.includes(id) ? arrangement.hidden.filter((each) => each !== id) : [...arrangement.hidden, id],
});
