import { ownEntry } from '#platform/kernel/own-entry.ts';
/** One letter each: create, read, update, delete, search (SMART App Launch 2.0, "Scopes for requesting FHIR Resources"). */
export type Interaction = 'c' | 'r' | 'u' | 'd' | 's';

interface ResourceScope {
  /** `system`: a machine; `user`: a person through an app; `patient`: a person's own record through an app. */
  readonly context: 'system' | 'user' | 'patient';
  /** Resource type or `*`. */
  readonly type: string;
  readonly interactions: string;
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

function readResourceScope(scope: string): ResourceScope | undefined {
  const match = /^(system|user|patient)\/(\*|[A-Z][A-Za-z]{1,60})\.(read|write|\*|c?r?u?d?s?)$/.exec(scope);
  const [, context, type, written] = match ?? [];
  if (context === undefined || type === undefined || written === undefined || written === '') return undefined;
  return { context: context as ResourceScope['context'], type, interactions: ownEntry(V1, written) ?? written };
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

/** Splits `a b,c` and drops repeats. */
export const splitScopes = (text: string): string[] => [...new Set(text.split(/[\s,]+/).filter((scope) => scope !== ''))];

/** True when what was granted allows all that is asked for. */
export function scopeCovers(granted: string, asked: string): boolean {
  if (granted === asked) return true;
  const [have, want] = [parseResourceScope(granted), parseResourceScope(asked)];
  if (have && want) {
    return have.context === want.context && (have.type === '*' || have.type === want.type) && [...want.interactions].every((letter) => have.interactions.includes(letter));
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

/** The permissions of our operations that the `api/` scopes open, out of all that exist. */
export const permissionsOfScopes = (scopes: readonly string[], everyPermission: readonly string[]): string[] =>
  everyPermission.filter((permission) => scopes.some((scope) => scopeCovers(scope, `api/${permission}`)));
