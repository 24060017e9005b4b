import type { Weighted } from '../random.ts';
import type { Area, OrganisationKind, StaffRole, WorldOrganisation, WorldPlan, WorldStaff } from './types.ts';

/** Look-ups that every household needs; built once per stream. */
export interface PlanIndex {
  readonly plan: WorldPlan;
  readonly organisation: (id: string) => WorldOrganisation;
  readonly slug: (slug: string) => WorldOrganisation;
  readonly ofKind: (kind: OrganisationKind) => readonly WorldOrganisation[];
  readonly staffOf: (organisationId: string, role: StaffRole) => readonly WorldStaff[];
  readonly townshipName: (townshipCode: string) => string;
  readonly area: (id: string) => Area;
  readonly areasByPopulation: readonly Weighted<Area>[];
  /** Township hospital or community centre that stands behind an area's first contact. */
  readonly primaryCentre: (area: Area) => WorldOrganisation;
}

export function planIndexOf(plan: WorldPlan): PlanIndex {
  const organisations = new Map(plan.organisations.map((organisation) => [organisation.id, organisation]));
  const slugs = new Map(plan.organisations.map((organisation) => [organisation.slug, organisation]));
  const areas = new Map(plan.areas.map((area) => [area.id, area]));
  const townships = new Map(plan.townships.map((township) => [township.code, township.name]));
  const kinds = groupBy(plan.organisations, (organisation) => organisation.kind);
  const staff = groupBy(
    plan.staff.flatMap((member) => member.roles.map((role) => ({ key: `${member.organisationId}/${role}`, member }))),
    (entry) => entry.key,
  );
  const staffLists = new Map([...staff].map(([key, entries]) => [key, entries.map((entry) => entry.member)]));
  const organisation = (id: string): WorldOrganisation => organisations.get(id)!;
  return {
    plan,
    organisation,
    slug: (slug) => slugs.get(slug)!,
    ofKind: (kind) => kinds.get(kind) ?? [],
    staffOf: (organisationId, role) => staffLists.get(`${organisationId}/${role}`) ?? [],
    townshipName: (code) => townships.get(code)!,
    area: (id) => areas.get(id)!,
    areasByPopulation: plan.areas.map((area) => ({ value: area, weight: area.population })),
    primaryCentre: (area) => {
      const first = organisation(area.firstContactId);
      return first.kind === 'township-hospital' || first.kind === 'community-centre' ? first : organisation(first.parentId!);
    },
  };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
