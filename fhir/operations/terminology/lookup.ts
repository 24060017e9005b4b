import type { CodeSystemConceptProperty, ParametersParameter } from '#fhir/types/resources.gen.ts';
import type { Answer } from '../../interactions/answer.ts';
import type { Interaction } from '../../interactions/dependencies.ts';
import { requireInteraction } from '../../interactions/permission.ts';
import type { CodeSystemSource, Concept } from '../../terminology/concept.ts';
import { chosenDesignations, displayIn, PROPERTIES, type Designation } from '../../terminology/designations.ts';
import { parametersAnswer, textOf, textsOf, type OperationInput } from '../operation-input.ts';
import { codeSystemFor, codingsOf, inputProblem, unknownCode } from './terminology-input.ts';

/**
 * CodeSystem/$lookup (https://hl7.org/fhir/R4/codesystem-operation-lookup.html): display, designations and properties of a code.
 * `property` chooses among `definition`, `designation`, `lang.X`, `parent`, `child`, `inactive` and the system's own; without it all
 * but the children are returned.
 */
export async function lookupOperation(interaction: Interaction, input: OperationInput): Promise<Answer> {
  requireInteraction(interaction.subject, 'CodeSystem', 'r');
  const [coding] = codingsOf(input);
  if (!coding?.code) throw inputProblem('code', '请给出代码。', 'Give the code.');
  const system = await codeSystemFor(interaction, input, coding);
  const concept = await system.find(coding.code);
  if (!concept) throw unknownCode(system.url, coding.code);
  const asked = textsOf(input, 'property');
  const isAsked = (name: string): boolean => asked.length === 0 || asked.includes(name) || asked.includes('*');
  const languages = asked.filter((each) => each.startsWith('lang.')).map((each) => each.slice('lang.'.length));
  const designations = isAsked('designation') ? chosenDesignations(concept, []) : languages.length > 0 ? chosenDesignations(concept, languages) : [];
  const children = asked.includes('child') || asked.includes('*') ? await system.listChildren(concept.code) : [];
  return {
    status: 200,
    body: parametersAnswer([
      { name: 'name', valueString: system.name ?? system.url },
      system.version ? { name: 'version', valueString: system.version } : undefined,
      { name: 'display', valueString: displayIn(concept, textOf(input, 'displayLanguage')) ?? concept.code },
      concept.definition === undefined || !isAsked('definition') ? undefined : { name: 'definition', valueString: concept.definition },
      ...designations.map(designationParameter),
      ...propertiesOf(system, concept).filter(({ code }) => isAsked(code)).map(({ part }) => part),
      ...children.map(({ code }) => property('child', { valueCode: code }).part),
    ]),
  };
}

const designationParameter = ({ language, use, value }: Designation): ParametersParameter => ({
  name: 'designation',
  part: [...(language === undefined ? [] : [{ name: 'language', valueCode: language }]), ...(use === undefined ? [] : [{ name: 'use', valueCoding: use }]), { name: 'value', valueString: value }],
});

interface Property {
  readonly code: string;
  readonly part: ParametersParameter;
}

const property = (code: string, value: Record<string, unknown>): Property => ({ code, part: { name: 'property', part: [{ name: 'code', valueCode: code }, { name: 'value', ...value }] } as ParametersParameter });

/** Properties with the types they were written with; the parent of the hierarchy once. */
function propertiesOf(_system: CodeSystemSource, { parent, properties }: Concept): Property[] {
  const written = (properties?.[PROPERTIES] ?? []).map((text) => JSON.parse(text) as CodeSystemConceptProperty);
  const own = written.map(({ code, ...value }) => property(code, value));
  return parent === undefined || own.some(({ code }) => code === 'parent') ? own : [property('parent', { valueCode: parent }), ...own];
}
