import type { Patient } from '#fhir/types/resources.gen.ts';
import { IDENTIFIER_SYSTEMS, type IdentifierType } from '../../contract/schemas.ts';
import { splitChineseName } from './name-characters.ts';
import { prepareBirthDate } from './normalise.ts';
import { idCardTo18, readIdCard } from '#platform/kernel/check-digits.ts';
import { normaliseIdentifier, type ResidentEntry, type ResidentIdentifier } from './resident-entry.ts';

const SYSTEMS = new Map(Object.entries(IDENTIFIER_SYSTEMS).map(([type, system]) => [system as string, type as IdentifierType]));

/** The FHIR Patient of a new entry. Only numbers that the entry holds are told to the outside. */
export function patientOf(entry: ResidentEntry): Patient {
  return {
    resourceType: 'Patient',
    id: entry.residentId,
    ...identifierPart(patientIdentifiers(entry)),
    active: true,
    name: [humanName(entry.name)],
    ...(entry.phone === null ? {} : { telecom: [{ system: 'phone', value: entry.phone, use: 'mobile' }] }),
    gender: entry.sex,
    ...(entry.birthDate === null ? {} : { birthDate: entry.birthDate }),
    ...(entry.address === null ? {} : { address: [{ use: 'home', text: entry.address }] }),
    ...(entry.birthOrder === null || entry.birthOrder === 1 ? {} : { multipleBirthInteger: entry.birthOrder }),
    managingOrganization: { reference: `Organization/${entry.ownerOrganisationId}` },
  };
}

/** Puts what the index changed into the Patient as it stands; everything else that others wrote stays. */
export function patientWithEntry(patient: Patient, entry: ResidentEntry): Patient {
  const fresh = patientOf(entry);
  const foreign = (patient.identifier ?? []).filter((identifier) => !SYSTEMS.has(identifier.system ?? ''));
  const otherTelecom = (patient.telecom ?? []).filter((point) => point.system !== 'phone');
  const telecom = [...(fresh.telecom ?? []), ...otherTelecom];
  const { identifier: _replaced, ...rest } = patient;
  return {
    ...rest,
    ...identifierPart([...(fresh.identifier ?? []), ...foreign]),
    name: patient.name?.[0]?.text === entry.name ? patient.name : fresh.name,
    ...(telecom.length === 0 ? {} : { telecom }),
    gender: fresh.gender,
    ...(fresh.birthDate === undefined ? {} : { birthDate: fresh.birthDate }),
    ...(fresh.address === undefined ? {} : { address: fresh.address }),
  };
}

/** Links of FHIR R4 Patient.link as merges stand: one `replaced-by` when merged, a `replaces` for each entry taken in. */
export function patientWithLinks(patient: Patient, { mergedIntoId, replacedIds }: { mergedIntoId: string | null; replacedIds: readonly string[] }): Patient {
  const others = (patient.link ?? []).filter((link) => link.type !== 'replaced-by' && link.type !== 'replaces');
  const link = [
    ...others,
    ...(mergedIntoId === null ? [] : [{ other: { reference: `Patient/${mergedIntoId}` }, type: 'replaced-by' as const }]),
    ...replacedIds.map((id) => ({ other: { reference: `Patient/${id}` }, type: 'replaces' as const })),
  ];
  const { link: _old, ...rest } = patient;
  return { ...rest, active: mergedIntoId === null, ...(link.length === 0 ? {} : { link }) };
}

function humanName(name: string): NonNullable<Patient['name']>[number] {
  if (!/^\p{Script=Han}+$/u.test(name)) return { use: 'official', text: name };
  const { surname, given } = splitChineseName(name);
  return { use: 'official', text: name, family: surname, ...(given === '' ? {} : { given: [given] }) };
}

const patientIdentifiers = ({ identifiers }: ResidentEntry): NonNullable<Patient['identifier']> =>
  identifiers
    .filter((identifier) => identifier.standing === 'held')
    .map(({ type, value }) => ({ use: 'official' as const, system: IDENTIFIER_SYSTEMS[type], value }));

/** FHIR knows no empty list: an element without content is left out. */
const identifierPart = (identifier: NonNullable<Patient['identifier']>): Pick<Patient, 'identifier'> => (identifier.length === 0 ? {} : { identifier });

/** An imported Patient as an entry; a US Patient has neither Chinese name nor ID number and is indexed by what it has. */
export function entryOfPatient(patient: Patient, residentId: string, fallbackOrganisationId: string): ResidentEntry {
  const home = patient.address?.[0];
  const line = home?.text ?? [...(home?.line ?? []), home?.city, home?.state, home?.postalCode].filter(Boolean).join(' ');
  return {
    residentId,
    ownerOrganisationId: /^Organization\/(.+)$/.exec(patient.managingOrganization?.reference ?? '')?.[1] ?? fallbackOrganisationId,
    kind: 'resident',
    name: nameOfPatient(patient),
    sex: patient.gender ?? 'unknown',
    birthDate: prepareBirthDate(patient.birthDate ?? '') ?? null,
    phone: patient.telecom?.find((point) => point.system === 'phone')?.value ?? null,
    address: line === '' ? null : line,
    householdId: null,
    motherId: null,
    birthOrder: null,
    temporaryLabel: null,
    identifiers: identifiersOfPatient(patient),
  };
}

function nameOfPatient(patient: Patient): string {
  const name = patient.name?.find((each) => each.use === 'official') ?? patient.name?.[0];
  if (name === undefined) return '未具名';
  if (name.text) return name.text;
  const [given, family] = [(name.given ?? []).join(' '), name.family ?? ''];
  return /\p{Script=Han}/u.test(family) ? family + given : [given, family].filter((part) => part !== '').join(' ') || '未具名';
}

function identifiersOfPatient(patient: Patient): ResidentIdentifier[] {
  return (patient.identifier ?? []).flatMap(({ system, value, use }): ResidentIdentifier[] => {
    const type = SYSTEMS.get(system ?? '');
    if (type === undefined || !value || use === 'old') return [];
    if (type !== 'id-card') return [{ type, value: normaliseIdentifier(value), standing: 'held' }];
    // A number that fails its check is no identity number; the Patient keeps it, the index does not file it.
    return readIdCard(value).ok ? [{ type, value: idCardTo18(normaliseIdentifier(value)), standing: 'held' }] : [];
  });
}
