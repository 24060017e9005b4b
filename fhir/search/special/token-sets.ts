import type { Sql } from '#platform/database/transaction.ts';
import { findResource } from '../../repository/read.ts';
import { definitionOf, expandValueSet, findCodeSystem, findValueSet, UnknownTerminology } from '../../terminology/value-sets.ts';
import { systemAndCode } from '../condition-keys.ts';
import { parametersOf } from '../parameter-table.ts';
import { splitEscaped, unescapeValue, type RawParameter } from '../query-string.ts';
import { searchProblem } from '../search-problem.ts';

/** Codes that one parameter may stand for. */
const CODES_MAX = 5000;

/** Matches no resource: an empty value set. */
const NOTHING = 'urn:yigong:nothing|nothing';

const SETS: Readonly<Record<string, (sql: Sql, name: string, value: string) => Promise<string[]>>> = { in: codesIn, 'not-in': codesIn, below: codesBelow, above: codesAbove };

/**
 * Token parameters `:in`, `:not-in`, `:above` and `:below` as lists of the codes that they stand for, from the terminology
 * here; everything else as it was. Throws `fhir.search-invalid` for a value set or code system that is not known.
 */
export async function withTokenSets(sql: Sql, type: string, parameters: readonly RawParameter[]): Promise<readonly RawParameter[]> {
  if (!parameters.some(({ name }) => /:(?:in|not-in|above|below)$/.test(name))) return parameters;
  return Promise.all(parameters.map((parameter) => resolved(sql, type, parameter)));
}

async function resolved(sql: Sql, type: string, parameter: RawParameter): Promise<RawParameter> {
  const [code = '', modifier = '', ...more] = parameter.name.split(':');
  const codes = Object.hasOwn(SETS, modifier) ? SETS[modifier] : undefined;
  if (!codes || more.length > 0 || parametersOf(type).get(code)?.type !== 'token') return parameter;
  try {
    const found = (await Promise.all(splitEscaped(parameter.value, ',').map((value) => codes(sql, code, value)))).flat();
    if (found.length > CODES_MAX) throw searchProblem(parameter.name, `代码超过 ${CODES_MAX} 个，请缩小范围。`, `More than ${CODES_MAX} codes; ask for a narrower set.`);
    return { name: modifier === 'not-in' ? `${code}:not` : code, value: found.length === 0 ? NOTHING : found.join(',') };
  } catch (error) {
    if (!(error instanceof UnknownTerminology)) throw error;
    throw searchProblem(parameter.name, `没有术语 ${error.message}。`, `The terminology ${error.message} is not known here.`);
  }
}

const tokenOf = (system: string, code: string): string => [system, code].map((each) => each.replace(/[\\,$|]/g, '\\$&')).join('|');

async function codesIn(sql: Sql, _name: string, value: string): Promise<string[]> {
  const address = unescapeValue(value);
  const local = /^ValueSet\/([A-Za-z0-9\-.]{1,64})$/.exec(address)?.[1];
  const stored = local === undefined ? undefined : await findResource(sql, 'ValueSet', local);
  const definition = stored ? definitionOf(stored) : await findValueSet(sql, address);
  if (!definition) throw new UnknownTerminology(address);
  const { concepts } = await expandValueSet(sql, definition, { offset: 0, limit: CODES_MAX + 1 });
  return concepts.map(({ system, code }) => tokenOf(system, code));
}

async function asked(sql: Sql, name: string, value: string) {
  const [url, code] = systemAndCode(value);
  if (!url || code === undefined) throw searchProblem(name, '格式为 system|code。', 'Written system|code.');
  const system = await findCodeSystem(sql, url);
  if (!system) throw new UnknownTerminology(url);
  return { url, code, system };
}

async function codesBelow(sql: Sql, name: string, value: string): Promise<string[]> {
  const { url, code, system } = await asked(sql, name, value);
  const concepts = await system.listBelow(code);
  return [tokenOf(url, code), ...concepts.filter((each) => each.code !== code).map((each) => tokenOf(url, each.code))];
}

async function codesAbove(sql: Sql, name: string, value: string): Promise<string[]> {
  const { url, code, system } = await asked(sql, name, value);
  const codes = new Set([code]);
  for (let parent = (await system.find(code))?.parent; parent !== undefined && !codes.has(parent); parent = (await system.find(parent))?.parent) codes.add(parent);
  return [...codes].map((each) => tokenOf(url, each));
}
