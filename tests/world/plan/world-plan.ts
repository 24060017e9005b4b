import { clinicsOf, wardsOf } from './scheduling.ts';
import { escalationContactsOf } from './contacts.ts';
import { diseaseLists } from './disease-lists.ts';
import { countyMap } from './map.ts';
import { organisationsOf } from './organisations.ts';
import { COUNTY } from './place-names.ts';
import { agreementsOf, gridsOf, membershipsOf, serviceCentresOf } from './relations.ts';
import { SIZES } from './sizes.ts';
import { staffOf } from './staff.ts';
import type { WorldPlan, WorldSize } from './types.ts';

export interface PlanRequest {
  readonly size: WorldSize;
  readonly seed?: number;
  /** The world's today; a fixed day unless the caller wants a world that ends now. */
  readonly referenceDate?: string;
}

export const DEFAULT_SEED = 11;
export const DEFAULT_REFERENCE_DATE = '2026-11-01';

const FIRST_CONTACT_KINDS = new Set(['village-room', 'community-station', 'township-hospital', 'community-centre']);

/** Everything of the world except people and their records. Small, in memory, the same for the same request. */
export function worldPlan(request: PlanRequest): WorldPlan {
  const { size, seed = DEFAULT_SEED, referenceDate = DEFAULT_REFERENCE_DATE } = request;
  const map = countyMap(size, seed);
  const organisations = organisationsOf(size, seed, map);
  const setting = { seed, referenceDate, organisations };
  const staff = staffOf(seed, referenceDate, organisations);
  const firstContact = new Map(
    organisations.filter((organisation) => FIRST_CONTACT_KINDS.has(organisation.kind)).flatMap((organisation) => organisation.areaIds.map((areaId) => [areaId, organisation.id] as const)),
  );
  return {
    size,
    seed,
    referenceDate,
    county: COUNTY,
    householdCount: SIZES[size].households,
    townships: map.townships,
    areas: map.areas.map((area) => ({ ...area, firstContactId: firstContact.get(area.id)! })),
    organisations,
    memberships: membershipsOf(setting),
    agreements: agreementsOf(setting),
    serviceCentres: serviceCentresOf(setting),
    diseaseLists: diseaseLists(),
    grids: gridsOf(setting, map.areas),
    staff,
    escalationContacts: escalationContactsOf(seed, organisations, staff),
    clinics: clinicsOf(seed, organisations, staff),
    wards: wardsOf(size, seed, organisations),
  };
}
