/** One letter each: create, read, update, delete, search (SMART App Launch 2.0, "Scopes for requesting FHIR Resources"). */
export type Interaction = 'c' | 'r' | 'u' | 'd' | 's';

interface ResourceScope {
  /** Resource type or `*`. */
  readonly type: string;
  readonly interactions: string;
}

/** SMART 1 words for the same. */
const V1: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' };

/** `system/Patient.rs`; undefined for anything else. */
function parseResourceScope(scope: string): ResourceScope | undefined {
  const match = /^system\/(\*|[A-Z][A-Za-z]{1,60})\.(read|write|\*|c?r?u?d?s?)$/.exec(scope);
  const [, type, written] = match ?? [];
  if (type === undefined || written === undefined || written === '') return undefined;
  return { type, interactions: V1[written] ?? written };
}

/** `api/referral.accept`, `api/referral.*` or `api/*`: our own operations by permission. */
const isApiScope = (scope: string): boolean => /^api\/(\*|[a-z][a-z-]*\.(\*|[a-z][a-z-]*))$/.test(scope);

export const isScope = (scope: string): boolean => parseResourceScope(scope) !== undefined || isApiScope(scope);

/** Splits `a b,c` and drops repeats. */
export const splitScopes = (text: string): string[] => [...new Set(text.split(/[\s,]+/).filter((scope) => scope !== ''))];

/** True when what was granted allows all that is asked for. */
export function scopeCovers(granted: string, asked: string): boolean {
  if (granted === asked) return true;
  const [have, want] = [parseResourceScope(granted), parseResourceScope(asked)];
  if (have && want) {
    return (have.type === '*' || have.type === want.type) && [...want.interactions].every((letter) => have.interactions.includes(letter));
  }
  if (!granted.startsWith('api/') || !asked.startsWith('api/') || !granted.endsWith('*')) return false;
  return asked.startsWith(granted.slice(0, -1));
}

/** Whether a machine client may use this interaction on this resource type. */
export const scopesAllow = (scopes: readonly string[], type: string, interaction: Interaction): boolean =>
  scopes.some((scope) => {
    const parsed = parseResourceScope(scope);
    return parsed !== undefined && (parsed.type === '*' || parsed.type === type) && parsed.interactions.includes(interaction);
  });

/** The permissions of our operations that the `api/` scopes open, out of all that exist. */
export const permissionsOfScopes = (scopes: readonly string[], everyPermission: readonly string[]): string[] =>
  everyPermission.filter((permission) => scopes.some((scope) => scopeCovers(scope, `api/${permission}`)));
