/** The lists that indicators stand in, the national 14 first. */
export const LISTS = ['county-14', 'yiyang', 'policy', 'alliance', 'tier-3', 'tier-2'] as const;
export type IndicatorList = (typeof LISTS)[number];
