import { maskPersonNumber } from '#platform/kernel/check-digits.ts';
import type { Resident, ResidentLine } from '../../contract/schemas.ts';
import { splitChineseName } from './name-characters.ts';
import type { ResidentEntry } from './resident-entry.ts';

interface LineSource extends Pick<ResidentEntry, 'residentId' | 'name' | 'sex' | 'birthDate' | 'phone' | 'address' | 'kind' | 'ownerOrganisationId'> {
  readonly idCard: string | null;
}

/** 周** — the surname tells the desk that it has the right person, the given name stays hidden. */
function maskName(name: string): string {
  const { surname, given } = /\p{Script=Han}/u.test(name) ? splitChineseName(name) : { surname: name.slice(0, 1), given: name.slice(1) };
  return surname + '*'.repeat(Math.max(1, [...given].length));
}

interface LineSetting {
  readonly recordOpen: boolean;
  readonly organisationName: string | null;
}

export function lineOf(source: LineSource, { recordOpen, organisationName }: LineSetting): ResidentLine {
  return {
    id: source.residentId,
    name: recordOpen ? source.name : maskName(source.name),
    sex: source.sex,
    birthDate: recordOpen ? source.birthDate : null,
    maskedIdCard: recordOpen && source.idCard !== null ? maskPersonNumber(source.idCard) : null,
    maskedPhone: recordOpen && source.phone !== null ? maskPersonNumber(source.phone) : null,
    address: recordOpen ? source.address : null,
    kind: source.kind,
    managingOrganisationId: source.ownerOrganisationId,
    managingOrganisationName: organisationName,
    recordOpen,
  };
}

export const heldIdCard = (entry: Pick<ResidentEntry, 'identifiers'>): string | null =>
  entry.identifiers.find((each) => each.type === 'id-card' && each.standing === 'held')?.value ?? null;

interface ViewSource extends ResidentEntry {
  readonly namePinyin: string;
  readonly mergedIntoId: string | null;
  readonly version: number;
  readonly registeredAt: Date;
}

export function residentView(entry: ViewSource, { openReviews, organisationName }: { openReviews: number; organisationName: string | null }): Resident {
  return {
    id: entry.residentId,
    name: entry.name,
    namePinyin: entry.namePinyin,
    sex: entry.sex,
    birthDate: entry.birthDate,
    kind: entry.kind,
    active: entry.mergedIntoId === null,
    mergedIntoId: entry.mergedIntoId,
    motherId: entry.motherId,
    householdId: entry.householdId,
    maskedPhone: entry.phone === null ? null : maskPersonNumber(entry.phone),
    address: entry.address,
    temporaryLabel: entry.temporaryLabel,
    managingOrganisationId: entry.ownerOrganisationId,
    managingOrganisationName: organisationName,
    identifiers: entry.identifiers.map(({ type, value, standing }) => ({ type, maskedValue: maskPersonNumber(value), standing })),
    openReviews,
    registeredAt: entry.registeredAt.toISOString(),
    version: entry.version,
  };
}
