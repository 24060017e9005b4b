import { ownEntry } from '#platform/kernel/own-entry.ts';
/** One letter each: create, read, update, delete, search (SMART App Launch 2.0, "Scopes for requesting FHIR Resources"). */
export type Interaction = 'c' | 'r' | 'u' | 'd' | 's';

interface ResourceScope {
  /** `system`: a machine; `user`: a person through an app; `patient`: a person's own record through an app. */
  readonly context: 'system' | 'user' | 'patient';
  /** Resource type or `*`. */
  readonly type: string;
  readonly interactions: string;
  /** `?category=laboratory&status=final`: name and value of each; only rows that match all of them. */
  readonly filter: readonly (readonly [string, string])[];
}

/** SMART 1 words for the same. */
const V1: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' };

const SCOPES_KEPT = 1_000;
const kept = new Map<string, ResourceScope | undefined>();

/** `system/Patient.rs`, `patient/*.rs`; undefined for anything else. Remembered: every request of a machine asks. */
function parseResourceScope(scope: string): ResourceScope | undefined {
  if (kept.has(scope)) return kept.get(scope);
  const parsed = readResourceScope(scope);
  if (kept.size < SCOPES_KEPT) kept.set(scope, parsed);
  return parsed;
}

const SCOPE_MAX = 500;
const FILTERS_MAX = 5;

function readResourceScope(scope: string): ResourceScope | undefined {
  if (scope.length > SCOPE_MAX) return undefined;
  const match = /^(system|user|patient)\/(\*|[A-Z][A-Za-z]{1,60})\.(read|write|\*|c?r?u?d?s?)(?:\?([^\s"\\]+))?$/.exec(scope);
  const [, context, type, written, query] = match ?? [];
  if (context === undefined || type === undefined || written === undefined || written === '') return undefined;
  const interactions = ownEntry(V1, written) ?? written;
  if (query === undefined) return { context: context as ResourceScope['context'], type, interactions, filter: [] };
  const filter = [...new URLSearchParams(query.replace(/\+/g, '%2B'))];
  // What is written cannot be held back by what it will be found by; modifiers and chains would reach into other resources.
  const isPlain = filter.length > 0 && filter.length <= FILTERS_MAX && filter.every(([name, value]) => /^_?[a-z][a-z0-9-]{0,60}$/.test(name) && value !== '');
  if (!isPlain || type === '*' || !/^[rs]+$/.test(interactions)) return undefined;
  return { context: context as ResourceScope['context'], type, interactions, filter };
}

/** `api/referral.accept`, `api/referral.*` or `api/*`: our own operations by permission. */
const isApiScope = (scope: string): boolean => /^api\/(\*|[a-z][a-z-]*\.(\*|[a-z][a-z-]*))$/.test(scope);

/** What a machine may hold. */
export const isScope = (scope: string): boolean => parseResourceScope(scope)?.context === 'system' || isApiScope(scope);

/** OpenID Connect, launch context and refresh tokens (SMART App Launch 2.0, "Scopes"). */
export const APP_SCOPES = ['openid', 'profile', 'fhirUser', 'launch', 'launch/patient', 'offline_access', 'online_access'] as const;

/** What an app that people sign in to may hold. */
export const isAppScope = (scope: string): boolean => {
  const context = parseResourceScope(scope)?.context;
  return context === 'user' || context === 'patient' || APP_SCOPES.some((each) => each === scope);
};

/** `patient/…` reaches the record of the person who signed in, and of nobody else. */
export const isPatientScope = (scope: string): boolean => parseResourceScope(scope)?.context === 'patient';

/** Splits `a b,c` and drops repeats; a comma within `?category=a,b` divides nothing. */
export const splitScopes = (text: string): string[] =>
  [...new Set(text.split(/\s+|,+(?=\s|$|(?:system|user|patient|api|launch)\/|(?:openid|profile|fhirUser|launch|offline_access|online_access)(?:[\s,]|$))/).filter((scope) => scope !== '' && scope !== ','))];

/** True when what was granted allows all that is asked for. */
export function scopeCovers(granted: string, asked: string): boolean {
  if (granted === asked) return true;
  const [have, want] = [parseResourceScope(granted), parseResourceScope(asked)];
  if (have && want) {
    return have.context === want.context && (have.type === '*' || have.type === want.type) && [...want.interactions].every((letter) => have.interactions.includes(letter))
      && have.filter.every(([name, value]) => want.filter.some((each) => each[0] === name && each[1] === value));
  }
  if (!granted.startsWith('api/') || !asked.startsWith('api/') || !granted.endsWith('*')) return false;
  return asked.startsWith(granted.slice(0, -1));
}

/** Whether these scopes open this interaction on this resource type. */
export const scopesAllow = (scopes: readonly string[], type: string, interaction: Interaction): boolean =>
  scopes.some((scope) => {
    const parsed = parseResourceScope(scope);
    return parsed !== undefined && (parsed.type === '*' || parsed.type === type) && parsed.interactions.includes(interaction);
  });

/** Scopes that open the interaction on every row of the type that its holder reaches. */
export const scopesAllowWholly = (scopes: readonly string[], type: string, interaction: Interaction): boolean =>
  scopesAllow(scopes.filter((scope) => parseResourceScope(scope)?.filter.length === 0), type, interaction);

/** `patient/…` of a staff member reaches the person on whom the app was opened, reading only. */
export const isReadingScope = (scope: string): boolean => /^[rs]+$/.test(parseResourceScope(scope)?.interactions ?? '');

/** What narrows the rows of a type under one scope. */
export interface ScopeLimit {
  readonly ofPatient: boolean;
  readonly filter: ResourceScope['filter'];
}

/**
 * How scopes narrow the rows that may be read and found: a row has to match one limit of each group. Undefined where nothing is narrowed. Scopes that
 * allow reading and those that allow searching are two groups, so that neither opens what only the other was given.
 */
export function limitsOf(scopes: readonly string[], type: string): readonly (readonly ScopeLimit[])[] | undefined {
  const parsed = scopes.flatMap((scope) => parseResourceScope(scope) ?? []).filter((each) => each.type === '*' || each.type === type);
  const groups = ['r', 's'].flatMap((letter) => {
    const limits = parsed.filter(({ interactions }) => interactions.includes(letter)).map(({ context, filter }) => ({ ofPatient: context === 'patient', filter }));
    return limits.length === 0 || limits.some(({ ofPatient, filter }) => !ofPatient && filter.length === 0) ? [] : [limits];
  });
  return groups.length === 0 ? undefined : groups;
}

/** Whether any of these scopes narrows rows. */
export const narrowsRows = (scopes: readonly string[]): boolean =>
  scopes.some((scope) => {
    const parsed = parseResourceScope(scope);
    return parsed !== undefined && (parsed.context === 'patient' || parsed.filter.length > 0);
  });

/** The permissions of our operations that the `api/` scopes open, out of all that exist. */
export const permissionsOfScopes = (scopes: readonly string[], everyPermission: readonly string[]): string[] =>
  everyPermission.filter((permission) => scopes.some((scope) => scopeCovers(scope, `api/${permission}`)));
