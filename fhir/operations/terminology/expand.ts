import type { ValueSet, ValueSetCompose, ValueSetExpansionContains, ValueSetExpansionParameter } from '#fhir/types/resources.gen.ts';
import { parseDateRange } from '#fhir/search/values/date-range.ts';
import type { Answer } from '../../interactions/answer.ts';
import type { Interaction } from '../../interactions/dependencies.ts';
import { requireInteraction } from '../../interactions/permission.ts';
import { chosenDesignations, displayIn, isAbstract, isInactive } from '../../terminology/designations.ts';
import { expandValueSet, findCodeSystem, type CodedConcept } from '../../terminology/value-sets.ts';
import { textOf, textsOf, type OperationInput } from '../operation-input.ts';
import { flagOf, inputProblem, knownHere, valueSetFor } from './terminology-input.ts';

const COUNT_DEFAULT = 1000;
const COUNT_MAX = 10_000;

/**
 * ValueSet/$expand (https://hl7.org/fhir/R4/valueset-operation-expand.html): filter, pages, designations, languages, versions of
 * code systems. The list is flat. Parameters that would change the meaning and are not served are refused.
 */
export async function expandOperation(interaction: Interaction, input: OperationInput): Promise<Answer> {
  requireInteraction(interaction.subject, 'ValueSet', 'r');
  if (textOf(input, 'context') !== undefined && textOf(input, 'url') === undefined) throw inputProblem('context', '不支持按上下文查找值集，请给出 url。', 'Value sets by context are not served; give the url.');
  requireToday(textOf(input, 'date'), interaction.clock.now());
  const given = await valueSetFor(interaction, input);
  const compose = pinned(given.compose, input);
  const offset = numberOf(input, 'offset') ?? 0;
  const count = Math.min(numberOf(input, 'count') ?? COUNT_DEFAULT, COUNT_MAX);
  const text = textOf(input, 'filter');
  const asked = { offset, limit: count, isActiveOnly: flagOf(input, 'activeOnly'), isSelectableOnly: flagOf(input, 'excludeNotForUI'), ...(text === undefined || text === '' ? {} : { text }) };
  const { total, concepts } = await knownHere(() => expandValueSet(interaction.sql, { ...given, compose }, asked));
  const expansion = {
    identifier: `urn:uuid:${interaction.ids.newId()}`,
    timestamp: interaction.clock.now().toISOString(),
    total,
    offset,
    parameter: [...echoed(input, { offset, count }), ...(await versionsOf(interaction, compose))],
    ...(concepts.length === 0 ? {} : { contains: concepts.map((concept) => containsOf(concept, input)) }),
  };
  const valueSet = {
    resourceType: 'ValueSet', status: given.status ?? 'active', ...(given.url === '' ? {} : { url: given.url }),
    ...(given.version ? { version: given.version } : {}), ...(given.name ? { name: given.name } : {}),
    ...(flagOf(input, 'includeDefinition') ? { compose: given.compose } : {}), expansion,
  } as ValueSet;
  return { status: 200, body: JSON.stringify(valueSet) };
}

function containsOf(concept: CodedConcept, input: OperationInput): ValueSetExpansionContains {
  const language = textOf(input, 'displayLanguage');
  const display = displayIn(concept, language);
  const asked = textsOf(input, 'designation');
  const wantsAll = flagOf(input, 'includeDesignations');
  const designation = wantsAll || asked.length > 0 ? chosenDesignations(concept, asked) : [];
  return {
    system: concept.system,
    ...(isAbstract(concept) ? { abstract: true } : {}),
    ...(isInactive(concept) ? { inactive: true } : {}),
    code: concept.code,
    ...(display === undefined ? {} : { display }),
    ...(designation.length === 0 ? {} : { designation }),
  };
}

/** Code systems left out, and versions given from outside: `system|version` for includes without one, checked, or forced. */
function pinned(compose: ValueSetCompose, input: OperationInput): ValueSetCompose {
  const excluded = textsOf(input, 'exclude-system').map((each) => each.split('|')[0]!);
  const [defaults, checks, forced] = ['system-version', 'check-system-version', 'force-system-version'].map((name) => new Map(textsOf(input, name).map((each) => each.split('|') as [string, string])));
  const versioned = <T extends { system?: string; version?: string }>(include: T): T => {
    const system = include.system ?? '';
    const version = forced!.get(system) ?? include.version ?? defaults!.get(system) ?? checks!.get(system);
    const checked = checks!.get(system);
    if (checked !== undefined && version !== checked) throw inputProblem('check-system-version', `值集要求 ${system} 的版本 ${version}，不是 ${checked}。`, `The value set uses version ${version} of ${system}, not ${checked}.`);
    return version === undefined ? include : { ...include, version };
  };
  const kept = compose.include.filter(({ system }) => system === undefined || !excluded.includes(system)).map(versioned);
  const hasNested = kept.some(({ valueSet }) => valueSet !== undefined);
  const exclude = [...(compose.exclude ?? []).map(versioned), ...(hasNested ? excluded.map((system) => ({ system })) : [])];
  return { ...compose, include: kept as unknown as ValueSetCompose['include'], ...(exclude.length === 0 ? {} : { exclude: exclude as unknown as ValueSetCompose['include'] }) };
}

const FLAGS = ['activeOnly', 'includeDesignations', 'includeDefinition', 'excludeNested', 'excludeNotForUI', 'excludePostCoordinated'];

/** What the expansion was made with. */
function echoed(input: OperationInput, { offset, count }: { offset: number; count: number }): ValueSetExpansionParameter[] {
  const text = (name: string): ValueSetExpansionParameter[] => textsOf(input, name).filter((value) => value !== '').map((value) => ({ name, valueString: value }));
  return [
    { name: 'offset', valueInteger: offset },
    { name: 'count', valueInteger: count },
    ...['filter', 'designation', 'displayLanguage', 'exclude-system', 'system-version', 'check-system-version', 'force-system-version'].flatMap(text),
    ...FLAGS.filter((name) => textOf(input, name) !== undefined).map((name) => ({ name, valueBoolean: flagOf(input, name) })),
  ];
}

async function versionsOf({ sql }: Interaction, { include }: ValueSetCompose): Promise<ValueSetExpansionParameter[]> {
  const systems = [...new Map(include.filter(({ system }) => system !== undefined).map((each) => [each.system!, each.version]))].slice(0, 20);
  const versions = await Promise.all(systems.map(async ([system, asked]) => ({ system, version: asked ?? (await findCodeSystem(sql, system))?.version })));
  return versions.filter(({ version }) => version !== undefined).map(({ system, version }) => ({ name: 'version', valueUri: `${system}|${version}` }));
}

/** Definitions are those of now: how a value set stood on another day is not kept by day. */
function requireToday(date: string | undefined, now: Date): void {
  if (date === undefined) return;
  const range = parseDateRange(date);
  if (!range) throw inputProblem('date', '不是有效的日期。', 'This is no date.');
  const isNow = new Date(range.low).getTime() <= now.getTime() + DAY && new Date(range.high).getTime() > now.getTime() - DAY;
  if (!isNow) throw inputProblem('date', '只能按现行版本展开；需要旧版本请用 valueSetVersion 和 system-version。', 'Only what is in force now is expanded. For older ones give valueSetVersion and system-version.');
}

const DAY = 86_400_000;

function numberOf(input: OperationInput, name: string): number | undefined {
  const text = textOf(input, name);
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw inputProblem(name, '应为非负整数。', 'This is a whole number from 0.');
  return Number(text);
}
