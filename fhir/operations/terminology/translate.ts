import { systemSubject } from '#platform/access/subject.ts';
import type { CodeableConcept, Coding, ConceptMap, ConceptMapGroup, ConceptMapGroupElementTarget, ParametersParameter } from '#fhir/types/resources.gen.ts';
import type { Answer } from '../../interactions/answer.ts';
import type { Interaction } from '../../interactions/dependencies.ts';
import { requireInteraction } from '../../interactions/permission.ts';
import { searchResources } from '../../repository/search.ts';
import { findStoredCanonical } from '../../terminology/stored-value-sets.ts';
import { parametersAnswer, partsOf, textOf, type OperationInput } from '../operation-input.ts';
import { codingsOf, flagOf, inputProblem, resourceIn, storedMap, unknownProblem } from './terminology-input.ts';

interface Match {
  readonly equivalence: string;
  readonly concept: Coding | undefined;
  readonly products: readonly { property: string; system?: string; value: string; display?: string }[];
  readonly source: string;
}

/** Dependencies that the asker knows: element → codes and texts. */
type Dependencies = ReadonlyMap<string, readonly Coding[]>;

interface Wanted {
  readonly system: string | undefined;
  readonly version: string | undefined;
  readonly isReverse: boolean;
  readonly dependencies: Dependencies;
}

const NO_MATCH = new Set(['unmatched', 'disjoint']);

/**
 * ConceptMap/$translate (https://hl7.org/fhir/R4/conceptmap-operation-translate.html) over stored maps or one in the request:
 * also `reverse`, `targetsystem`, dependencies and products, and the rule of a group for codes that it does not list.
 */
export async function translateOperation(interaction: Interaction, input: OperationInput): Promise<Answer> {
  requireInteraction(interaction.subject, 'ConceptMap', 'r');
  const codings = codingsOf(input);
  const wanted: Wanted = {
    system: textOf(input, 'targetsystem') ?? textOf(input, 'targetSystem'), version: textOf(input, 'version'), isReverse: flagOf(input, 'reverse'), dependencies: dependenciesOf(input),
  };
  const maps = await mapsFor(interaction, input, wanted.isReverse);
  const matches: Match[] = [];
  for (const map of maps) for (const coding of codings) matches.push(...(await matchesOf(interaction, { map, coding, wanted, asked: new Set([addressOf(map)]) })));
  const result = matches.some(({ equivalence }) => !NO_MATCH.has(equivalence));
  const message = result ? undefined : { name: 'message', valueString: '没有找到对应的代码。 No mapping was found.' };
  return { status: 200, body: parametersAnswer([{ name: 'result', valueBoolean: result }, message, ...matches.map(matchParameter)]) };
}

const matchParameter = ({ equivalence, concept, products, source }: Match): ParametersParameter => ({
  name: 'match',
  part: [
    { name: 'equivalence', valueCode: equivalence },
    ...(concept === undefined ? [] : [{ name: 'concept', valueCoding: concept }]),
    ...products.map(({ property, system, value, display }) => ({
      name: 'product', part: [{ name: 'element', valueUri: property }, { name: 'concept', valueCoding: { ...(system === undefined ? {} : { system }), code: value, ...(display === undefined ? {} : { display }) } }],
    })),
    ...(source === '' ? [] : [{ name: 'source', valueUri: source }]),
  ],
});

function dependenciesOf(input: OperationInput): Dependencies {
  const known = new Map<string, readonly Coding[]>();
  for (const parts of partsOf(input, 'dependency')) {
    const element = parts.find(({ name }) => name === 'element')?.valueUri;
    const { coding = [], text }: CodeableConcept = parts.find(({ name }) => name === 'concept')?.valueCodeableConcept ?? {};
    if (element !== undefined) known.set(element, [...coding, ...(text === undefined ? [] : [{ code: text }])]);
  }
  return known;
}

/** Maps of a source or target value set that are looked through. */
const MAPS_MAX = 50;

async function mapsFor(interaction: Interaction, input: OperationInput, isReverse: boolean): Promise<ConceptMap[]> {
  const asked = { source: textOf(input, 'source'), target: textOf(input, 'target') };
  const named = await namedMap(interaction, input);
  if (named) return isBetween(named, asked) ? [named] : [];
  // A map names its value sets by uri or canonical; each has a search parameter of its own.
  const conditions = Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [`_filter=${encodeURIComponent(`${name} eq ${JSON.stringify(value)} or ${name}-uri eq ${JSON.stringify(value)}`)}`]));
  const system = codingsOf(input)[0]?.system;
  if (conditions.length === 0 && system !== undefined) conditions.push(`${isReverse ? 'target' : 'source'}-system=${encodeURIComponent(system)}`);
  if (conditions.length === 0) throw inputProblem('url', '请给出映射地址 url、source 或代码系统。', 'Give the url of the map, a source or a system.');
  const { resources } = await searchResources(interaction.sql, systemSubject, `ConceptMap?${conditions.join('&')}&_count=${MAPS_MAX}`);
  return resources as ConceptMap[];
}

/** The map of the request, of the address, or of `url`. */
async function namedMap(interaction: Interaction, input: OperationInput): Promise<ConceptMap | undefined> {
  const given = resourceIn<ConceptMap>(input, 'conceptMap', 'ConceptMap');
  if (given) return given;
  if (input.id !== undefined) return storedMap(interaction, input);
  const url = textOf(input, 'url');
  return url === undefined ? undefined : getMap(interaction, url, textOf(input, 'conceptMapVersion'));
}

/** Whether a map that says from and to which value set it leads does so between those asked for. */
function isBetween({ sourceUri, sourceCanonical, targetUri, targetCanonical }: ConceptMap, { source, target }: { source: string | undefined; target: string | undefined }): boolean {
  const isSame = (own: string | undefined, asked: string | undefined): boolean => own === undefined || asked === undefined || own.split('|')[0] === asked.split('|')[0];
  return isSame(sourceUri ?? sourceCanonical, source) && isSame(targetUri ?? targetCanonical, target);
}

async function getMap(interaction: Interaction, canonical: string, version?: string): Promise<ConceptMap> {
  const map = await findMap(interaction, canonical, version);
  if (!map) throw unknownProblem(canonical);
  return map;
}

async function findMap({ sql }: Interaction, canonical: string, version?: string): Promise<ConceptMap | undefined> {
  const [url, own] = canonical.split('|') as [string, string?];
  const wanted = version ?? own;
  return findStoredCanonical<ConceptMap>(sql, 'ConceptMap', { url, ...(wanted === undefined ? {} : { version: wanted }) });
}

interface Asked {
  readonly map: ConceptMap;
  readonly coding: Coding;
  readonly wanted: Wanted;
  /** Maps that `other-map` was followed to: each is asked once, also where maps name each other or many groups name the same. */
  readonly asked: Set<string>;
}

const addressOf = ({ url = '', version = '' }: ConceptMap): string => `${url}|${version}`;

async function matchesOf(interaction: Interaction, asked: Asked): Promise<Match[]> {
  const found: Match[] = [];
  for (const group of asked.map.group ?? []) found.push(...(await matchesIn(interaction, group, asked)));
  return found;
}

const INVERSE: Readonly<Record<string, string>> = { wider: 'narrower', narrower: 'wider', subsumes: 'specializes', specializes: 'subsumes' };

async function matchesIn(interaction: Interaction, group: ConceptMapGroup, asked: Asked): Promise<Match[]> {
  const { coding, wanted: { system, version, isReverse, dependencies }, map } = asked;
  const [from, to, fromVersion] = isReverse ? [group.target, group.source, group.targetVersion] : [group.source, group.target, group.sourceVersion];
  if ((coding.system !== undefined && from !== undefined && coding.system !== from) || (system !== undefined && to !== system)) return [];
  const given = coding.version ?? version;
  if (given !== undefined && fromVersion !== undefined && given !== fromVersion) return [];
  const codingTo = (code: string | undefined, display: string | undefined): Coding | undefined =>
    code === undefined ? undefined : { ...(to === undefined ? {} : { system: to }), code, ...(display === undefined ? {} : { display }) };
  const match = (equivalence: string, concept: Coding | undefined, products: Match['products'] = []): Match => ({ equivalence, concept, products, source: map.url ?? '' });
  if (isReverse) {
    return group.element.flatMap(({ code, display, target = [] }) =>
      target.filter((each) => each.code === coding.code && holds(each, dependencies)).map(({ equivalence }) => match(INVERSE[equivalence] ?? equivalence, codingTo(code, display))));
  }
  const elements = group.element.filter((each) => each.code === coding.code);
  if (elements.length > 0) {
    return elements.flatMap(({ target = [] }) => target.filter((each) => holds(each, dependencies)).map((each) => match(each.equivalence, codingTo(each.code, each.display), each.product)));
  }
  const rule = group.unmapped;
  if (rule?.mode === 'fixed') return [match('inexact', codingTo(rule.code, rule.display))];
  if (rule?.mode === 'provided') return [match('equivalent', codingTo(coding.code, coding.display))];
  // A map that is not here says nothing, as a map without this code would.
  const other = rule?.mode === 'other-map' && rule.url !== undefined ? await findMap(interaction, rule.url) : undefined;
  if (!other || asked.asked.has(addressOf(other))) return [];
  asked.asked.add(addressOf(other));
  return matchesOf(interaction, { ...asked, map: other });
}

/** "The mapping is only applicable if the specified element can be resolved, and it has the specified value." */
const holds = ({ dependsOn = [] }: ConceptMapGroupElementTarget, known: Dependencies): boolean =>
  dependsOn.every(({ property, system, value }) => known.get(property)?.some((each) => each.code === value && (system === undefined || each.system === undefined || each.system === system)));
