import { systemSubject } from '#platform/access/subject.ts';
import type { Coding, ConceptMap, ConceptMapGroup, ParametersParameter } from '#fhir/types/resources.gen.ts';
import type { Answer } from '../interactions/answer.ts';
import type { Interaction } from '../interactions/dependencies.ts';
import { requireInteraction } from '../interactions/permission.ts';
import { searchResources } from '../repository/search.ts';
import { parametersAnswer, textOf, type OperationInput } from './operation-input.ts';
import { codingsOf, inputProblem, storedMap, unknownProblem } from './terminology-input.ts';

interface Match {
  readonly equivalence: string;
  readonly concept: Coding;
  readonly source: string;
}

/** ConceptMap/$translate, also `reverse` (https://hl7.org/fhir/R4/conceptmap-operation-translate.html), over stored maps. */
export async function translateOperation(interaction: Interaction, input: OperationInput): Promise<Answer> {
  requireInteraction(interaction.subject, 'ConceptMap', 'r');
  const codings = codingsOf(input);
  const maps = await mapsFor(interaction, input);
  const isReverse = textOf(input, 'reverse') === 'true';
  const wanted = { system: textOf(input, 'targetsystem') ?? textOf(input, 'targetSystem'), isReverse };
  const matches = maps.flatMap((map) => codings.flatMap((coding) => (map.group ?? []).flatMap((group) => matchesIn(group, coding, wanted).map((match) => ({ ...match, source: map.url ?? '' })))));
  const result = matches.some(({ equivalence }) => equivalence !== 'unmatched' && equivalence !== 'disjoint');
  const message = result ? undefined : { name: 'message', valueString: '没有找到对应的代码。 No mapping was found.' };
  return { status: 200, body: parametersAnswer([{ name: 'result', valueBoolean: result }, message, ...matches.map(matchParameter)]) };
}

const matchParameter = ({ equivalence, concept, source }: Match): ParametersParameter => ({
  name: 'match',
  part: [{ name: 'equivalence', valueCode: equivalence }, { name: 'concept', valueCoding: concept }, ...(source === '' ? [] : [{ name: 'source', valueUri: source }])],
});

/** Maps of a source or target value set that are looked through. */
const MAPS_MAX = 50;

async function mapsFor(interaction: Interaction, input: OperationInput): Promise<ConceptMap[]> {
  if (input.id !== undefined) return [await storedMap(interaction, input)];
  const url = textOf(input, 'url');
  const asked = url !== undefined ? { url } : { source: textOf(input, 'source'), target: textOf(input, 'target') };
  const conditions = Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]));
  const system = codingsOf(input)[0]?.system;
  if (conditions.length === 0 && system !== undefined) conditions.push(`source-system=${encodeURIComponent(system)}`);
  if (conditions.length === 0) throw inputProblem('url', '请给出映射地址 url、source 或代码系统。', 'Give the url of the map, a source or a system.');
  const { resources } = await searchResources(interaction.sql, systemSubject, `ConceptMap?${conditions.join('&')}&_count=${MAPS_MAX}`);
  if (resources.length === 0 && url !== undefined) throw unknownProblem(url);
  return resources as ConceptMap[];
}

interface Wanted {
  readonly system: string | undefined;
  readonly isReverse: boolean;
}

const INVERSE: Readonly<Record<string, string>> = { wider: 'narrower', narrower: 'wider', subsumes: 'specializes', specializes: 'subsumes' };

function matchesIn(group: ConceptMapGroup, coding: Coding, { system, isReverse }: Wanted): Omit<Match, 'source'>[] {
  const [from, to] = isReverse ? [group.target, group.source] : [group.source, group.target];
  if ((coding.system !== undefined && from !== undefined && coding.system !== from) || (system !== undefined && to !== system)) return [];
  const codingTo = (code: string | undefined, display: string | undefined): Coding => ({ ...(to === undefined ? {} : { system: to }), ...(code === undefined ? {} : { code }), ...(display === undefined ? {} : { display }) });
  if (isReverse) {
    return group.element.flatMap(({ code, display, target = [] }) =>
      target.filter((each) => each.code === coding.code).map(({ equivalence }) => ({ equivalence: INVERSE[equivalence] ?? equivalence, concept: codingTo(code, display) })));
  }
  const element = group.element.find((each) => each.code === coding.code);
  if (element) return (element.target ?? []).map(({ equivalence, code, display }) => ({ equivalence, concept: codingTo(code, display) }));
  return unmapped(group, coding, codingTo);
}

function unmapped({ unmapped: rule }: ConceptMapGroup, coding: Coding, codingTo: (code: string | undefined, display: string | undefined) => Coding): Omit<Match, 'source'>[] {
  if (rule?.mode === 'fixed') return [{ equivalence: 'inexact', concept: codingTo(rule.code, rule.display) }];
  return rule?.mode === 'provided' ? [{ equivalence: 'equivalent', concept: codingTo(coding.code, coding.display) }] : [];
}
