import type { ValueSet } from '#fhir/types/resources.gen.ts';
import type { Answer } from '../interactions/answer.ts';
import type { Interaction } from '../interactions/dependencies.ts';
import { requireInteraction } from '../interactions/permission.ts';
import { expandValueSet } from '../terminology/value-sets.ts';
import { textOf, type OperationInput } from './operation-input.ts';
import { inputProblem, knownHere, valueSetFor } from './terminology-input.ts';

const COUNT_DEFAULT = 1000;
const COUNT_MAX = 10_000;

/** ValueSet/$expand with `filter`, `offset`, `count` (https://hl7.org/fhir/R4/valueset-operation-expand.html). */
export async function expandOperation(interaction: Interaction, input: OperationInput): Promise<Answer> {
  requireInteraction(interaction.subject, 'ValueSet', 'r');
  const definition = await valueSetFor(interaction, input);
  const offset = numberOf(input, 'offset') ?? 0;
  const count = Math.min(numberOf(input, 'count') ?? COUNT_DEFAULT, COUNT_MAX);
  const text = textOf(input, 'filter');
  const asked = { offset, limit: count, ...(text === undefined || text === '' ? {} : { text }) };
  const { total, concepts } = await knownHere(() => expandValueSet(interaction.sql, definition, asked));
  const expansion = {
    identifier: `urn:uuid:${interaction.ids.newId()}`,
    timestamp: interaction.clock.now().toISOString(),
    total,
    offset,
    parameter: [{ name: 'offset', valueInteger: offset }, { name: 'count', valueInteger: count }, ...(text ? [{ name: 'filter', valueString: text }] : [])],
    ...(concepts.length === 0 ? {} : { contains: concepts.map(({ system, code, display }) => ({ system, code, ...(display === undefined ? {} : { display }) })) }),
  };
  const valueSet = {
    resourceType: 'ValueSet', status: 'active', ...(definition.url === '' ? {} : { url: definition.url }),
    ...(definition.version ? { version: definition.version } : {}), ...(definition.name ? { name: definition.name } : {}), expansion,
  } as ValueSet;
  return { status: 200, body: JSON.stringify(valueSet) };
}

function numberOf(input: OperationInput, name: string): number | undefined {
  const text = textOf(input, name);
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw inputProblem(name, '应为非负整数。', 'This is a whole number from 0.');
  return Number(text);
}
