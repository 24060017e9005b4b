import { addDays } from '#platform/kernel/period.ts';
import { planIds } from '../ids.ts';
import { randomOf } from '../random.ts';
import type { MapArea } from './map.ts';
import type { WorldAgreement, WorldGrid, WorldMembership, WorldOrganisation, WorldServiceCentre } from './types.ts';

/** The consortium was founded four years before the world's today; every other date follows from that. */
const FOUNDED_DAYS_AGO = 4 * 365;

interface Setting {
  readonly seed: number;
  readonly referenceDate: string;
  readonly organisations: readonly WorldOrganisation[];
}

const bySlug = (setting: Setting, slug: string): WorldOrganisation => setting.organisations.find((organisation) => organisation.slug === slug)!;
const ofKind = (setting: Setting, ...kinds: WorldOrganisation['kind'][]): WorldOrganisation[] =>
  setting.organisations.filter((organisation) => kinds.includes(organisation.kind));

const COUNTY_ROLES: Readonly<Record<string, WorldMembership['role']>> = { county: 'lead', cdc: 'wing', mch: 'wing' };

/** Everybody in the county consortium; the lead, two townships and the neighbour also sit in the city's stroke alliance; one private clinic has left. */
export function membershipsOf(setting: Setting): WorldMembership[] {
  const ids = planIds(setting.seed, 4);
  const founded = addDays(setting.referenceDate, -FOUNDED_DAYS_AGO);
  const county = bySlug(setting, 'consortium');
  const alliance = bySlug(setting, 'stroke');
  const inside = setting.organisations.filter(
    (organisation) => organisation.insideCounty && !['health-bureau', 'insurance-bureau', 'consortium', 'alliance'].includes(organisation.kind),
  );
  const lastClinic = ofKind(setting, 'private-clinic').at(-1);
  const list: WorldMembership[] = inside.map((organisation) => ({
    id: ids.newId(),
    consortiumId: county.id,
    organisationId: organisation.id,
    role: COUNTY_ROLES[organisation.slug] ?? 'member',
    from: organisation.ownership === 'private' ? addDays(founded, 500) : founded,
    until: organisation === lastClinic && setting.organisations.length > 60 ? addDays(setting.referenceDate, -200) : null,
  }));
  const stroke = [bySlug(setting, 'city'), bySlug(setting, 'county'), ...ofKind(setting, 'township-hospital').slice(0, 2), bySlug(setting, 'muyun')];
  for (const organisation of stroke) {
    list.push({ id: ids.newId(), consortiumId: alliance.id, organisationId: organisation.id, role: organisation.slug === 'city' ? 'lead' : 'member', from: addDays(founded, 700), until: null });
  }
  return list;
}

/** Referral agreements by pair. The third township's has expired, the fourth's ends in three weeks: screens have something to warn about. */
export function agreementsOf(setting: Setting): WorldAgreement[] {
  const ids = planIds(setting.seed, 5);
  const today = setting.referenceDate;
  const [county, tcm, mch, city, muyun] = ['county', 'tcm', 'mch', 'city', 'muyun'].map((slug) => bySlug(setting, slug)) as [WorldOrganisation, WorldOrganisation, WorldOrganisation, WorldOrganisation, WorldOrganisation];
  const list: WorldAgreement[] = [];
  const agree = (from: WorldOrganisation, to: WorldOrganisation, term: { from?: string; until?: string; directions?: WorldAgreement['directions'] } = {}): void => {
    list.push({
      id: ids.newId(),
      number: `转协〔${today.slice(0, 4)}〕${String(list.length + 1).padStart(3, '0')}号`,
      fromOrganisationId: from.id,
      toOrganisationId: to.id,
      directions: term.directions ?? ['up', 'down'],
      from: term.from ?? addDays(today, -300),
      until: term.until ?? addDays(today, 430),
    });
  };
  const towns = ofKind(setting, 'township-hospital', 'community-centre');
  towns.forEach((town, index) => {
    agree(town, county, index === 3 ? { until: addDays(today, 21) } : {});
    agree(town, tcm, index === 2 ? { from: addDays(today, -800), until: addDays(today, -70) } : {});
  });
  for (const town of towns.slice(0, 3)) agree(town, mch);
  for (const room of ofKind(setting, 'village-room', 'community-station')) {
    const parent = setting.organisations.find((organisation) => organisation.id === room.parentId)!;
    agree(room, parent.kind === 'consortium' ? towns[0]! : parent);
  }
  for (const hospital of ofKind(setting, 'private-hospital')) agree(hospital, county);
  agree(county, city);
  agree(tcm, county, { directions: ['up', 'down', 'lateral'] });
  agree(mch, county, { directions: ['up', 'down', 'lateral'] });
  agree(county, muyun, { directions: ['lateral'] });
  return list;
}

/** Imaging, ECG and laboratory centres at the lead hospital for most townships; pathology at the city hospital for the county. */
export function serviceCentresOf(setting: Setting): WorldServiceCentre[] {
  const ids = planIds(setting.seed, 6);
  const founded = addDays(setting.referenceDate, -FOUNDED_DAYS_AGO);
  const county = bySlug(setting, 'county');
  const towns = ofKind(setting, 'township-hospital', 'community-centre').map((organisation) => organisation.id);
  const rooms = ofKind(setting, 'village-room', 'community-station').map((organisation) => organisation.id);
  const centre = (service: WorldServiceCentre['service'], at: WorldOrganisation, members: string[], days: number): WorldServiceCentre => ({
    id: ids.newId(),
    service,
    centreOrganisationId: at.id,
    memberOrganisationIds: members,
    from: addDays(founded, days),
    until: null,
  });
  return [
    centre('imaging', county, towns, 200),
    centre('ecg', county, [...towns, ...rooms.filter((_, index) => index % 3 === 0)], 260),
    centre('laboratory', county, towns.slice(0, -1), 400),
    { ...centre('laboratory', bySlug(setting, 'tcm'), towns.slice(-1), 120), until: addDays(setting.referenceDate, -30) },
    centre('pathology', bySlug(setting, 'city'), [county.id, bySlug(setting, 'tcm').id], 600),
  ];
}

/** One grid per township and one for the seat; one village belongs to nobody, one to two grids, on purpose. */
export function gridsOf(setting: Setting, areas: readonly MapArea[]): WorldGrid[] {
  const ids = planIds(setting.seed, 7);
  const random = randomOf(setting.seed, 'grids');
  const villages = areas.filter((area) => area.kind === 'village');
  const uncovered = random.pick(villages);
  const leads = ofKind(setting, 'township-hospital', 'community-centre');
  const seat = areas.filter((area) => area.kind === 'seat');
  const grids = leads.map((lead): { lead: WorldOrganisation; areas: MapArea[] } => {
    if (lead.kind === 'community-centre') {
      const centres = leads.filter((other) => other.kind === 'community-centre');
      return { lead, areas: seat.filter((_, position) => position % centres.length === centres.indexOf(lead)) };
    }
    const town = areas.find((area) => lead.areaIds.includes(area.id))!;
    return { lead, areas: areas.filter((area) => area.townshipCode === town.townshipCode && area !== uncovered) };
  });
  const overlapping = grids[0]!.areas.find((area) => area.kind === 'village')!;
  grids[1]!.areas.push(overlapping);
  return grids.map((grid) => ({ id: ids.newId(), name: `${grid.lead.shortName}网格`, leadOrganisationId: grid.lead.id, areaIds: grid.areas.map((area) => area.id) }));
}
