import type { Sql } from '#platform/database/transaction.ts';
import { findResource } from '../../repository/read.ts';
import { definitionOf, findCodeSystem, findValueSet, tokensOfValueSet } from '../../terminology/value-sets.ts';
import { CircularValueSet, UnknownTerminology } from '../../terminology/unknown-terminology.ts';
import { systemAndCode } from '../condition-keys.ts';
import { unescapeValue } from '../query-string.ts';
import { searchProblem } from '../search-problem.ts';

/** Codes that one parameter may stand for; a whole code system counts as one. */
const CODES_MAX = 50_000;

/** Matches no resource: an empty value set. */
const NOTHING = 'urn:yigong:nothing|nothing';

export interface TokenSetAsked {
  readonly name: string;
  readonly modifier: string;
  readonly value: string;
  /** Elements of type `code` name no system: whole systems are listed for them. */
  readonly isCodeOnly: boolean;
}

/** The codes that one value of `:in`, `:not-in`, `:above` or `:below` stands for; throws `fhir.search-invalid` for terminology that is not known. */
export async function tokensFor(sql: Sql, asked: TokenSetAsked): Promise<string[]> {
  try {
    const tokens = await list(sql, asked);
    if (tokens.length > CODES_MAX) throw searchProblem(asked.name, `代码超过 ${CODES_MAX} 个，请缩小范围。`, `More than ${CODES_MAX} codes; ask for a narrower set.`);
    return tokens.length === 0 ? [NOTHING] : tokens;
  } catch (error) {
    if (error instanceof CircularValueSet) throw searchProblem(asked.name, `值集 ${error.message} 包含了自身。`, `The value set ${error.message} includes itself.`);
    if (!(error instanceof UnknownTerminology)) throw error;
    throw searchProblem(asked.name, `没有术语 ${error.message}。`, `The terminology ${error.message} is not known here.`);
  }
}

const list = (sql: Sql, asked: TokenSetAsked): Promise<string[]> =>
  asked.modifier === 'below' ? codesBelow(sql, asked) : asked.modifier === 'above' ? codesAbove(sql, asked) : codesIn(sql, asked);

const tokenOf = (system: string, code: string): string => [system, code].map((each) => each.replace(/[\\,$|]/g, '\\$&')).join('|');

async function codesIn(sql: Sql, { value, isCodeOnly }: TokenSetAsked): Promise<string[]> {
  const address = unescapeValue(value);
  const local = /^(?:.*\/)?ValueSet\/([A-Za-z0-9\-.]{1,64})$/.exec(address)?.[1];
  const definition = (await findValueSet(sql, address)) ?? (local === undefined ? undefined : await localValueSet(sql, local));
  if (!definition) throw new UnknownTerminology(address);
  const tokens = await tokensOfValueSet(sql, definition, { limit: CODES_MAX + 1, isListed: isCodeOnly });
  return tokens.map(({ system, code }) => tokenOf(system, code ?? ''));
}

async function localValueSet(sql: Sql, id: string) {
  const stored = await findResource(sql, 'ValueSet', id);
  return stored && definitionOf(stored);
}

async function asked(sql: Sql, { name, value }: TokenSetAsked) {
  const [url, code] = systemAndCode(value);
  if (!url || code === undefined) throw searchProblem(name, '格式为 system|code。', 'Written system|code.');
  const system = await findCodeSystem(sql, url);
  if (!system) throw new UnknownTerminology(url);
  return { url, code, system };
}

async function codesBelow(sql: Sql, set: TokenSetAsked): Promise<string[]> {
  const { url, code, system } = await asked(sql, set);
  const concepts = await system.listBelow(code);
  return [tokenOf(url, code), ...concepts.filter((each) => each.code !== code).map((each) => tokenOf(url, each.code))];
}

async function codesAbove(sql: Sql, set: TokenSetAsked): Promise<string[]> {
  const { url, code, system } = await asked(sql, set);
  return [code, ...(await system.listAbove(code))].map((each) => tokenOf(url, each));
}
