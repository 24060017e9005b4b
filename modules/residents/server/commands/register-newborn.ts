import { writeResources } from '#fhir/repository/write.ts';
import type { RelatedPerson } from '#fhir/types/resources.gen.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { ageInYears, chinaDate } from '#platform/kernel/period.ts';
import type { registerNewborn as operation } from '../../contract.ts';
import { splitChineseName } from '../rules/name-characters.ts';
import type { ResidentEntry } from '../rules/resident-entry.ts';
import { findEntry, type StoredEntry } from '../store/entries.ts';
import { enterResident } from './enter-resident.ts';
import { answerRegistration, registeringOrganisation } from './registration-answer.ts';
import { problem } from './residents-problem.ts';

type Input = InputOf<typeof operation>;

export async function registerNewborn(context: CommandContext, input: Input): Promise<ResultOf<typeof operation>> {
  const ownerOrganisationId = registeringOrganisation(context);
  if (input.birthDate > chinaDate(context.now)) throw problem('resident.birth-in-future');
  const mother = await findEntry(context.tx, input.motherId);
  if (mother === undefined) throw problem('resident.not-found');
  await context.gate.recordBasis(mother.residentId);
  if (mother.mergedIntoId !== null) throw problem('resident.merged');
  if (!couldBear(mother, input.birthDate)) throw problem('resident.not-a-mother');
  const entered = await enterResident(context, newbornEntry(context.newId(), { mother, input, ownerOrganisationId }), 'registered-newborn');
  if (entered.outcome !== 'matched') await writeMother(context, { child: entered.entry, mother });
  return answerRegistration(context, 'resident.newborn-registered', entered);
}

const couldBear = (mother: StoredEntry, birthDate: string): boolean =>
  mother.sex !== 'male' && (mother.birthDate === null || (ageInYears(mother.birthDate, birthDate) >= 10 && ageInYears(mother.birthDate, birthDate) <= 65));

interface Birth {
  readonly mother: StoredEntry;
  readonly input: Input;
  readonly ownerOrganisationId: string;
}

function newbornEntry(residentId: string, { mother, input, ownerOrganisationId }: Birth): ResidentEntry {
  const child = input.sex === 'female' ? '女' : input.sex === 'male' ? '子' : '婴';
  const order = input.birthOrder > 1 ? `${input.birthOrder}` : '';
  return {
    residentId,
    ownerOrganisationId,
    kind: 'newborn',
    name: input.name ?? `${nameForChild(mother.name)}之${child}${order}`,
    sex: input.sex,
    birthDate: input.birthDate,
    phone: mother.phone,
    address: mother.address,
    householdId: mother.householdId,
    motherId: mother.residentId,
    birthOrder: input.birthOrder,
    temporaryLabel: null,
    identifiers: [],
  };
}

const nameForChild = (name: string): string => (splitChineseName(name).given === '' ? `${name}某` : name);

/** FHIR keeps the relation as a RelatedPerson of the child (v3-RoleCode MTH). */
async function writeMother(context: CommandContext, { child, mother }: { child: ResidentEntry; mother: StoredEntry }): Promise<void> {
  const relation: RelatedPerson = {
    resourceType: 'RelatedPerson',
    id: context.newId(),
    active: true,
    patient: { reference: `Patient/${child.residentId}` },
    relationship: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'MTH', display: 'mother' }] }],
    name: [{ text: mother.name }],
    gender: 'female',
  };
  await writeResources(context, [{ method: 'create', resource: relation, ownerOrganisationId: child.ownerOrganisationId }]);
}
