import type { FastifyRequest } from 'fastify';
import { listSubtree } from '#platform/access/organisation-tree.ts';
import { listPermissionsOfRoles } from '#platform/access/role-permissions.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Database } from '#platform/database/transaction.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { Clock } from '#platform/kernel/clock.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { findTokenHolder } from './machine/clients.ts';
import { contract } from './contract.ts';
import { bearerToken, ORGANISATION_HEADER, PAGE_HEADER, sessionToken } from './credentials.ts';
import { permissionsOfScopes } from './scopes.ts';
import { findSession, listHeldRoles, type HeldRole, type LiveSession } from './sessions.ts';
import { hashToken } from './tokens.ts';

const problem = problemsOf(contract.problems);

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
      const holder = await remember(hash, () => readClient(settings, hash));
      if (!holder) throw platformProblem('platform.unauthenticated');
      return narrowed(settings, holder, request.headers[ORGANISATION_HEADER]);
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
    forget: (request) => {
      const token = bearerToken(request) ?? sessionToken(request);
      if (token !== undefined) remembered.delete(hashToken(token));
    },
  };
}

/**
 * A foreign page can make a browser send our cookie, but not this header (it would need our CORS consent). Together with
 * SameSite=Lax that is the guard against cross-site requests.
 */
export function requireOwnPage(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD' || request.headers[PAGE_HEADER] === '1') return;
  throw problem('identity.cross-site');
}

async function readSession({ database, clock }: SubjectReaderSettings, tokenHash: string): Promise<SignedIn | undefined> {
  const session = await findSession(database, tokenHash);
  if (!session) return undefined;
  const roles = await listHeldRoles(database, session.accountId, chinaDate(clock.now()));
  const base = { id: session.accountId, name: session.name, fhirReference: session.fhirReference, scopes: [], everyOrganisation: false, proof: session.proof };
  if (session.personId !== null) {
    const permissions = await listPermissionsOfRoles(database, ['resident']);
    const resident = { organisationId: null, organisationIds: [], roles: ['resident'], permissions: new Set(permissions), personId: session.personId };
    return { session, roles, subject: { ...base, kind: 'resident', ...resident } };
  }
  const acting = roles.find((held) => held.organisationId === session.actingOrganisationId)?.organisationId ?? roles[0]?.organisationId ?? null;
  const held = roles.filter((role) => role.organisationId === acting).map(({ role }) => role);
  const [permissions, organisationIds] = await Promise.all([
    listPermissionsOfRoles(database, held),
    acting === null ? [] : readScope(database, acting),
  ]);
  const staff = { organisationId: acting, organisationIds, roles: held, permissions: new Set(permissions), personId: null };
  return { session, roles, subject: { ...base, kind: 'staff', ...staff } };
}

/** A client of an organisation sees that organisation and below; one of none sees all, within its `system/` scopes. */
async function readClient({ database, everyPermission }: SubjectReaderSettings, tokenHash: string): Promise<SignedIn | undefined> {
  const holder = await findTokenHolder(database, tokenHash);
  if (!holder) return undefined;
  const { clientId, name, scopes, organisationId } = holder;
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

/** A client may say for which organisation within its sight it acts now; it then sees that one and below only. */
async function narrowed(
  { database }: SubjectReaderSettings,
  holder: SignedIn,
  header: string | string[] | undefined,
): Promise<SignedIn> {
  if (typeof header !== 'string' || header === '') return holder;
  const { subject } = holder;
  const below = await listSubtree(database, header);
  const within = subject.everyOrganisation || subject.organisationIds.includes(header);
  if (!within || below.length === 0) throw platformProblem('platform.organisation-forbidden');
  return { ...holder, subject: { ...subject, organisationId: header, organisationIds: below, everyOrganisation: false } };
}

/** An organisation that the tree does not know yet (first set-up) still sees itself. */
async function readScope(database: Database, organisationId: string): Promise<string[]> {
  const below = await listSubtree(database, organisationId);
  return below.includes(organisationId) ? below : [organisationId, ...below];
}
