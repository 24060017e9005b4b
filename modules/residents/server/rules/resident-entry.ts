import type { IdentifierType } from '../../contract/schemas.ts';
import { blockingKeys } from './blocking-keys.ts';
import { prepareInsuranceNumber, preparePerson } from './normalise.ts';
import type { PersonRecord } from './person-record.ts';

export interface ResidentIdentifier {
  readonly type: IdentifierType;
  readonly value: string;
  readonly standing: 'held' | 'claimed' | 'retired';
}

/** An entry of the index as it is known at registration; `birthDate` is `YYYY-MM-DD`. */
export interface ResidentEntry {
  readonly residentId: string;
  readonly ownerOrganisationId: string;
  readonly kind: 'resident' | 'newborn' | 'unidentified';
  readonly name: string;
  readonly sex: 'male' | 'female' | 'other' | 'unknown';
  readonly birthDate: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  readonly householdId: string | null;
  readonly motherId: string | null;
  readonly birthOrder: number | null;
  readonly temporaryLabel: string | null;
  readonly identifiers: readonly ResidentIdentifier[];
}

/** What search and matching need beside the entry itself. */
export interface EntryIndex {
  readonly nameNormalised: string;
  readonly namePinyin: string;
  readonly pinyinInitials: string;
  readonly keys: readonly string[];
}

/** The entry as a record for the matching rules; a held number counts before a claimed one. */
export function recordOf(entry: Omit<ResidentEntry, 'kind' | 'motherId' | 'birthOrder' | 'householdId' | 'ownerOrganisationId'>): PersonRecord {
  const numberOf = (type: IdentifierType): string | undefined =>
    (entry.identifiers.find((each) => each.type === type && each.standing === 'held') ??
      entry.identifiers.find((each) => each.type === type && each.standing === 'claimed'))?.value;
  return {
    id: entry.residentId,
    name: entry.name,
    sex: entry.sex,
    birthDate: entry.birthDate ?? undefined,
    idCard: numberOf('id-card'),
    phone: entry.phone ?? undefined,
    address: entry.address ?? undefined,
    insuranceNumber: numberOf('insurance-number'),
  };
}

export function indexOf(entry: ResidentEntry): EntryIndex {
  const prepared = preparePerson(recordOf(entry));
  const syllables = prepared.name?.syllables ?? [];
  return {
    nameNormalised: prepared.name?.text ?? entry.name,
    namePinyin: syllables.join(''),
    pinyinInitials: syllables.map((syllable) => syllable[0] ?? '').join(''),
    // Nobody is found through the label of an unidentified patient.
    keys: entry.kind === 'unidentified' ? [] : blockingKeys(prepared),
  };
}

/** A number as it is stored: half-width, upper case, without spaces. */
export const normaliseIdentifier = (value: string): string => prepareInsuranceNumber(value) ?? value.trim();
