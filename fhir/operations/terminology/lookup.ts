import type { ParametersParameter } from '#fhir/types/resources.gen.ts';
import type { Answer } from '../interactions/answer.ts';
import type { Interaction } from '../interactions/dependencies.ts';
import { requireInteraction } from '../interactions/permission.ts';
import { parametersAnswer, textsOf, type OperationInput } from './operation-input.ts';
import { codeSystemFor, codingsOf, unknownProblem } from './terminology-input.ts';

/** CodeSystem/$lookup (https://hl7.org/fhir/R4/codesystem-operation-lookup.html): display, definition and properties of a code. */
export async function lookupOperation(interaction: Interaction, input: OperationInput): Promise<Answer> {
  requireInteraction(interaction.subject, 'CodeSystem', 'r');
  const [coding] = codingsOf(input);
  const system = await codeSystemFor(interaction, input, coding?.system);
  const concept = await system.find(coding?.code ?? '');
  if (!concept) throw unknownProblem(`${system.url}|${coding?.code ?? ''}`);
  const asked = textsOf(input, 'property');
  const isAsked = (name: string): boolean => asked.length === 0 || asked.includes(name) || asked.includes('*');
  const properties = Object.entries({ ...(concept.parent === undefined ? {} : { parent: [concept.parent] }), ...concept.properties })
    .filter(([name]) => name !== 'designation' && isAsked(name))
    .flatMap(([name, values]) => values.map((value): ParametersParameter => ({
      name: 'property', part: [{ name: 'code', valueCode: name }, name === 'parent' ? { name: 'value', valueCode: value } : { name: 'value', valueString: value }],
    })));
  const designations = (concept.properties?.designation ?? []).map((value): ParametersParameter => ({ name: 'designation', part: [{ name: 'value', valueString: value }] }));
  return {
    status: 200,
    body: parametersAnswer([
      { name: 'name', valueString: system.name ?? system.url },
      system.version ? { name: 'version', valueString: system.version } : undefined,
      { name: 'display', valueString: concept.display ?? concept.code },
      concept.definition === undefined ? undefined : { name: 'definition', valueString: concept.definition },
      ...designations,
      ...properties,
    ]),
  };
}
