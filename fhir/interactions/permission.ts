import type { Subject } from '#platform/access/subject.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { scopesAllow, type Interaction as ScopeLetter } from '#platform/identity/scopes.ts';
import { isResourceType } from '#fhir/types/structure-table.ts';
import type { ResourceType } from '#fhir/types/resources.gen.ts';
import { fhirProblem } from '../problems.ts';

/**
 * Throws unless the subject may use the interaction (create, read, update, delete, search) on the type: machine clients
 * by SMART scope, staff by permission, residents read only. Which rows they reach is decided by the row scope.
 */
export function requireInteraction(subject: Subject, type: string, letter: ScopeLetter): asserts type is ResourceType {
  requireSignedIn(subject);
  if (!isResourceType(type)) throw fhirProblem('fhir.unknown-type');
  if (!mayUse(subject, type, letter)) throw fhirProblem('fhir.scope-missing');
}

export function requireSignedIn(subject: Subject): void {
  if (subject.id === '') throw platformProblem('platform.unauthenticated');
}

/** Whether the subject may use the interaction on the type at all. */
export function mayUse(subject: Subject, type: string, letter: ScopeLetter): boolean {
  const reads = letter === 'r' || letter === 's';
  // Somebody through an app: within its scopes, and within what the person may do.
  if (subject.kind !== 'client' && subject.scopes.length > 0 && !scopesAllow(subject.scopes, type, letter)) return false;
  switch (subject.kind) {
    case 'system':
      return true;
    case 'client':
      return scopesAllow(subject.scopes, type, letter);
    case 'resident':
      return reads;
    case 'staff':
      return subject.permissions.has(reads ? 'fhir.read' : 'fhir.write');
  }
}
