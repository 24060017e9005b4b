import { readIdCard } from '#platform/kernel/check-digits.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { registerResident as operation } from '../../contract.ts';
import { normaliseIdentifier, type ResidentEntry, type ResidentIdentifier } from '../rules/resident-entry.ts';
import { enterResident } from './enter-resident.ts';
import { answerRegistration, registeringOrganisation } from './registration-answer.ts';
import { problem } from './residents-problem.ts';

type Input = InputOf<typeof operation>;

export async function registerResident(context: CommandContext, input: Input): Promise<ResultOf<typeof operation>> {
  const ownerOrganisationId = registeringOrganisation(context);
  refuseContradictions(input, chinaDate(context.now));
  const entry: ResidentEntry = {
    residentId: context.newId(),
    ownerOrganisationId,
    kind: 'resident',
    name: input.name,
    sex: input.sex,
    birthDate: input.birthDate,
    phone: input.phone ?? null,
    address: input.address ?? null,
    householdId: input.householdId ?? null,
    motherId: null,
    birthOrder: null,
    temporaryLabel: null,
    identifiers: identifiersOf(input),
  };
  return answerRegistration(context, 'resident.registered', await enterResident(context, entry, 'registered'));
}

/** What the number says and what the form says must agree; the desk sees the paper and can tell which is wrong. */
function refuseContradictions(input: Input, today: string): void {
  if (input.birthDate > today) throw problem('resident.birth-in-future');
  if ((input.otherDocumentType === undefined) !== (input.otherDocumentNumber === undefined)) throw problem('resident.document-incomplete');
  if (input.idCard === undefined) return;
  const read = readIdCard(input.idCard);
  if (!read.ok) return;
  if (read.value.birthDate !== input.birthDate) throw problem('resident.birth-date-differs');
  if (input.sex !== read.value.sex && input.sex !== 'other') throw problem('resident.sex-differs');
}

function identifiersOf(input: Input): ResidentIdentifier[] {
  const identifiers: ResidentIdentifier[] = [];
  if (input.idCard) identifiers.push({ type: 'id-card', value: input.idCard, standing: 'held' });
  if (input.insuranceNumber) identifiers.push({ type: 'insurance-number', value: normaliseIdentifier(input.insuranceNumber), standing: 'held' });
  if (input.otherDocumentType && input.otherDocumentNumber) {
    identifiers.push({ type: input.otherDocumentType, value: normaliseIdentifier(input.otherDocumentNumber), standing: 'held' });
  }
  return identifiers;
}
