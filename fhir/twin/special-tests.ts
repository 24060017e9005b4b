import type { List, Location, Resource } from '#fhir/types/resources.gen.ts';
import { parametersOf } from '#fhir/search/parameter-table.ts';
import { splitEscaped } from '#fhir/search/query-string.ts';
import { modifierProblem, searchProblem } from '#fhir/search/search-problem.ts';
import { isOnEarth } from '#fhir/search/special/special-parameters.ts';
import { collectTexts } from '#fhir/search/text/collect-texts.ts';
import { foldWords, soughtText } from '#fhir/search/text/fold-words.ts';
import { parseText, type TextQuery } from '#fhir/search/text/text-grammar.ts';
import { hasCode } from './element-tests.ts';
import { elementsOf } from '#fhir/search/extraction/elements.ts';
import type { OwnParameter, ResourceTest, Surroundings } from './surroundings.ts';

type Special = (asked: OwnParameter, around: Surroundings) => ResourceTest;

/** Parameters that no element stands behind; undefined for every other name. */
export function specialTest(type: string, code: string): Special | undefined {
  if (code === 'near' && type !== 'Location') return undefined;
  const special = SPECIAL.get(code);
  return special && ((asked, around) => {
    if (asked.modifier !== undefined) throw modifierProblem(code, asked.modifier);
    return special(asked, around);
  });
}

const isIn = (text: string, phrase: string): boolean => ` ${foldWords(text)}`.includes(soughtText(phrase));

/** `高血压 NOT (妊娠 OR 儿童)`: looks through the texts of one resource, one after the other. */
function textQueryTest({ code, value }: OwnParameter, textsOf: (resource: Resource) => Iterable<string>): ResourceTest {
  const query = parseText(code, value);
  return (resource) => {
    const texts = [...textsOf(resource)];
    const holds = (part: TextQuery): boolean => {
      if (part.kind === 'not') return !holds(part.part);
      if (part.kind === 'phrase') return texts.some((text) => isIn(text, part.words)) || (code === '_content' && isCode(resource, part.written));
      return part.kind === 'and' ? part.parts.every(holds) : part.parts.some(holds);
    };
    return holds(query);
  };
}

const NOTHING: ReadonlySet<object> = new Set();
const narrativeOf = (resource: Resource): string[] => [collectTexts(resource, NOTHING).narrative ?? ''];

function allTextsOf(resource: Resource): string[] {
  const { narrative, others } = collectTexts(resource, NOTHING);
  return [narrative ?? '', ...others];
}

/** A code or number of the resource is the word itself. */
const isCode = (resource: Resource, word: string): boolean =>
  [...parametersOf(resource.resourceType).values()].filter(({ type }) => type === 'token').some((parameter) => elementsOf(resource, parameter).some((element) => hasCode(element, word)));

const SPECIAL: ReadonlyMap<string, Special> = new Map<string, Special>([
  ['_text', (asked) => textQueryTest(asked, narrativeOf)],
  ['_content', (asked) => textQueryTest(asked, allTextsOf)],
  ['_list', ({ value }, { find }) => {
    if (value.includes('$')) throw searchProblem('_list', '不支持功能性列表。', 'Functional lists are not supported.');
    const lists = splitEscaped(value, ',').map((id) => find(`List/${id.replace(/^List\//, '')}`) as List | undefined);
    const held = new Set(lists.flatMap((list) => (list?.entry ?? []).map((entry) => entry.item.reference)));
    return ({ resourceType, id }) => held.has(`${resourceType}/${id ?? ''}`);
  }],
  ['near', ({ value }) => {
    const tests = splitEscaped(value, ',').map(nearTest);
    return (resource) => tests.some((test) => test(resource));
  }],
]);

/** Kilometres. */
const UNITS: ReadonlyMap<string, number> = new Map([['', 1], ['km', 1], ['m', 0.001], ['[mi_us]', 1.609344], ['[mi_i]', 1.609344]]);
const EARTH_RADIUS = 6371;

/** `near=31.2|121.4|5|km`: great-circle distance by the cosine rule. */
function nearTest(value: string): ResourceTest {
  const [latitude, longitude, distance = '10', unit = ''] = value.split('|');
  const factor = UNITS.get(unit);
  if (!latitude || !longitude || factor === undefined || [latitude, longitude, distance].some((each) => !Number.isFinite(Number(each))) || !isOnEarth(Number(latitude), Number(longitude), Number(distance))) {
    throw searchProblem('near', '格式为 纬度|经度|距离|单位（km、m、[mi_us]）。', 'Written latitude|longitude|distance|unit (km, m or [mi_us]).');
  }
  const [here, east] = [radians(Number(latitude)), radians(Number(longitude))];
  return (resource) => {
    const { position } = resource as Location;
    if (!position) return false;
    const there = radians(position.latitude);
    const cosine = Math.sin(here) * Math.sin(there) + Math.cos(here) * Math.cos(there) * Math.cos(radians(position.longitude) - east);
    return EARTH_RADIUS * Math.acos(Math.max(-1, Math.min(1, cosine))) <= Number(distance) * factor;
  };
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
