import { isMaskedFor } from '#platform/access/number-trials.ts';
import { ownEntry } from '#platform/kernel/own-entry.ts';
import { fhirProblem } from '../../problems.ts';
import { rowScopeOf } from '../../repository/access.ts';
import type { Bindings } from '../bindings.ts';
import type { ConditionContext, ParameterQuery } from '../condition-context.ts';
import { decimalOf, resourceKey } from '../hash.ts';
import { parameterTarget } from '../parameter-target.ts';
import { isPersonType } from '../values/person-numbers.ts';
import { splitEscaped } from '../query-string.ts';
import { modifierProblem, searchProblem } from '../search-problem.ts';
import { fullTextCondition } from '../text/text-condition.ts';
import { jsonOf } from '../values/content-json.ts';

type Special = (query: ParameterQuery, context: ConditionContext) => string;

/** Parameters that no element stands behind; undefined for every other name. */
export function specialCondition(code: string, query: ParameterQuery, context: ConditionContext): string | undefined {
  if (code === 'near' && query.type !== 'Location') return undefined;
  // Text that is searched piece by piece would give masked numbers away digit by digit.
  if ((code === '_content' || code === '_text') && isPersonType(query.type) && isMaskedFor(context.subject)) throw fhirProblem('fhir.masked-search');
  if (!Object.hasOwn(SPECIAL, code)) return undefined;
  const [, modifier] = query.name.split(':');
  if (modifier !== undefined) throw modifierProblem(code, modifier);
  return SPECIAL[code]!(query, context);
}

const SPECIAL: Readonly<Record<string, Special>> = {
  _list: (query, context) => either(query, (value) => listed(query, value, context)),
  _text: (query, context) => fullTextCondition('_text', query, context),
  _content: (query, context) => fullTextCondition('_content', query, context),
  near: (query, { bindings }) => either(query, (value) => near(query, value, bindings)),
};

const either = ({ value }: ParameterQuery, condition: (value: string) => string): string => `(${splitEscaped(value, ',').map(condition).join(' or ')})`;

/** `_list=42`: what the list holds, when the subject may see the list. */
function listed(query: ParameterQuery, value: string, { bindings, subject, mayRead }: ConditionContext): string {
  if (value.startsWith('$')) throw searchProblem('_list', '功能性列表不能与其他列表同时给出。', 'A functional list stands alone.');
  if (mayRead?.('List') === false) throw fhirProblem('fhir.scope-missing');
  const alias = bindings.alias();
  const key = bindings.bind(resourceKey('List', value.replace(/^List\//, '')), 'bigint');
  const { hash } = parameterTarget('List', 'item');
  const item = bindings.bind(decimalOf(hash.high, hash.low), 'bigint');
  const scope = rowScopeOf(subject, 'List', { firstParameter: bindings.values.length + 1, alias });
  bindings.append(scope.values);
  return `${query.alias}.key in (select held.key # ${item} from fhir.resource ${alias} cross join lateral unnest(${alias}.keys) as held (key) where ${alias}.key = ${key} and not ${alias}.deleted and ${scope.text})`;
}

/** Kilometres. */
const UNITS: Readonly<Record<string, number>> = { '': 1, km: 1, m: 0.001, '[mi_us]': 1.609344, '[mi_i]': 1.609344 };
const DISTANCE_DEFAULT = 10;

/** Latitudes end at the poles, longitudes at 180°, and nothing is nearer than 0. */
export const isOnEarth = (latitude: number, longitude: number, distance: number): boolean =>
  Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && distance >= 0;

/** `near=31.2|121.4|5|km` (https://hl7.org/fhir/R4/location.html#positional): great-circle distance. */
function near({ alias }: ParameterQuery, value: string, bindings: Bindings): string {
  const [latitude, longitude, distance = String(DISTANCE_DEFAULT), unit = ''] = value.split('|');
  const numbers = [latitude, longitude, distance].map(Number) as [number, number, number];
  const factor = ownEntry(UNITS, unit);
  if (!latitude || !longitude || numbers.some((each) => !Number.isFinite(each)) || factor === undefined || !isOnEarth(...numbers)) {
    throw searchProblem('near', '格式为 纬度|经度|距离|单位（km、m、[mi_us]）。', 'Written latitude|longitude|distance|unit (km, m or [mi_us]).');
  }
  const at = (name: string): string => `(${jsonOf(alias)} #>> '{position,${name}}')::float8`;
  const [here, there] = [bindings.bind(latitude, 'float8'), bindings.bind(longitude, 'float8')];
  const half = (to: string, from: string): string => `power(sin(radians(${to} - ${from}) / 2), 2)`;
  const arc = `${half(at('latitude'), here)} + cos(radians(${here})) * cos(radians(${at('latitude')})) * ${half(at('longitude'), there)}`;
  return `coalesce(12742 * asin(least(1, sqrt(${arc}))) <= ${bindings.bind(String(numbers[2] * factor), 'float8')}, false)`;
}
