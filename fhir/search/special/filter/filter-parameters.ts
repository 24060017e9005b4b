import { parametersOf, type ParameterType } from '../../parameter-table.ts';
import type { RawParameter } from '../../query-string.ts';
import { searchProblem } from '../../search-problem.ts';
import { parseFilter, type FilterNode, type FilterOperator, type FilterStep, type FilterTest } from './filter-grammar.ts';

/** Modifiers that only a filter can ask for; `parseSearch` refuses them of a request. */
export const IS_WHOLE = '$eq';
export const ENDS = '$ew';
export const OVERLAPS = '$po';

/** What one test of a filter asks as parameters of its type: all of these, and none of those. */
interface FilterLeaf {
  readonly all: readonly RawParameter[];
  readonly none: readonly RawParameter[];
}

type Kind = ParameterType | 'id' | 'updated' | 'text';

const OWN_KINDS: Readonly<Record<string, Kind>> = { _id: 'id', _lastUpdated: 'updated', _text: 'text', _content: 'text', _list: 'special' };

const PREFIXED = new Set(['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'ap', 'sa', 'eb']);

/** Operators that stand for a modifier of the parameter. */
const MODIFIERS: Readonly<Partial<Record<Kind, Readonly<Partial<Record<FilterOperator, string>>>>>> = {
  string: { eq: IS_WHOLE, co: 'contains', sw: '', ew: ENDS },
  token: { eq: '', in: 'in', ni: 'not-in', ss: 'below', sb: 'above' },
  reference: { eq: '', re: '' },
  uri: { eq: '' },
  composite: { eq: '' },
  id: { eq: '' },
  text: { eq: '', co: '' },
  special: { eq: '' },
};

/** Undefined where the type has no such parameter; throws `fhir.search-invalid` for an operator that makes no sense of it. */
export function leafOf(type: string, test: FilterTest | FilterStep): FilterLeaf | undefined {
  const [code = '', target] = test.code.split(':');
  const kind: Kind | undefined = Object.hasOwn(OWN_KINDS, code) ? OWN_KINDS[code] : parametersOf(type).get(code)?.type;
  if (kind === undefined || (target !== undefined && kind !== 'reference')) return undefined;
  if (test.kind === 'step') return { all: [{ name: `${test.code}._filter`, value: test.filter }], none: [] };
  const { operator, value } = test;
  if (value === '') throw searchProblem('_filter', `${code} 的值为空。`, `The value of ${code} is empty.`);
  if (operator === 'pr') return presenceOf(test, kind);
  if (kind === 'date' || kind === 'updated' || kind === 'number' || kind === 'quantity') return comparisonOf(test, kind);
  const modifier = MODIFIERS[kind]?.[operator === 'ne' ? 'eq' : operator];
  if (modifier === undefined) throw unfit(test);
  const asked = { name: modifier === '' ? test.code : `${code}:${modifier}`, value: escaped(kind, value) };
  const present = { name: `${code}:missing`, value: 'false' };
  if (operator === 'ni') return { all: [present, asked], none: [] };
  if (operator !== 'ne') return { all: [asked], none: [] };
  return { all: kind === 'id' || kind === 'special' || kind === 'text' ? [] : [present], none: [asked] };
}

const unfit = ({ code, operator }: FilterTest) => searchProblem('_filter', `${code} 不能用 ${operator} 比较。`, `${code} cannot be compared by ${operator}.`);

function presenceOf(test: FilterTest, kind: Kind): FilterLeaf {
  if (kind === 'id' || kind === 'updated' || kind === 'text' || kind === 'special') throw unfit(test);
  if (test.value !== 'true' && test.value !== 'false') throw searchProblem('_filter', 'pr 只能是 true 或 false。', 'pr is true or false.');
  return { all: [{ name: `${test.code}:missing`, value: test.value === 'true' ? 'false' : 'true' }], none: [] };
}

function comparisonOf(test: FilterTest, kind: Kind): FilterLeaf {
  const { code, operator, value } = test;
  if (operator === 'po' && kind === 'date') return { all: [{ name: `${code}:${OVERLAPS}`, value }], none: [] };
  const prefix = operator === 'po' && kind === 'updated' ? 'eq' : operator;
  if (!PREFIXED.has(prefix)) throw unfit(test);
  return { all: [{ name: code, value: prefix + escaped(kind, value) }], none: [] };
}

/** A filter has no lists of values: a comma is one, and a text is what it says. */
function escaped(kind: Kind, value: string): string {
  if (kind === 'string') return value.replace(/[\\,$|]/g, '\\$&');
  return kind === 'text' || kind === 'special' ? value : value.replace(/\\.|,/gsu, (found) => (found === ',' ? '\\,' : found));
}

/** Every parameter that a filter over a type asks for; of what the type does not have nothing. */
export function parametersIn(type: string, filter: string): RawParameter[] {
  const inNode = (node: FilterNode): RawParameter[] => {
    if ('parts' in node) return node.parts.flatMap(inNode);
    if ('part' in node) return inNode(node.part);
    const leaf = leafOf(type, node);
    return leaf ? [...leaf.all, ...leaf.none] : [];
  };
  return inNode(parseFilter(filter));
}
