import type { Coding } from '#fhir/types/resources.gen.ts';
import type { Answer } from '../../interactions/answer.ts';
import type { Interaction } from '../../interactions/dependencies.ts';
import { requireInteraction } from '../../interactions/permission.ts';
import type { CodeSystemSource, Concept } from '../../terminology/concept.ts';
import { designationsOf, displayIn, isAbstract, isInactive } from '../../terminology/designations.ts';
import { findCodeSystem, findInValueSet } from '../../terminology/value-sets.ts';
import { UnknownTerminology } from '../../terminology/unknown-terminology.ts';
import { parameterOf, parametersAnswer, textOf, type OperationInput } from '../operation-input.ts';
import { codeSystemFor, codingsOf, inputProblem, pinnedTo, unmadeProblem, valueSetFor } from './terminology-input.ts';

/** A concept where it was found. */
type Found = Concept & { readonly system?: string };
type Find = (coding: Coding) => Promise<Found | null | undefined>;

/**
 * $validate-code of CodeSystem and ValueSet (https://hl7.org/fhir/R4/valueset-operation-validate-code.html): of a concept one
 * coding must be in the set. A code without a system counts in any system of the set, which the answer names.
 */
export async function validateCodeOperation(interaction: Interaction, input: OperationInput): Promise<Answer> {
  const type = input.type === 'CodeSystem' ? 'CodeSystem' : 'ValueSet';
  requireInteraction(interaction.subject, type, 'r');
  const codings = codingsOf(input);
  const find = type === 'CodeSystem' ? await inCodeSystem(interaction, input) : await inValueSet(interaction, input);
  let unknown: UnknownTerminology | undefined;
  let wrong: Answer | undefined;
  for (const coding of codings) {
    try {
      const concept = await find(coding);
      if (!concept) continue;
      const { answer, isRight } = judged(concept, { coding, input });
      if (isRight) return answer;
      wrong ??= answer;
    } catch (error) {
      if (!(error instanceof UnknownTerminology)) throw error;
      unknown = error;
    }
  }
  if (wrong) return wrong;
  if (unknown) throw unmadeProblem(unknown);
  const names = codings.filter(({ code }) => code !== undefined).map(({ system, code }) => (system === undefined ? code : `${system}|${code}`)).join(', ');
  if (names === '') return refused('没有给出代码。 There is no code to be looked for.');
  return refused(`代码不在其中：${names}。 The code is not in it: ${names}.`);
}

const refused = (message: string): Answer => ({ status: 200, body: parametersAnswer([{ name: 'result', valueBoolean: false }, { name: 'message', valueString: message }]) });

/** In the code system that is asked about, or else each coding in its own. */
async function inCodeSystem(interaction: Interaction, input: OperationInput): Promise<Find> {
  const url = textOf(input, 'url');
  const isNamed = url !== undefined || input.id !== undefined || parameterOf(input, 'codeSystem') !== undefined;
  const named = isNamed ? await codeSystemFor(interaction, input, url === undefined ? {} : { system: url }) : undefined;
  return async (coding) => {
    if (named && coding.system !== undefined && coding.system !== named.url) return undefined;
    const isOther = named?.version !== undefined && coding.version !== undefined && coding.version !== named.version;
    if (isOther && textOf(input, 'version') !== undefined) return undefined;
    const system = named && !isOther ? named : await ownSystem(interaction, input, { system: named?.url ?? coding.system, version: coding.version });
    const concept = await system.find(coding.code ?? '');
    return concept && { ...concept, system: system.url };
  };
}

/** The code system of a coding, in its version or the one asked for. */
async function ownSystem({ sql }: Interaction, input: OperationInput, { system, version }: { system: string | undefined; version: string | undefined }): Promise<CodeSystemSource> {
  if (system === undefined) throw inputProblem('system', '请给出代码系统。', 'Give the code system.');
  const asked = textOf(input, 'version') ?? version;
  const found = await findCodeSystem(sql, system, asked);
  if (!found) throw new UnknownTerminology(asked === undefined ? system : `${system}|${asked}`);
  return found;
}

async function inValueSet(interaction: Interaction, input: OperationInput): Promise<Find> {
  const definition = await valueSetFor(interaction, input);
  const systemVersion = textOf(input, 'systemVersion');
  return async (coding) => {
    const version = coding.version ?? systemVersion;
    const compose = version === undefined || coding.system === undefined ? definition.compose : pinnedTo(definition.compose, { system: coding.system, version });
    return compose === undefined ? undefined : findInValueSet(interaction.sql, { ...definition, compose }, coding);
  };
}

const same = (a: string, b: string): boolean => a.normalize('NFKC').trim().toLowerCase() === b.normalize('NFKC').trim().toLowerCase();

/** A display that is none of the concept's, or an abstract concept where it is not wanted, makes the result false. */
function judged(concept: Found, { coding, input }: { coding: Coding; input: OperationInput }): { answer: Answer; isRight: boolean } {
  const display = textOf(input, 'display') ?? coding.display;
  const right = displayIn(concept, textOf(input, 'displayLanguage')) ?? concept.code;
  const known = [concept.display ?? concept.code, right, ...(concept.properties?.designation ?? []), ...designationsOf(concept).map(({ value }) => value)];
  const isNamed = display === undefined || known.some((each) => same(each, display));
  const isConcrete = textOf(input, 'abstract') !== 'false' || !isAbstract(concept);
  const isRight = isNamed && isConcrete;
  const message =
    !isNamed ? `显示名应为“${right}”。 The display should be "${right}".`
    : !isConcrete ? '该代码只用于分组。 The code only groups others.'
    : isInactive(concept) ? '该代码已停用。 The code is no longer in use.' : undefined;
  const body = parametersAnswer([
    { name: 'result', valueBoolean: isRight },
    message === undefined ? undefined : { name: 'message', valueString: message },
    { name: 'display', valueString: right },
    { name: 'code', valueCode: concept.code },
    concept.system === undefined ? undefined : { name: 'system', valueUri: concept.system },
  ]);
  return { answer: { status: 200, body }, isRight };
}
