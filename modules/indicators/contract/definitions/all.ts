import type { Definition } from '../definition.ts';
import { COUNTY } from './county.ts';
import { TIER_2, TIER_3 } from './hospitals.ts';
import { ALLIANCE, POLICIES } from './policies.ts';
import { YIYANG } from './yiyang.ts';

/** Each indicator that the platform ships, the national 14 first. */
export const DEFINITIONS: readonly Definition[] = [...COUNTY, ...YIYANG, ...POLICIES, ...ALLIANCE, ...TIER_3, ...TIER_2];

const byId = new Map(DEFINITIONS.map((definition) => [definition.id, definition]));

export const findDefinition = (id: string): Definition | undefined => byId.get(id);
