import type { Connection } from '#platform/cli/connection.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import { idCardCheckCharacter } from '#platform/kernel/check-digits.ts';
import { activateMembership, applyMembership, reviewMembership } from '#modules/consortium/contract/memberships.ts';
import { createOrganisation, foundConsortium } from '#modules/consortium/contract/organisations.ts';
import { signAgreement } from '#modules/consortium/contract/agreements.ts';
import { registerResident } from '#modules/residents/contract.ts';
import { createWard } from '#modules/scheduling/contract/beds.ts';
import { createClinic, publishSession } from '#modules/scheduling/contract/clinics.ts';

/** Ids of a small county that was made through the API, as an office would make it. */
export interface County {
  readonly office: string;
  readonly consortium: string;
  readonly hospital: string;
  readonly township: string;
  readonly clinic: string;
  readonly slots: readonly string[];
  readonly ward: string;
  readonly beds: readonly string[];
}

export interface CountySize {
  readonly slots: number;
  /** Referral seats in each slot. */
  readonly seats: number;
  readonly beds: number;
}

export const today = (): string => chinaDate(new Date());

/** `all` acts for every organisation. */
export async function makeCounty(all: Connection, size: CountySize): Promise<County> {
  const make = async (name: string, level: 'county' | 'township', parentId: string | null): Promise<string> => {
    const kind = level === 'township' ? 'township-hospital' : parentId === null ? 'consortium' : 'hospital';
    return (await all.call(createOrganisation, { name, level, kind, ownership: 'public', isLegalPerson: true, parentId })).id;
  };
  const office = await make('示例县医共体办公室', 'county', null);
  const [hospital, township] = [await make('示例县人民医院', 'county', office), await make('柳林镇卫生院', 'township', office)];
  const consortium = await all.call(foundConsortium, {
    name: '示例县医共体', form: 'county-consortium', tightness: 'tight', ownerOrganisationId: office, leadOrganisationId: hospital, foundedOn: addDays(today(), -30),
  });
  const { id: membership } = await all.call(applyMembership, { consortiumId: consortium.id, organisationId: township, role: 'member', reason: '加入医共体' });
  await all.call(reviewMembership, { id: membership, reason: '评审通过' });
  await all.call(activateMembership, { id: membership, validFrom: addDays(today(), -1), reason: '正式加入' });
  await all.call(signAgreement, agreementOf(township, hospital));
  const clinic = await all.call(createClinic, { organisationId: hospital, name: '心内科门诊', speciality: '03.04' });
  const session = await all.call(publishSession, {
    clinicId: clinic.id, day: addDays(today(), 2), from: '08:00', until: hourAfter(size.slots), minutesPerSlot: 5, open: 0, referral: size.seats, releaseHours: 0,
  });
  const ward = await all.call(createWard, { organisationId: hospital, name: '心内科病区', speciality: '03.04', beds: size.beds, referralBeds: size.beds });
  return { office, consortium: consortium.id, hospital, township, clinic: clinic.id, slots: session.slots.map(({ id }) => id), ward: ward.id, beds: ward.bedIds };
}

/** Slots of five minutes each from eight o'clock on. */
const hourAfter = (slots: number): string => {
  const minutes = 8 * 60 + slots * 5;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
};

export const agreementOf = (firstOrganisationId: string, secondOrganisationId: string) => ({
  kind: 'referral' as const,
  firstOrganisationId,
  secondOrganisationId,
  signedOn: addDays(today(), -10),
  validFrom: addDays(today(), -10),
  validUntil: addDays(today(), 300),
  firstSignatory: '甲方代表',
  secondSignatory: '乙方代表',
  firstContactName: '甲联系人',
  firstContactTelephone: '010-00000001',
  secondContactName: '乙联系人',
  secondContactTelephone: '010-00000002',
});

const FAMILY = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨'];
const GIVEN = [...'安柏川达恩方桂海敬可岚明宁鹏青若松桃威熙'];

/** A person unlike any other of the run: name, birth date and identity number follow from the serial number. */
export function personOf(serial: number): { name: string; sex: 'female'; birthDate: string; idCard: string } {
  const birthDate = addDays('1941-01-01', (serial * 97) % 18_000);
  const first17 = `110101${birthDate.replaceAll('-', '')}${String((serial * 2) % 1000).padStart(3, '0')}`;
  const name = `${FAMILY[serial % FAMILY.length]}${GIVEN[Math.floor(serial / FAMILY.length) % GIVEN.length]}${GIVEN[(serial * 7) % GIVEN.length]}`;
  return { name, sex: 'female', birthDate, idCard: `${first17}${idCardCheckCharacter(first17)}` };
}

export async function registerPerson(server: Connection, serial: number): Promise<string> {
  return (await server.call(registerResident, personOf(serial), { key: `person-${serial}` })).resident.id;
}
