import type { FastifyRequest } from 'fastify';
import { listSubtree } from '#platform/access/organisation-tree.ts';
import { listPermissionsOfRoles } from '#platform/access/role-permissions.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Database } from '#platform/database/transaction.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { Clock } from '#platform/kernel/clock.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { findAccountFacts } from './accounts.ts';
import { verifyClientAssertion } from './machine/assertion.ts';
import { findTokenHolder, type TokenHolder } from './machine/clients.ts';
import { findAppToken } from './provider/app-tokens.ts';
import { contract } from './contract.ts';
import { bearerToken, ORGANISATION_HEADER, PAGE_HEADER, sessionToken } from './credentials.ts';
import { isPatientScope, permissionsOfScopes } from './scopes.ts';
import { findSession, listHeldRoles, type HeldRole, type LiveSession } from './sessions.ts';
import { hashToken } from './tokens.ts';

const problem = problemsOf(contract.problems);

/** A scope that reaches no resource and no operation. */
const OPENS_NOTHING = 'launch';

/** Sign-out, a disabled account and a role taken away work in every process within this time. */
const CACHE_MS = 800;
const CACHE_ENTRIES_MAX = 20_000;

/** Who asks, with the browser session when there is one. */
export interface SignedIn {
  readonly subject: Subject;
  readonly session?: LiveSession;
  readonly roles: readonly HeldRole[];
}

export interface SubjectReader {
  /** The one way from a request to a subject; nobody signed in gives `anonymousSubject`. */
  subjectOf(request: FastifyRequest): Promise<Subject>;
  signedInOf(request: FastifyRequest): Promise<SignedIn>;
  /** The holder of a session token that has just been made. */
  signedInByToken(token: string): Promise<SignedIn>;
  /** Whom a JWT names that the client signed for this very call (CDS Hooks 2.0, "Trusting CDS Clients"); it is used up. Throws unauthenticated. */
  subjectByAssertion(assertion: string, audiences: readonly string[]): Promise<Subject>;
  /** Forgets what this process remembers of the request's credentials: after sign-out and change of organisation. */
  forget(request: FastifyRequest): void;
}

export const anonymousSubject: Subject = {
  kind: 'client',
  id: '',
  name: '',
  fhirReference: null,
  organisationId: null,
  organisationIds: [],
  roles: [],
  permissions: new Set(),
  personId: null,
  scopes: [],
  everyOrganisation: false,
};

const nobody: SignedIn = { subject: anonymousSubject, roles: [] };

export interface SubjectReaderSettings {
  readonly database: Database;
  readonly clock: Clock;
  /** All permissions of all contracts; what `api/*` opens. */
  readonly everyPermission: readonly string[];
}

export function createSubjectReader(settings: SubjectReaderSettings): SubjectReader {
  const remembered = new Map<string, { until: number; value: Promise<SignedIn | undefined> }>();
  const remember = (key: string, read: () => Promise<SignedIn | undefined>): Promise<SignedIn | undefined> => {
    const found = remembered.get(key);
    const now = performance.now();
    if (found && found.until > now) return found.value;
    if (remembered.size >= CACHE_ENTRIES_MAX) remembered.clear();
    const value = read();
    remembered.set(key, { until: now + CACHE_MS, value });
    value.catch(() => remembered.delete(key));
    return value;
  };

  const signedInOf = async (request: FastifyRequest): Promise<SignedIn> => {
    const bearer = bearerToken(request);
    if (bearer !== undefined) {
      const hash = hashToken(bearer);
      const holder = await remember(hash, async () => (await readClient(settings, hash)) ?? readApp(settings, hash));
      if (!holder) throw platformProblem('platform.unauthenticated');
      const organisation = request.headers[ORGANISATION_HEADER];
      if (typeof organisation !== 'string' || organisation === '' || holder.subject.kind !== 'client') return holder;
      return (await remember(`${hash} ${organisation}`, () => narrowed(settings, holder, organisation))) ?? nobody;
    }
    const token = sessionToken(request);
    if (token === undefined) return nobody;
    requireOwnPage(request);
    return signedInByToken(token);
  };
  const signedInByToken = async (token: string): Promise<SignedIn> => {
    const hash = hashToken(token);
    return (await remember(hash, () => readSession(settings, hash))) ?? nobody;
  };

  return {
    signedInOf,
    signedInByToken,
    subjectOf: async (request) => (await signedInOf(request)).subject,
    subjectByAssertion: async (assertion, audiences) => {
      const { client } = await verifyClientAssertion(settings.database, { assertion, audiences, now: settings.clock.now(), needsSubject: false });
      if (client === undefined) throw platformProblem('platform.unauthenticated');
      return (await readHolder(settings, client)).subject;
    },
    forget: (request) => {
      const token = bearerToken(request) ?? sessionToken(request);
      if (token !== undefined) remembered.delete(hashToken(token));
    },
  };
}

/**
 * A foreign page can make a browser send our cookie, but not this header (it would need our CORS consent). Together with
 * SameSite=Lax that is the guard against cross-site requests. A link or a form elsewhere that leads to an address of programs would be a look in the
 * name of whoever follows it: browsers say where it came from (W3C Fetch Metadata), and only our own pages and the address line may.
 */
export function requireOwnPage(request: FastifyRequest): void {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const from = request.headers['sec-fetch-site'];
  if (request.headers[PAGE_HEADER] === '1' || (isRead && (from === undefined || from === 'same-origin' || from === 'none'))) return;
  throw problem('identity.cross-site');
}

/** For the few addresses that begin something when they are fetched: a browser's session must come by our own page. */
export function requirePageForSession(request: FastifyRequest): void {
  if (bearerToken(request) === undefined && sessionToken(request) !== undefined && request.headers[PAGE_HEADER] !== '1') throw problem('identity.cross-site');
}

async function readSession(settings: SubjectReaderSettings, tokenHash: string): Promise<SignedIn | undefined> {
  const session = await findSession(settings.database, tokenHash);
  if (!session) return undefined;
  const { subject, roles } = await readPerson(settings, session);
  return { session, roles, subject: { ...subject, proof: session.proof } };
}

type PersonFacts = Pick<LiveSession, 'accountId' | 'name' | 'fhirReference' | 'personId' | 'actingOrganisationId'>;

async function readPerson({ database, clock }: SubjectReaderSettings, person: PersonFacts): Promise<{ subject: Subject; roles: readonly HeldRole[] }> {
  const roles = await listHeldRoles(database, person.accountId, chinaDate(clock.now()));
  const base = { id: person.accountId, name: person.name, fhirReference: person.fhirReference, scopes: [], everyOrganisation: false };
  if (person.personId !== null) {
    const permissions = await listPermissionsOfRoles(database, ['resident']);
    const resident = { organisationId: null, organisationIds: [], roles: ['resident'], permissions: new Set(permissions), personId: person.personId };
    return { roles, subject: { ...base, kind: 'resident', ...resident } };
  }
  const acting = roles.find((held) => held.organisationId === person.actingOrganisationId)?.organisationId ?? roles[0]?.organisationId ?? null;
  const held = roles.filter((role) => role.organisationId === acting).map(({ role }) => role);
  const [permissions, organisationIds] = await Promise.all([
    listPermissionsOfRoles(database, held),
    acting === null ? [] : readScope(database, acting),
  ]);
  const staff = { organisationId: acting, organisationIds, roles: held, permissions: new Set(permissions), personId: null };
  return { roles, subject: { ...base, kind: 'staff', ...staff } };
}

async function readClient(settings: SubjectReaderSettings, tokenHash: string): Promise<SignedIn | undefined> {
  const holder = await findTokenHolder(settings.database, tokenHash);
  return holder && readHolder(settings, holder);
}

/** A client of an organisation sees that organisation and below; one of none sees all, within its `system/` scopes. */
async function readHolder({ database, everyPermission }: SubjectReaderSettings, { clientId, name, scopes, organisationId }: TokenHolder): Promise<SignedIn> {
  const subject: Subject = {
    kind: 'client',
    id: clientId,
    name,
    fhirReference: null,
    organisationId,
    organisationIds: organisationId === null ? [] : await readScope(database, organisationId),
    roles: [],
    permissions: new Set(permissionsOfScopes(scopes, everyPermission)),
    personId: null,
    scopes,
    everyOrganisation: organisationId === null && scopes.some((scope) => scope.startsWith('system/')),
  };
  return { subject, roles: [] };
}

/**
 * Somebody through an app: the same person, organisation and grounds as in the session in which it was allowed, within the
 * scopes that were. Our own operations stay closed: an app has the FHIR interface.
 */
async function readApp(settings: SubjectReaderSettings, tokenHash: string): Promise<SignedIn | undefined> {
  const token = await findAppToken(settings.database, tokenHash);
  const account = token && (await findAccountFacts(settings.database, token.accountId));
  if (!token || !account) return undefined;
  const { subject, roles } = await readPerson(settings, { ...account, actingOrganisationId: token.actingOrganisationId });
  const permissions = new Set([...subject.permissions].filter((permission) => permission.startsWith('fhir.')));
  const isStaff = subject.kind === 'staff';
  // Without a person in context `patient/…` reaches nobody.
  const reaching = isStaff && token.personId === null ? token.scopes.filter((scope) => !isPatientScope(scope)) : token.scopes;
  // No scope at all would mean a person at a screen, whom scopes do not narrow.
  const scopes = reaching.length === 0 ? [OPENS_NOTHING] : reaching;
  return { roles, subject: { ...subject, permissions, scopes, ...(isStaff ? { launchPersonId: token.personId } : {}), name: `${subject.name} · ${token.clientName}` } };
}

/** A client may say for which organisation within its sight it acts now; it then sees that one and below only. */
async function narrowed(
  { database }: SubjectReaderSettings,
  { subject, ...holder }: SignedIn,
  organisationId: string,
): Promise<SignedIn> {
  const below = await listSubtree(database, organisationId);
  const within = subject.everyOrganisation || subject.organisationIds.includes(organisationId);
  if (!within || below.length === 0) throw platformProblem('platform.organisation-forbidden');
  return { ...holder, subject: { ...subject, organisationId, organisationIds: below, everyOrganisation: false } };
}

/** An organisation that the tree does not know yet (first set-up) still sees itself. */
async function readScope(database: Database, organisationId: string): Promise<string[]> {
  const below = await listSubtree(database, organisationId);
  return below.includes(organisationId) ? below : [organisationId, ...below];
}
