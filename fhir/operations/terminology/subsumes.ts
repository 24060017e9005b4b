import type { Coding } from '#fhir/types/resources.gen.ts';
import type { Answer } from '../../interactions/answer.ts';
import type { Interaction } from '../../interactions/dependencies.ts';
import { requireInteraction } from '../../interactions/permission.ts';
import { parameterOf, parametersAnswer, textOf, type OperationInput } from '../operation-input.ts';
import { codeSystemFor, inputProblem, unknownCode } from './terminology-input.ts';

/** CodeSystem/$subsumes (https://hl7.org/fhir/R4/codesystem-operation-subsumes.html). */
export async function subsumesOperation(interaction: Interaction, input: OperationInput): Promise<Answer> {
  requireInteraction(interaction.subject, 'CodeSystem', 'r');
  const [a, b] = [codingOf(input, 'A'), codingOf(input, 'B')];
  const version = a.version ?? b.version;
  if (a.version !== undefined && b.version !== undefined && a.version !== b.version) throw inputProblem('codingB', '两个代码必须属于同一版本。', 'Both codes are of one version.');
  const system = await codeSystemFor(interaction, input, { ...b, ...a, ...(version === undefined ? {} : { version }), ...(textOf(input, 'system') === undefined ? {} : { system: textOf(input, 'system')! }) });
  for (const { system: own } of [a, b]) {
    if (own !== undefined && own !== system.url) throw inputProblem('codingB', '两个代码必须属于同一代码系统。', 'Both codes belong to one code system.');
  }
  const [left, right] = await Promise.all([system.find(a.code ?? ''), system.find(b.code ?? '')]);
  if (!left || !right) throw unknownCode(system.url, (left ? b : a).code ?? '');
  const outcome =
    left.code === right.code ? 'equivalent'
    : (await system.isBelow(right.code, left.code)) ? 'subsumes'
    : (await system.isBelow(left.code, right.code)) ? 'subsumed-by' : 'not-subsumed';
  return { status: 200, body: parametersAnswer([{ name: 'outcome', valueCode: outcome }]) };
}

function codingOf(input: OperationInput, letter: 'A' | 'B'): Coding {
  const coding = parameterOf(input, `coding${letter}`);
  if (typeof coding === 'object' && coding !== null) return coding as Coding;
  const code = textOf(input, `code${letter}`);
  if (code === undefined) throw inputProblem(`code${letter}`, '请给出两个代码。', 'Give both codes.');
  return { code };
}
