import type { Coding } from '#fhir/types/resources.gen.ts';
import type { Answer } from '../interactions/answer.ts';
import type { Interaction } from '../interactions/dependencies.ts';
import { requireInteraction } from '../interactions/permission.ts';
import type { Concept } from '../terminology/concept.ts';
import { findInValueSet } from '../terminology/value-sets.ts';
import { parametersAnswer, textOf, type OperationInput } from './operation-input.ts';
import { codeSystemFor, codingsOf, knownHere, valueSetFor } from './terminology-input.ts';

/** $validate-code of CodeSystem and ValueSet (https://hl7.org/fhir/R4/valueset-operation-validate-code.html). */
export async function validateCodeOperation(interaction: Interaction, input: OperationInput): Promise<Answer> {
  const type = input.type === 'CodeSystem' ? 'CodeSystem' : 'ValueSet';
  requireInteraction(interaction.subject, type, 'r');
  const codings = codingsOf(input);
  const find = type === 'CodeSystem' ? await inCodeSystem(interaction, input, codings) : await inValueSet(interaction, input);
  for (const coding of codings) {
    const concept = await find(coding);
    if (concept) return answer(concept, textOf(input, 'display') ?? coding.display);
  }
  const message = '代码不在其中。 The code is not in it.';
  return { status: 200, body: parametersAnswer([{ name: 'result', valueBoolean: false }, { name: 'message', valueString: message }]) };
}

type Find = (coding: Coding) => Promise<Concept | null | undefined>;

async function inCodeSystem(interaction: Interaction, input: OperationInput, codings: readonly Coding[]): Promise<Find> {
  const system = await codeSystemFor(interaction, input, textOf(input, 'url') ?? codings[0]?.system);
  return async (coding) => (coding.system === undefined || coding.system === system.url ? system.find(coding.code ?? '') : undefined);
}

async function inValueSet(interaction: Interaction, input: OperationInput): Promise<Find> {
  const definition = await valueSetFor(interaction, input);
  return (coding) => knownHere(() => findInValueSet(interaction.sql, definition, coding));
}

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** A display that is none of the concept's makes the result false. */
function answer(concept: Concept, display: string | undefined): Answer {
  const known = [concept.display ?? concept.code, ...(concept.properties?.designation ?? [])];
  const isRight = display === undefined || known.some((each) => same(each, display));
  const message = isRight ? undefined : { name: 'message', valueString: `显示名应为“${known[0]}”。 The display should be "${known[0]}".` };
  return { status: 200, body: parametersAnswer([{ name: 'result', valueBoolean: isRight }, message, { name: 'display', valueString: known[0]! }]) };
}
