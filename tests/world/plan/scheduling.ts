import { planIds } from '../ids.ts';
import { randomOf, type Random } from '../random.ts';
import { SIZES } from './sizes.ts';
import type { ClinicSession, WorldClinic, WorldOrganisation, WorldStaff, WorldWard, WorldSize } from './types.ts';

/** Each specialist holds two to four half-day sessions a week; a third of the slots is kept for members' referrals and a sixth for contracts. */
export function clinicsOf(seed: number, organisations: readonly WorldOrganisation[], staff: readonly WorldStaff[]): WorldClinic[] {
  const ids = planIds(seed, 9);
  const random = randomOf(seed, 'clinics');
  const nameById = new Map(organisations.map((organisation) => [organisation.id, organisation.shortName]));
  return staff
    .filter((member) => member.roles.includes('specialist') && member.departmentId !== null)
    .map((member) => ({
      id: ids.newId(),
      organisationId: member.organisationId,
      departmentId: member.departmentId!,
      staffId: member.id,
      name: `${nameById.get(member.organisationId)!}${member.speciality ?? ''}${member.title.includes('主任') ? '专家门诊' : '普通门诊'}`,
      sessions: sessionsOf(random),
    }));
}

function sessionsOf(random: Random): ClinicSession[] {
  const halves = [1, 2, 3, 4, 5].flatMap((weekday) => [
    { weekday, start: '08:00', end: '12:00' },
    { weekday, start: '14:00', end: '17:00' },
  ]);
  const count = random.int(2, 4);
  const chosen = new Set<(typeof halves)[number]>();
  while (chosen.size < count) chosen.add(random.pick(halves));
  return halves.filter((half) => chosen.has(half)).map((half) => {
    const slots = half.start === '08:00' ? 16 : 12;
    const referral = Math.round(slots / 3);
    const contract = Math.round(slots / 6);
    return { ...half, minutesPerSlot: 15, quotas: { referral, contract, open: slots - referral - contract } };
  });
}

/** Wards share the beds of their house in proportion to these weights. */
const WARDS: Readonly<Record<string, readonly (readonly [department: string, weight: number])[]>> = {
  hospital: [
    ['心血管内科', 12], ['神经内科', 14], ['呼吸与危重症医学科', 12], ['消化内科', 9], ['内分泌科', 7], ['肾病科', 6], ['普通外科', 11], ['骨科', 12], ['泌尿外科', 6],
    ['神经外科', 5], ['妇科', 5], ['产科', 7], ['儿科', 7], ['肿瘤科', 6], ['康复医学科', 6], ['重症医学科', 4],
  ],
  'tcm-hospital': [['中医内科', 3], ['中医骨伤科', 3], ['中医康复科', 3], ['针灸推拿科', 2]],
  'maternal-child': [['产科', 3], ['妇科', 2], ['儿科', 2]],
  'township-hospital': [['内科', 3], ['外科', 1]],
  'private-hospital': [['内科', 2], ['康复医学科', 2]],
};

const SHARE_RESERVED = 0.05;

export function wardsOf(size: WorldSize, seed: number, organisations: readonly WorldOrganisation[]): WorldWard[] {
  const ids = planIds(seed, 10);
  return organisations
    .filter((organisation) => organisation.insideCounty && organisation.beds > 0)
    .flatMap((organisation) => {
      const wards = WARDS[organisation.kind] ?? [];
      const sum = wards.reduce((total, [, weight]) => total + weight, 0);
      return wards.map(([department, weight]): WorldWard => {
        const beds = Math.max(2, Math.round((organisation.beds * SIZES[size].shareOfBedsPooled * weight) / sum));
        return {
          id: ids.newId(),
          organisationId: organisation.id,
          departmentId: organisation.departments.find((candidate) => candidate.name === department)!.id,
          name: `${department}病区`,
          beds,
          bedsReserved: Math.max(1, Math.floor(beds * SHARE_RESERVED)),
        };
      });
    });
}
