import { DEFINITIONS } from './definitions/all.ts';

/** Ids of the indicators that the platform ships: Y the annex of Yiyang, T targets of the policies, C the national 14, A alliances, H tier-3 and S tier-2 hospitals. */
export const SHIPPED_INDICATORS: readonly string[] = DEFINITIONS.map(({ id }) => id);
