import type { Identifier } from '#fhir/types/resources.gen.ts';
import { childOf, childrenOf, type XmlElement } from '../xml/read-xml.ts';
import { filled, type CdaBuilder } from './builder.ts';
import { addressesOf, conceptOf, identifiersOf, momentOf, namesOf, quantityOf, telecomsOf, timesOf } from './values.ts';

const SEX: Readonly<Record<string, string>> = { M: 'male', F: 'female', UN: 'other', UNK: 'unknown', '1': 'male', '2': 'female', '0': 'unknown', '9': 'unknown' };

/** Numbers of papers and specimens that Chinese documents put beside the patient's own. */
const NOT_OF_A_PERSON = /^urn:oid:2\.16\.156\.10011\.1\.(20|21|24|14|32|33)$/;

/** The person of the record; the reference of its Patient. */
export function patientOf(root: XmlElement, builder: CdaBuilder): string | undefined {
  const role = childOf(childOf(root, 'recordTarget') ?? (root.name === 'recordTarget' ? root : undefined), 'patientRole');
  if (role === undefined) return undefined;
  const patient = childOf(role, 'patient');
  const all = [...identifiersOf(patient, builder), ...identifiersOf(role, builder)];
  const identifier = all.filter(({ system }) => !NOT_OF_A_PERSON.test(system ?? ''));
  const birthDate = momentOf(childOf(patient, 'birthTime'), builder)?.slice(0, 10);
  const sex = childOf(patient, 'administrativeGenderCode')?.attributes['code'];
  const languages = childrenOf(patient, 'languageCommunication').flatMap((each) => {
    const code = childOf(each, 'languageCode')?.attributes['code'];
    return code === undefined || code === '' ? [] : [filled({ language: { coding: [{ system: 'urn:ietf:bcp:47', code }] }, preferred: childOf(each, 'preferenceInd')?.attributes['value'] === 'true' ? true : undefined })];
  });
  const concepts = (['raceCode', 'ethnicGroupCode', 'religiousAffiliationCode'] as const).flatMap((name) => {
    const concept = conceptOf(childOf(patient, name));
    return concept === undefined ? [] : [{ url: `https://yigong.dev/fhir/StructureDefinition/cda-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, valueCodeableConcept: concept }];
  });
  const guardians = childrenOf(patient, 'guardian').map((each) => filled({ relationship: [conceptOf(childOf(each, 'code'))].filter((code) => code !== undefined), name: namesOf(childOf(each, 'guardianPerson'))[0], telecom: telecomsOf(each), address: addressesOf(each)[0] }))
    .filter((each) => each['name'] !== undefined || each['telecom'] !== undefined);
  const provider = builder.organisation(childOf(role, 'providerOrganization'));
  const reference = builder.add('Patient', {
    extension: concepts, identifier, name: namesOf(patient), telecom: telecomsOf(role), gender: sex === undefined ? undefined : (SEX[sex] ?? 'unknown'), birthDate, address: [...addressesOf(role), ...addressesOf(patient)],
    maritalStatus: conceptOf(childOf(patient, 'maritalStatusCode')), communication: languages, contact: guardians,
  }, { key: ['patient', numbersKey(identifier)] });
  ageOf(patient, builder, reference);
  void provider;
  return reference;
}

const numbersKey = (identifier: readonly Identifier[]): string => JSON.stringify(identifier.map(({ system, value }) => [system, value]));

/** Chinese documents state the age beside, or in place of, the day of birth. */
function ageOf(patient: XmlElement | undefined, builder: CdaBuilder, reference: string): void {
  const age = quantityOf(childOf(patient, 'age'));
  if (age === undefined) return;
  builder.add('Observation', { status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '30525-0' }], text: '年龄' }, subject: { reference }, valueQuantity: age });
}

export function encounterOf(root: XmlElement, builder: CdaBuilder, subject: { reference: string } | undefined): string | undefined {
  const encounter = childOf(childOf(root, 'componentOf') ?? (root.name === 'componentOf' ? root : undefined), 'encompassingEncounter');
  if (encounter === undefined) return undefined;
  const { start, end, at } = timesOf(childOf(encounter, 'effectiveTime'), builder);
  const code = conceptOf(childOf(encounter, 'code'));
  const place = childOf(childOf(encounter, 'location'), 'healthCareFacility');
  const placeName = [childOf(childOf(place, 'location'), 'name')?.text.trim(), ...childrenOf(childOf(place, 'serviceProviderOrganization'), 'name').map((each) => each.text.trim())].find((name) => name !== undefined && name !== '');
  const location = placeName === undefined ? undefined : builder.add('Location', { status: 'active', name: placeName, identifier: identifiersOf(place, builder), address: addressesOf(childOf(place, 'location'))[0] }, { key: ['location', placeName], ifNew: true });
  const people = [childOf(childOf(encounter, 'responsibleParty'), 'assignedEntity'), ...childrenOf(encounter, 'encounterParticipant').map((each) => childOf(each, 'assignedEntity'))].flatMap((each) => builder.performer(each) ?? []);
  return builder.add('Encounter', {
    identifier: identifiersOf(encounter, builder), status: end === undefined ? 'unknown' : 'finished', class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: ['IMP', 'AMB', 'EMER'].includes(code?.coding?.[0]?.code ?? '') ? code!.coding![0]!.code : 'AMB' },
    type: code === undefined ? undefined : [code], subject, period: Object.keys(filled({ start: start ?? at, end })).length === 0 ? undefined : filled({ start: start ?? at, end }),
    participant: people.filter(({ reference }) => reference.startsWith('Practitioner/')).map((individual) => ({ individual })), location: location === undefined ? undefined : [{ location: { reference: location } }],
    serviceProvider: builder.organisation(childOf(place, 'serviceProviderOrganization')),
  }, { key: builder.entryKey(encounter) });
}

/** Somebody who takes part by office (HL7 RoleClass), not as a relative. */
export const isProfessional = (entity: XmlElement): boolean => /^(ASSIGNED|PROV|LIC|QUAL|AGNT|INVSBJ)$/.test(entity.attributes['classCode'] ?? '');

/** Relatives who informed or stand by. */
export function relatedPersons(root: XmlElement, builder: CdaBuilder, subject: { reference: string } | undefined): void {
  const found = [
    ...childrenOf(root, 'informant').map((each) => [childOf(each, 'relatedEntity'), 'relatedPerson'] as const),
    ...childrenOf(root, 'participant').map((each) => [childOf(each, 'associatedEntity'), 'associatedPerson'] as const),
  ];
  for (const [entity, person] of found) {
    const name = namesOf(childOf(entity, person));
    if (entity === undefined || name.length === 0 || isProfessional(entity)) continue;
    const relationship = conceptOf(childOf(entity, 'code'));
    builder.add('RelatedPerson', { patient: subject ?? { display: '未说明' }, identifier: identifiersOf(entity, builder), relationship: relationship === undefined ? undefined : [relationship], name, telecom: telecomsOf(entity), address: addressesOf(entity) });
  }
}
