import { creditCode } from '../identifiers.ts';
import { planIds, type IdSource } from '../ids.ts';
import { departmentsOf } from './departments.ts';
import type { CountyMap, MapArea } from './map.ts';
import { CITY_DIVISION, COUNTY, NEIGHBOUR } from './place-names.ts';
import { SIZES } from './sizes.ts';
import type { OrganisationKind, OrganisationLevel, Position, WorldOrganisation, WorldSize } from './types.ts';

interface Sketch {
  readonly slug: string;
  readonly name: string;
  readonly shortName: string;
  readonly kind: OrganisationKind;
  readonly parent: string | null;
  readonly position: Position;
  readonly address: string;
  readonly beds?: number;
  readonly doctors?: number;
  readonly nurses?: number;
  readonly level?: OrganisationLevel;
  readonly insideCounty?: boolean;
  readonly areaIds?: readonly string[];
}

/** All organisations of the world, parents before children. */
export function organisationsOf(size: WorldSize, seed: number, map: CountyMap): WorldOrganisation[] {
  const sketches = [...bodies(map), ...hospitals(size, map), ...townshipTier(size, map), ...villageTier(size, map), ...privateTier(size, map)];
  const ids = planIds(seed, 2);
  const departmentIds = planIds(seed, 3);
  const idBySlug = new Map(sketches.map((sketch) => [sketch.slug, ids.newId()]));
  return sketches.map((sketch, index) => organisationOf(sketch, { index, idBySlug, departmentIds }));
}

const LEVELS: Readonly<Record<OrganisationKind, OrganisationLevel>> = {
  'health-bureau': 'county', 'insurance-bureau': 'county', consortium: 'county', alliance: 'city', hospital: 'county', 'tcm-hospital': 'county',
  cdc: 'county', 'maternal-child': 'county', 'township-hospital': 'township', 'community-centre': 'township', 'community-station': 'village',
  'village-room': 'village', 'private-hospital': 'county', 'private-clinic': 'village',
};

const PRIVATE_KINDS: ReadonlySet<OrganisationKind> = new Set(['private-hospital', 'private-clinic']);
const OFFICES: ReadonlySet<OrganisationKind> = new Set(['health-bureau', 'insurance-bureau', 'consortium', 'alliance', 'cdc']);
const WITHOUT_LEGAL_PERSON: ReadonlySet<OrganisationKind> = new Set(['consortium', 'alliance', 'community-station', 'village-room']);

const creditKind = (kind: OrganisationKind): '11' | '12' | '52' => {
  if (PRIVATE_KINDS.has(kind)) return '52';
  return kind === 'health-bureau' || kind === 'insurance-bureau' ? '11' : '12';
};

interface Numbering {
  readonly index: number;
  readonly idBySlug: ReadonlyMap<string, string>;
  readonly departmentIds: IdSource;
}

function organisationOf(sketch: Sketch, numbering: Numbering): WorldOrganisation {
  const insideCounty = sketch.insideCounty ?? true;
  const division = insideCounty ? COUNTY.divisionCode : sketch.slug.startsWith('muyun') ? NEIGHBOUR.divisionCode : CITY_DIVISION;
  const legalPerson = !WITHOUT_LEGAL_PERSON.has(sketch.kind);
  const serial = numbering.index + 1;
  return {
    id: numbering.idBySlug.get(sketch.slug)!,
    slug: sketch.slug,
    name: sketch.name,
    shortName: sketch.shortName,
    kind: sketch.kind,
    level: sketch.level ?? LEVELS[sketch.kind],
    ownership: PRIVATE_KINDS.has(sketch.kind) ? 'private' : 'public',
    legalPerson,
    parentId: sketch.parent === null ? null : numbering.idBySlug.get(sketch.parent)!,
    creditCode: legalPerson ? creditCode({ kind: creditKind(sketch.kind), division, serial: 10_000_000 + serial * 137 }) : null,
    insuranceCode: OFFICES.has(sketch.kind) ? null : `H${division}${String(serial).padStart(5, '0')}`,
    insideCounty,
    divisionCode: division,
    position: sketch.position,
    address: sketch.address,
    phone: `100-${String(5_000_000 + serial).padStart(8, '0')}`,
    beds: sketch.beds ?? 0,
    doctors: sketch.doctors ?? 0,
    nurses: sketch.nurses ?? 0,
    departments: departmentsOf(sketch.kind, numbering.departmentIds),
    areaIds: sketch.areaIds ?? [],
    openedOn: `${1958 + (serial % 50)}-07-01`,
  };
}

const inCounty = (rest: string): string => `${COUNTY.city}${COUNTY.name}${rest}`;

const areasOfKind = (map: CountyMap, kind: MapArea['kind']): MapArea[] =>
  map.areas.filter((area) => area.kind === kind).sort((a, b) => a.code.localeCompare(b.code, 'en'));
const seatAreas = (map: CountyMap): MapArea[] => areasOfKind(map, 'seat');

/** A little off the centre of an area, so that several houses of one community do not lie on one point. */
const near = (area: MapArea, steps: number): Position => [round(area.centre[0] + steps * 0.0017), round(area.centre[1] - steps * 0.0013)];
const round = (value: number): number => Math.round(value * 1e6) / 1e6;

function bodies(map: CountyMap): Sketch[] {
  const [first] = seatAreas(map);
  const office = (slug: string, name: string, kind: OrganisationKind, steps: number, parent: string | null = 'bureau'): Sketch => ({
    slug,
    name,
    shortName: name.replace(COUNTY.name, ''),
    kind,
    parent,
    position: near(first!, steps),
    address: inCounty(`行政中心路${10 + steps * 2}号`),
  });
  return [
    office('bureau', `${COUNTY.name}卫生健康局`, 'health-bureau', 1, null),
    office('insurance', `${COUNTY.name}医疗保障局`, 'insurance-bureau', 2, null),
    office('consortium', `${COUNTY.name}紧密型县域医共体`, 'consortium', 3),
    { ...office('cdc', `${COUNTY.name}疾病预防控制中心`, 'cdc', 4), doctors: 24, nurses: 6 },
  ];
}

function hospitals(size: WorldSize, map: CountyMap): Sketch[] {
  const { beds } = SIZES[size];
  const seats = seatAreas(map);
  const east: Position = [0.82, 0.36];
  const staffed = (bedCount: number) => ({ beds: bedCount, doctors: Math.round(bedCount * 0.42), nurses: Math.round(bedCount * 0.55) });
  return [
    { slug: 'county', name: `${COUNTY.name}人民医院`, shortName: '县医院', kind: 'hospital', parent: 'consortium', position: near(seats[1]!, 1), address: inCounty('人民路88号'), ...staffed(beds.lead) },
    { slug: 'tcm', name: `${COUNTY.name}中医医院`, shortName: '中医院', kind: 'tcm-hospital', parent: 'consortium', position: near(seats[2]!, -1), address: inCounty('杏林街6号'), ...staffed(beds.tcm) },
    { slug: 'mch', name: `${COUNTY.name}妇幼保健院`, shortName: '妇幼保健院', kind: 'maternal-child', parent: 'consortium', position: near(seats[3]!, 1), address: inCounty('文庙街21号'), ...staffed(beds.maternalChild) },
    { slug: 'city', name: `${COUNTY.city}中心医院`, shortName: '市中心医院', kind: 'hospital', level: 'city', insideCounty: false, parent: null, position: east, address: `${COUNTY.city}中心大道1号`, ...staffed(1800) },
    { slug: 'stroke', name: `${COUNTY.city}脑卒中专科联盟`, shortName: '脑卒中联盟', kind: 'alliance', insideCounty: false, parent: 'city', position: east, address: `${COUNTY.city}中心大道1号` },
    { slug: 'muyun', name: `${NEIGHBOUR.name}人民医院`, shortName: '沐云县医院', kind: 'hospital', insideCounty: false, parent: null, position: [0.02, 0.4], address: `${COUNTY.city}${NEIGHBOUR.name}云山路30号`, ...staffed(700) },
  ];
}

function townshipTier(size: WorldSize, map: CountyMap): Sketch[] {
  const settings = SIZES[size];
  const hospitalsOfTowns = areasOfKind(map, 'town').map((area): Sketch => {
    const township = map.townships.find((candidate) => candidate.code === area.townshipCode)!;
    return {
      slug: township.pinyin,
      name: `${township.name}${township.name.endsWith('镇') ? '中心' : ''}卫生院`,
      shortName: `${township.name.slice(0, 2)}卫生院`,
      kind: 'township-hospital',
      parent: 'consortium',
      position: near(area, 1),
      address: inCounty(`${township.name}卫生院路1号`),
      beds: settings.beds.township,
      doctors: 22,
      nurses: 16,
      areaIds: [area.id],
    };
  });
  const centres = seatAreas(map).slice(0, settings.communityCentres).map((area): Sketch => ({
    slug: `${area.pinyin}centre`,
    name: `${COUNTY.name}${area.name}卫生服务中心`,
    shortName: `${area.name.slice(0, 2)}社区中心`,
    kind: 'community-centre',
    parent: 'consortium',
    position: near(area, -2),
    address: inCounty(`城关街道${area.name}`),
    doctors: 18,
    nurses: 14,
    areaIds: [area.id],
  }));
  return [...hospitalsOfTowns, ...centres];
}

function villageTier(size: WorldSize, map: CountyMap): Sketch[] {
  const used = new Set<string>(seatAreas(map).map((area) => area.pinyin));
  for (const township of map.townships) used.add(township.pinyin);
  const slugOf = (area: MapArea): string => {
    const slug = used.has(area.pinyin) ? `${area.pinyin}${area.code.slice(-3)}` : area.pinyin;
    used.add(slug);
    return slug;
  };
  const rooms = areasOfKind(map, 'village').map((area): Sketch => {
    const township = map.townships.find((candidate) => candidate.code === area.townshipCode)!;
    return {
      slug: slugOf(area),
      name: `${township.name}${area.name}卫生室`,
      shortName: `${area.name}卫生室`,
      kind: 'village-room',
      parent: township.seat ? 'consortium' : township.pinyin,
      position: near(area, 0.5),
      address: inCounty(`${township.name}${area.name}`),
      doctors: 1,
      areaIds: [area.id],
    };
  });
  const stationAreas = seatAreas(map).slice(SIZES[size].communityCentres);
  const stations = stationAreas.map((area): Sketch => ({
    slug: area.pinyin,
    name: `${COUNTY.name}${area.name}卫生服务站`,
    shortName: `${area.name}站`,
    kind: 'community-station',
    parent: `${seatAreas(map)[0]!.pinyin}centre`,
    position: near(area, -3),
    address: inCounty(`城关街道${area.name}`),
    doctors: 2,
    nurses: 2,
    areaIds: [area.id],
  }));
  return [...rooms, ...stations];
}

const PRIVATE_NAMES = ['康宁', '仁和', '安心', '惠民', '杏和', '春晖', '益寿', '百草'] as const;

function privateTier(size: WorldSize, map: CountyMap): Sketch[] {
  const settings = SIZES[size];
  const seats = seatAreas(map);
  const hospital = (index: number): Sketch => ({
    slug: `private${index + 1}`,
    name: `${COUNTY.name}${PRIVATE_NAMES[index]!}医院（民营）`,
    shortName: `${PRIVATE_NAMES[index]!}医院`,
    kind: 'private-hospital',
    parent: 'consortium',
    position: near(seats[index % seats.length]!, 4),
    address: inCounty(`建设路${60 + index * 8}号`),
    beds: settings.beds.privateHospital,
    doctors: Math.round(settings.beds.privateHospital * 0.3),
    nurses: Math.round(settings.beds.privateHospital * 0.4),
  });
  const clinic = (index: number): Sketch => ({
    slug: `clinic${index + 1}`,
    name: `${COUNTY.name}${PRIVATE_NAMES[settings.privateHospitals + index]!}诊所`,
    shortName: `${PRIVATE_NAMES[settings.privateHospitals + index]!}诊所`,
    kind: 'private-clinic',
    parent: 'consortium',
    position: near(seats[(index + 1) % seats.length]!, -4),
    address: inCounty(`解放街${20 + index * 4}号`),
    doctors: 1,
    nurses: 1,
  });
  return [...Array.from({ length: settings.privateHospitals }, (_, index) => hospital(index)), ...Array.from({ length: settings.privateClinics }, (_, index) => clinic(index))];
}
