import type { Subject } from '#platform/access/subject.ts';
import type { SqlCondition } from '#platform/access/scope.ts';
import { limitsOf, narrowsRows, type ScopeLimit } from '#platform/identity/scopes.ts';
import { keysOf } from '#fhir/search/condition-keys.ts';
import { extractorOf } from '#fhir/search/extraction/extract.ts';
import { parametersOf } from '#fhir/search/parameter-table.ts';
import { splitEscaped } from '#fhir/search/query-string.ts';
import { parseFhirJson } from '#fhir/types/decimal-json.ts';
import { resourceTypes } from '#fhir/types/resources.gen.ts';

/** A limit with its search values worked out: each list holds the keys of which a row must have one. */
interface Limit {
  readonly personId: string | undefined;
  readonly keys: readonly (readonly string[])[];
}
type Groups = readonly (readonly Limit[])[];

/** A subject is remembered for a moment and asks often. */
const known = new WeakMap<Subject, Map<string, Groups | undefined>>();

/** Whether scopes of the subject narrow rows at all: the cheap question, asked everywhere. */
export const isNarrowed = ({ scopes, kind }: Subject): boolean => scopes.length > 0 && kind !== 'system' && narrowsRows(scopes);

/** What narrows the rows of a type for the subject (SMART App Launch 2.0, "Finer-grained resource constraints using search parameters"). */
function groupsOf(subject: Subject, type: string): Groups | undefined {
  if (!isNarrowed(subject)) return undefined;
  let ofSubject = known.get(subject);
  if (!ofSubject) known.set(subject, (ofSubject = new Map()));
  if (!ofSubject.has(type)) ofSubject.set(type, worked(subject, type));
  return ofSubject.get(type);
}

function worked(subject: Subject, type: string): Groups | undefined {
  const groups = limitsOf(subject.scopes, type)?.map((limits) => limits.map((limit) => limitOf(subject, type, limit)));
  // A resident reaches the own record only, whatever the scope is called.
  return groups?.every((limits) => limits.some(({ personId, keys }) => personId === undefined && keys.length === 0)) ? undefined : groups;
}

const limitOf = (subject: Subject, type: string, { ofPatient, filter }: ScopeLimit): Limit => ({
  personId: ofPatient && subject.kind !== 'resident' ? (subject.launchPersonId ?? '') : undefined,
  keys: filter.map(([name, value]) => keysOfFilter(type, name, value)),
});

const KEYED = new Set(['token', 'reference', 'uri']);

/** Tokens, references and addresses; what else a scope asks for matches nothing, so that it opens nothing by mistake. */
function keysOfFilter(type: string, name: string, value: string): readonly string[] {
  const parameter = parametersOf(type).get(name);
  if (parameter === undefined || !KEYED.has(parameter.type) || parameter.expression === '') return [];
  try {
    return splitEscaped(value, ',').flatMap((each) => keysOf({ type, parameter, modifier: undefined, value: each, bases: [] }));
  } catch {
    return [];
  }
}

interface Narrowing {
  readonly alias: string;
  readonly firstParameter: number;
  /** Types without a person, which `patient/` scopes reach as they are. */
  readonly isDirectory: (type: string) => boolean;
}

/** The condition that rows of the type (of any type when undefined) also have to meet; undefined where scopes narrow nothing. */
export function limitCondition(subject: Subject, type: string | undefined, { alias, firstParameter, isDirectory }: Narrowing): SqlCondition | undefined {
  if (!isNarrowed(subject)) return undefined;
  const values: unknown[] = [];
  const bind = (value: unknown, as: string): string => `$${firstParameter + values.push(value) - 1}::${as}`;
  const limited = (type === undefined ? resourceTypes : [type]).flatMap((each) => {
    const groups = groupsOf(subject, each);
    return groups === undefined ? [] : [{ type: each, groups }];
  });
  if (limited.length === 0) return undefined;
  const conditionOf = ({ type: each, groups }: (typeof limited)[number]): string =>
    groups.map((limits) => `(${limits.map((limit) => textOf(limit, { alias, isFree: isDirectory(each), bind })).join(' or ')})`).join(' and ');
  if (type !== undefined) return { text: conditionOf(limited[0]!), values };
  const byText = new Map<string, { text: string; types: string[] }>();
  for (const each of limited) {
    const name = JSON.stringify([each.groups, isDirectory(each.type)]);
    const same = byText.get(name);
    if (same) same.types.push(each.type);
    else byText.set(name, { text: conditionOf(each), types: [each.type] });
  }
  const parts = [...byText.values()].map(({ text, types }) => `(${alias}.resource_type = any(${bind(types, 'text[]')}) and ${text})`);
  return { text: `(${alias}.resource_type <> all(${bind(limited.map((each) => each.type), 'text[]')}) or ${parts.join(' or ')})`, values };
}

interface Writing {
  readonly alias: string;
  readonly isFree: boolean;
  readonly bind: (value: unknown, as: string) => string;
}

/** Replaced versions have no search values: they are judged here by the version in force, and by their own content afterwards (`isWithin`). */
function textOf({ personId, keys }: Limit, { alias, isFree, bind }: Writing): string {
  const parts = keys.map((each) => `exists (select 1 from fhir.resource limited where limited.key = ${alias}.key and limited.keys && ${bind(`{${each.join(',')}}`, 'bigint[]')})`);
  if (personId !== undefined && !isFree) parts.push(`${alias}.person_id = ${bind(personId, 'text')}`);
  return parts.length === 0 ? 'true' : `(${parts.join(' and ')})`;
}

/** Whether a version, as it was then, is within the limits: for replaced versions, whose rows hold no search values. */
export function isWithin(subject: Subject, { type, content }: { readonly type: string; readonly content: string }): boolean {
  const groups = groupsOf(subject, type);
  if (groups === undefined || groups.every((limits) => limits.some(({ keys }) => keys.length === 0))) return true;
  if (content === '') return false;
  const held = new Set(extractorOf(type)(parseFhirJson(content) as object).keys());
  return groups.every((limits) => limits.some(({ keys }) => keys.every((each) => each.some((key) => held.has(key)))));
}
