import { resourceTypes } from '#fhir/types/resources.gen.ts';
import { combinedKey, hashText, type Hash } from './hash.ts';
import { areCodes, type CodesAlone } from './values/implied-systems.ts';
import { valueHash } from './values/person-numbers.ts';
import { ofTypeText } from './extraction/index-values.ts';
import type { SearchParameterRow } from './parameter-table.ts';
import { elementTypesOf, parameterTarget, systemsOf } from './parameter-target.ts';
import { splitEscaped, unescapeValue } from './query-string.ts';
import { modifierProblem, searchProblem } from './search-problem.ts';

/** Values of token, reference and uri parameters as the keys that a matching row holds (any of them). */
export interface KeyQuery {
  readonly type: string;
  readonly parameter: SearchParameterRow;
  readonly modifier: string | undefined;
  readonly value: string;
  /** Addresses of this server, whose absolute references are stored relative. */
  readonly bases?: readonly string[];
  /** Of a part of a composite that has codes alone: the systems that they are of. */
  readonly codes?: CodesAlone | undefined;
}

export function keysOf(query: KeyQuery): string[] {
  const { type, parameter, modifier } = query;
  const target = parameterTarget(type, parameter.code);
  if (modifier === 'identifier' && parameter.type === 'reference') {
    const [system, value] = systemAndCode(query.value);
    if (value === undefined && !system) throw searchProblem(parameter.code, '参数值为空。', 'The value is empty.');
    return [combinedKey(target.identifierHash, hashText(system === undefined ? value!.toLowerCase() : `${system}|${(value ?? '').toLowerCase()}`))];
  }
  if (modifier === 'of-type' && parameter.type === 'token') return [combinedKey(target.identifierHash, ofTypeHash(query))];
  return formsOf(query).map((form) => combinedKey(target.hash, valueHash(target, form)));
}

/** Texts under which the extractor indexed a value. */
export function formsOf(query: KeyQuery): string[] {
  switch (query.parameter.type) {
    case 'token':
      return tokenForms(query);
    case 'reference':
      return referenceForms(query);
    default:
      return uriForms(query);
  }
}

function tokenForms({ type, parameter, modifier, value, codes = codesAlone(type, parameter) }: KeyQuery): string[] {
  if (modifier !== undefined && modifier !== 'not') throw modifierProblem(parameter.code, modifier);
  const [system, code] = systemAndCode(value);
  if (code === undefined && !system) throw searchProblem(parameter.code, '参数值为空。', 'The value is empty.');
  const folded = code?.toLowerCase();
  if (system === undefined) return [folded!];
  if (system === '' || !codes) return [`${system}|${folded ?? ''}`];
  return codesOf(codes, system, folded) ?? [`${system}|`];
}

/** What stands for `system|code`, or for any code of the system, where elements have codes alone; undefined for a system that nobody can list. */
function codesOf({ systems }: CodesAlone, system: string, code: string | undefined): string[] | undefined {
  if (!systems) return code === undefined ? undefined : [code];
  const codes = systems.get(system);
  if (!codes) return [];
  return code === undefined ? [...codes] : codes.has(code) ? [code] : [];
}

/** Elements of type `code` carry no system; theirs is implied by the binding. */
export function isCodeOnly(type: string, parameter: SearchParameterRow): boolean {
  if (parameter.expression === '') return false;
  return areCodes(elementTypesOf(type, parameter));
}

const codesAlone = (type: string, parameter: SearchParameterRow): CodesAlone | undefined => (isCodeOnly(type, parameter) ? { systems: systemsOf(type, parameter) } : undefined);

/** `code` → [undefined, code]; `|code` → ['', code]; `system|` → [system, undefined]. */
export function systemAndCode(value: string): [string | undefined, string | undefined] {
  const parts = splitEscaped(value, '|').map(unescapeValue);
  if (parts.length === 1) return [undefined, parts[0] === '' ? undefined : parts[0]];
  const code = parts.slice(1).join('|');
  return [parts[0], code === '' ? undefined : code];
}

function ofTypeHash({ type, parameter, value }: KeyQuery): Hash {
  const parts = splitEscaped(value, '|').map(unescapeValue);
  if (parts.length !== 3 || parts.includes('')) throw searchProblem(parameter.code, ':of-type 的格式为 system|code|value。', ':of-type is written system|code|value.');
  return valueHash(parameterTarget(type, parameter.code), ofTypeText(parts[0]!, parts[1]!, parts[2]!));
}

const IS_TYPED = /^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}(\/_history\/.+)?$/;

function referenceForms({ parameter, modifier, value, bases }: KeyQuery): string[] {
  const written = withoutHistory(unescapeValue(value));
  const text = relative(written, bases ?? []);
  if (text === '') throw searchProblem(parameter.code, '引用为空。', 'The reference is empty.');
  if (modifier !== undefined) {
    if (!(resourceTypes as readonly string[]).includes(modifier)) throw modifierProblem(parameter.code, modifier);
    return [text.startsWith(`${modifier}/`) ? text : `${modifier}/${text}`];
  }
  // An address of this server stands for what is referred to by it whole, too.
  if (IS_TYPED.test(text) || /[:/]/.test(text)) return text === written ? [text] : [text, written];
  const targets = parameter.targets.length > 0 ? parameter.targets : resourceTypes;
  return [text, ...targets.map((target) => `${target}/${text}`)];
}

const withoutHistory = (reference: string): string => reference.split('/_history/')[0]!;

function relative(reference: string, bases: readonly string[]): string {
  const base = bases.find((each) => reference.startsWith(`${each}/`));
  return base === undefined ? reference : reference.slice(base.length + 1);
}

/** `:above` asks for every shorter address of the path; URNs have no hierarchy. */
function uriForms({ parameter, modifier, value }: KeyQuery): string[] {
  const text = unescapeValue(value);
  if (modifier === undefined) return [text];
  if (modifier !== 'above') throw modifierProblem(parameter.code, modifier);
  if (!/^https?:\/\//.test(text)) return [];
  const forms = [text];
  for (let end = text.lastIndexOf('/'); end > 8; end = text.lastIndexOf('/', end - 1)) forms.push(text.slice(0, end));
  return forms;
}
