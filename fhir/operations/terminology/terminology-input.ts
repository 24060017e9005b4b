import type { CodeableConcept, Coding } from '#fhir/types/resources.gen.ts';
import { parseFhirJson } from '#fhir/types/decimal-json.ts';
import type { CodeSystem, ConceptMap, ValueSet, ValueSetCompose } from '#fhir/types/resources.gen.ts';
import { fhirProblem } from '../../problems.ts';
import { validateResource } from '#fhir/validation/validate.ts';
import { readResource } from '../../interactions/read.ts';
import type { Interaction } from '../../interactions/dependencies.ts';
import { CircularValueSet, UnknownTerminology } from '../../terminology/unknown-terminology.ts';
import { findCodeSystem, findValueSet, definitionOf, TooManyConcepts } from '../../terminology/value-sets.ts';
import type { CodeSystemSource } from '../../terminology/concept.ts';
import { memorySystem, type ValueSetDefinition } from '../../terminology/core-systems.ts';
import { conceptsIn } from '../../terminology/store-concepts.ts';
import { parameterOf, textOf, type OperationInput } from '../operation-input.ts';

/** Refuses with the parameter that is missing or wrong. */
export const inputProblem = (path: string, zh: string, en: string): Error => fhirProblem('fhir.search-invalid', [{ path, message: { zh, en } }]);

/** The codings asked about: `coding`, `codeableConcept`, or `code` with `system`. */
export function codingsOf(input: OperationInput): Coding[] {
  const coding = parameterOf(input, 'coding') as Coding | string | undefined;
  if (typeof coding === 'object') return [coding];
  const concept = parameterOf(input, 'codeableConcept') as CodeableConcept | undefined;
  if (typeof concept === 'object') return concept.coding ?? [];
  const code = textOf(input, 'code');
  if (code === undefined) throw inputProblem('code', '请给出 code、coding 或 codeableConcept。', 'Give a code, coding or codeableConcept.');
  const system = textOf(input, 'system');
  const bar = system === undefined ? code.indexOf('|') : -1;
  if (bar > 0) return [{ system: code.slice(0, bar), code: code.slice(bar + 1) }];
  return [{ code, ...(system === undefined ? {} : { system }) }];
}

/** A boolean parameter. */
export function flagOf(input: OperationInput, name: string): boolean {
  const text = textOf(input, name);
  if (text !== undefined && text !== 'true' && text !== 'false') throw inputProblem(name, '应为 true 或 false。', 'This is true or false.');
  return text === 'true';
}

/** Turns "not known here" into a 404 that names what is missing. */
export async function knownHere<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UnknownTerminology) throw unmadeProblem(error);
    if (error instanceof TooManyConcepts) throw fhirProblem('fhir.too-costly', [{ path: error.message, message: { zh: '需要逐一比对的代码过多，请用筛选条件缩小范围。', en: 'Too many codes would have to be gone through; narrow the value set by a filter.' } }]);
    throw error;
  }
}

/** What stands in the way of going through a value set: terminology that is not here, or a circle. */
export const unmadeProblem = (error: UnknownTerminology): Error =>
  error instanceof CircularValueSet
    ? inputProblem(error.message, `值集 ${error.message} 包含了自身，无法展开。`, `The value set ${error.message} includes itself and cannot be expanded.`)
    : unknownProblem(error.message);

export const unknownCode = (url: string, code: string): Error =>
  fhirProblem('fhir.not-found', [{ path: 'code', message: { zh: `代码系统 ${url} 中没有代码 ${code}。`, en: `The code system ${url} has no code ${code}.` } }]);

export const unknownProblem = (url: string): Error =>
  fhirProblem('fhir.not-found', [{ path: url, message: url.includes('?fhir_vs=') && !url.includes('?fhir_vs=isa/')
    ? { zh: '此处不计算引用集和 ECL；请把结果存为该地址的 ValueSet。', en: 'Reference sets and ECL are not computed here. Store their result as a ValueSet under this address.' }
    : isLicensed(url)
    ? { zh: `${url} 因许可不随本平台提供；把它存为 CodeSystem 后即可使用。`, en: `${url} is not delivered, for its licence. Store it as a CodeSystem, and it is known.` }
    : { zh: `没有代码系统或值集 ${url}。`, en: `The code system or value set ${url} is not known here.` } }]);

const isLicensed = (url: string): boolean => /^http:\/\/(?:snomed\.info\/sct|loinc\.org)(?:[/?]|$)/.test(url);

async function storedOf<T>(interaction: Interaction, { type, id }: OperationInput): Promise<T> {
  const { body } = await readResource(interaction, { type: type!, id: id! });
  return parseFhirJson(body!) as T;
}

/** A resource given as a parameter, of the type that the parameter has. */
export function resourceIn<T>(input: OperationInput, name: string, type: string): T | undefined {
  const given = parameterOf(input, name);
  if (given === undefined || typeof given === 'string') return undefined;
  if ((given as { resourceType?: unknown } | null)?.resourceType !== type) throw inputProblem(name, `应为 ${type} 资源。`, `This is a ${type} resource.`);
  return given as T;
}

/** A code system as it was named: by an instance, by address (and `|version`), or by a coding, whose version counts too. */
type Named = Pick<Coding, 'system' | 'version'>;

/** The code system of an instance, of `url` or of `system`, in the version that is asked for. */
export async function codeSystemFor(interaction: Interaction, input: OperationInput, named: Named): Promise<CodeSystemSource> {
  const { system } = named;
  const given = resourceIn<CodeSystem>(input, 'codeSystem', 'CodeSystem');
  if (given) return memorySystem({ url: given.url ?? system ?? '', name: given.name, version: given.version, isCaseSensitive: given.caseSensitive ?? false }, conceptsIn(given));
  const stored = input.id === undefined ? undefined : await storedOf<CodeSystem>(interaction, input);
  const [url, ownVersion] = (stored?.url ?? system ?? '').split('|') as [string, string?];
  if (url === '') throw inputProblem('system', '请给出代码系统。', 'Give the code system.');
  const version = stored?.version ?? textOf(input, 'version') ?? ownVersion ?? named.version;
  const found = await findCodeSystem(interaction.sql, url, version);
  if (!found) throw unknownProblem(version === undefined ? url : `${url}|${version}`);
  return found;
}

/** The value set of an instance, in the body (a parameter of it, or the whole), or of `url`. */
export async function valueSetFor(interaction: Interaction, input: OperationInput): Promise<ValueSetDefinition> {
  const version = textOf(input, 'valueSetVersion');
  if ((input.body as Partial<ValueSet> | null | undefined)?.resourceType === 'ValueSet') return definitionOf(valid(input.body) as ValueSet);
  if (input.id !== undefined) {
    const stored = definitionOf(await storedOf<ValueSet>(interaction, input));
    if (version !== undefined && stored.version !== version) throw unknownProblem(`${stored.url}|${version}`);
    return stored;
  }
  const given = resourceIn<ValueSet>(input, 'valueSet', 'ValueSet');
  if (given) return definitionOf(given);
  const url = textOf(input, 'url');
  if (url === undefined) throw inputProblem('url', '请给出值集地址 url。', 'Give the url of the value set.');
  const found = await findValueSet(interaction.sql, version === undefined ? url : `${url}|${version}`);
  const asked = version ?? url.split('|')[1];
  if (!found || (asked !== undefined && found.version !== undefined && found.version !== asked)) throw unknownProblem(url);
  return found;
}

function valid(body: unknown): unknown {
  const problems = validateResource(body);
  if (problems.length > 0) throw fhirProblem('fhir.invalid', problems);
  return body;
}

/** The value set with one code system in a version; undefined when it asks for another version. */
export function pinnedTo(compose: ValueSetCompose, { system, version }: { system: string; version: string }): ValueSetCompose | undefined {
  if (compose.include.some((each) => each.system === system && each.version !== undefined && each.version !== version)) return undefined;
  return { ...compose, include: compose.include.map((each) => (each.system === system && !each.concept ? { ...each, version } : each)) as unknown as ValueSetCompose['include'] };
}

export const storedMap = (interaction: Interaction, input: OperationInput): Promise<ConceptMap> => storedOf<ConceptMap>(interaction, input);
