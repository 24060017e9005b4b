import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { registerWithoutDocument as operation } from '../../contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { createEntry } from './enter-resident.ts';
import { answerRegistration, registeringOrganisation } from './registration-answer.ts';
import { problem } from './residents-problem.ts';

/** Nobody knows who it is: a label for wrist and papers, and nothing is matched until the person has a name. */
export async function registerWithoutDocument(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const ownerOrganisationId = registeringOrganisation(context);
  const today = chinaDate(context.now);
  if (input.estimatedBirthYear !== undefined && input.estimatedBirthYear > Number(today.slice(0, 4))) throw problem('resident.birth-in-future');
  const residentId = context.newId();
  const temporaryLabel = `W${today.slice(2).replaceAll('-', '')}-${residentId.slice(-4).toUpperCase()}`;
  const entered = await createEntry(context, {
    entry: {
      residentId,
      ownerOrganisationId,
      kind: 'unidentified',
      name: `无名氏 ${temporaryLabel}`,
      sex: input.sex,
      birthDate: input.estimatedBirthYear === undefined ? null : `${input.estimatedBirthYear}-01-01`,
      phone: null,
      address: null,
      householdId: null,
      motherId: null,
      birthOrder: null,
      temporaryLabel,
      identifiers: [],
    },
    review: [],
    action: 'registered-without-document',
    reason: input.circumstances,
  });
  return answerRegistration(context, 'resident.registered-without-document', entered);
}
