import { listSubtree } from '#platform/access/organisation-tree.ts';
import type { Gate } from '#platform/access/gate.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { ServerModule } from '#platform/http/module.ts';
import { bindCommand, bindPlatformQuery, type CommandContext } from '#platform/http/operation.ts';
import { isClosedAddress } from '#platform/http/outbound.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { problemsOf, type Text } from '#platform/kernel/problem.ts';
import { assignRole, createAccount as addAccount, disableAccount, enableAccount, endSessionsOf, loginKey } from '../accounts.ts';
import {
  contract, createAccount, endAccountSessions, getAccount, grantRole, issueSetUpLink, listAccounts, listRoles, lockAccount, resetFactors, revokeRole, unlockAccount, type AccountView,
} from '../contract/accounts.ts';
import { deviceOf } from '../own-account/device.ts';
import { findFactors, removeFactors } from '../factors/factors.ts';
import { listSessions } from '../sessions.ts';
import { createSetupLink } from '../setup-links.ts';
import { unlockSignIn } from '../throttle.ts';
import { findAccountRow, listAccountRows, revokeAssignment, wasAssigned, type AccountRow } from './account-store.ts';

const problem = problemsOf(contract.problems);
const ADMINISTRATORS = new Set(['system-administrator', 'security-administrator', 'audit-administrator']);
/** Residents sign in by their own road and hold their own record only. */
const NOT_GRANTED = new Set(['resident']);

/** What the platform is told of the house above it. */
export interface AccountsSettings {
  readonly roles: Readonly<Record<string, Text>>;
  readonly organisationNames: (sql: Sql, organisationIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

/**
 * Accounts and roles: the system administrator makes accounts, the security administrator grants roles, the audit
 * administrator reads the audit; nobody does any of it to the own account.
 */
export function accountsModule(settings: AccountsSettings): ServerModule {
  return { contract, operations: [...readingOperations(settings), ...accountOperations(settings), ...roleOperations(settings)], reactions: [], jobs: [] };
}

const scopeOf = (gate: Gate) => gate.scope({ organisation: ['owner_organisation_id'] });

function readingOperations(settings: AccountsSettings) {
  return [
    bindPlatformQuery(listAccounts, async ({ sql, gate }, filter) => {
      const page = await listAccountRows(sql, scopeOf(gate), filter);
      return { ...page, rows: await viewsOf(settings, sql, page.rows) };
    }),
    bindPlatformQuery(getAccount, async ({ sql, gate }, { id }) => {
      const row = await findAccountRow(sql, id, { scope: scopeOf(gate) });
      if (!row) throw platformProblem('platform.not-found');
      const [[view], factors, sessions] = await Promise.all([viewsOf(settings, sql, [row]), findFactors(sql, id), listSessions(sql, id)]);
      return {
        ...view!,
        createdAt: row.createdAt.toISOString(),
        passwordChangedAt: row.passwordChangedAt?.toISOString() ?? null,
        ...factors,
        sessions: sessions.map(({ userAgent, createdAt, lastSeenAt, ...line }) => ({
          ...line, createdAt: createdAt.toISOString(), lastSeenAt: lastSeenAt.toISOString(), isInside: isClosedAddress(line.address), device: deviceOf(userAgent),
        })),
      };
    }),
    bindPlatformQuery(listRoles, async () => ({
      rows: Object.entries(settings.roles).filter(([role]) => !NOT_GRANTED.has(role)).map(([role, title]) => ({ role, title })),
    })),
  ];
}

/** The account, locked, of somebody else, in sight. Throws not-found or `account.own-account`. */
async function takeAccount({ tx, gate, subject }: CommandContext, id: string): Promise<AccountRow> {
  const row = await findAccountRow(tx, id, { scope: scopeOf(gate), lock: true });
  if (!row) throw platformProblem('platform.not-found');
  if (subject.id === id) throw problem('account.own-account');
  return row;
}

/** Says in audit and outbox what was done to whose account, and why; answers it as it is now. */
async function tell(context: CommandContext, { event, row, detail = {} }: { event: string; row: Pick<AccountRow, 'id' | 'organisationId'>; detail?: Record<string, unknown> }): Promise<void> {
  context.about({ organisationId: row.organisationId, resource: `account/${row.id}`, purpose: typeof detail['reason'] === 'string' ? detail['reason'] : null });
  context.emit(event, { accountId: row.id, ...detail }, row.organisationId === null ? [] : [row.organisationId]);
}

async function viewNow(settings: AccountsSettings, { tx, gate }: CommandContext, id: string): Promise<AccountView> {
  const row = await findAccountRow(tx, id, { scope: scopeOf(gate) });
  const [view] = row ? await viewsOf(settings, tx, [row]) : [];
  if (!view) throw platformProblem('platform.not-found');
  return view;
}

const linkPath = (token: string): string => `/setup?token=${token}`;

function accountOperations(settings: AccountsSettings) {
  return [
    bindCommand(createAccount, async (context, { login, name, organisationId, practitionerId }) => {
      context.gate.requireOrganisation(organisationId);
      const id = context.newId();
      const fhirReference = practitionerId === undefined ? null : `Practitioner/${practitionerId}`;
      await addAccount(context.tx, { accountId: id, login, name, organisationId, fhirReference });
      const token = await createSetupLink(context.tx, { accountId: id });
      await tell(context, { event: 'account.created', row: { id, organisationId } });
      return { id, path: linkPath(token) };
    }),
    bindCommand(issueSetUpLink, async (context, { id, reason }) => {
      const row = await takeAccount(context, id);
      // Who could reset another administrator's password could become that administrator.
      if (row.hasPassword && row.assignments.some(({ role }) => ADMINISTRATORS.has(role))) throw problem('account.administrator-link');
      if (row.disabledAt !== null) throw problem('account.wrong-state');
      const token = await createSetupLink(context.tx, { accountId: id });
      await tell(context, { event: 'account.set-up-link-issued', row, detail: { reason } });
      return { id, path: linkPath(token) };
    }),
    bindCommand(lockAccount, async (context, { id, reason }) => {
      const row = await takeAccount(context, id);
      if (row.disabledAt !== null) throw problem('account.wrong-state');
      await disableAccount(context.tx, id);
      await tell(context, { event: 'account.locked', row, detail: { reason } });
      return viewNow(settings, context, id);
    }),
    bindCommand(unlockAccount, async (context, { id, reason }) => {
      const row = await takeAccount(context, id);
      if (row.disabledAt === null && row.lockedUntil === null) throw problem('account.wrong-state');
      await enableAccount(context.tx, id);
      await unlockSignIn(context.tx, loginKey(row.login));
      await tell(context, { event: 'account.unlocked', row, detail: { reason } });
      return viewNow(settings, context, id);
    }),
    bindCommand(endAccountSessions, async (context, { id, reason }) => {
      const row = await takeAccount(context, id);
      const ended = await endSessionsOf(context.tx, id);
      if (ended === 0) throw problem('account.wrong-state');
      await tell(context, { event: 'account.sessions-ended', row, detail: { reason } });
      return { ended };
    }),
  ];
}

function roleOperations(settings: AccountsSettings) {
  return [
    bindCommand(grantRole, async (context, { id, organisationId, role, validFrom, validUntil, reason }) => {
      const { tx, gate, now } = context;
      const row = await takeAccount(context, id);
      gate.requireOrganisation(organisationId);
      if (!Object.hasOwn(settings.roles, role) || NOT_GRANTED.has(role)) throw problem('account.unknown-role');
      if ((await listSubtree(tx, organisationId)).length === 0) throw platformProblem('platform.not-found');
      const from = validFrom ?? chinaDate(now);
      if (row.assignments.some((held) => held.role === role && held.organisationId === organisationId && held.validUntil === null) || (validUntil !== null && validUntil < from)) {
        throw problem('account.wrong-state');
      }
      await assignRole(tx, { assignmentId: context.newId(), accountId: id, organisationId, role, validFrom: from, validUntil });
      await tell(context, { event: 'account.role-granted', row, detail: { role, at: organisationId, reason } });
      return viewNow(settings, context, id);
    }),
    bindCommand(revokeRole, async (context, { id, assignmentId, reason }) => {
      const row = await takeAccount(context, id);
      const held = row.assignments.find((each) => each.id === assignmentId);
      if (!held) throw (await wasAssigned(context.tx, id, assignmentId)) ? problem('account.wrong-state') : platformProblem('platform.not-found');
      context.gate.requireOrganisation(held.organisationId);
      if (!(await revokeAssignment(context.tx, { accountId: id, assignmentId, now: context.now }))) throw problem('account.wrong-state');
      await tell(context, { event: 'account.role-revoked', row, detail: { role: held.role, at: held.organisationId, reason } });
      return viewNow(settings, context, id);
    }),
    bindCommand(resetFactors, async (context, { id, reason }) => {
      const row = await takeAccount(context, id);
      if (!row.hasSecondFactor) throw problem('account.wrong-state');
      await removeFactors(context.tx, id);
      await endSessionsOf(context.tx, id);
      await tell(context, { event: 'account.factors-reset', row, detail: { reason } });
      return viewNow(settings, context, id);
    }),
  ];
}

async function viewsOf({ roles, organisationNames }: AccountsSettings, sql: Sql, rows: readonly AccountRow[]): Promise<AccountView[]> {
  const ids = rows.flatMap((row) => [...(row.organisationId === null ? [] : [row.organisationId]), ...row.assignments.map((held) => held.organisationId)]);
  const names = await organisationNames(sql, [...new Set(ids)]);
  return rows.map((row) => ({
    id: row.id,
    login: row.login,
    name: row.name,
    organisationId: row.organisationId,
    organisationName: row.organisationId === null ? null : (names.get(row.organisationId) ?? row.organisationId),
    state: stateOf(row),
    lockedUntil: row.lockedUntil?.toISOString() ?? null,
    hasSecondFactor: row.hasSecondFactor,
    lastSignedInAt: row.lastSignedInAt?.toISOString() ?? null,
    assignments: row.assignments.map((held) => ({
      ...held, organisationName: names.get(held.organisationId) ?? held.organisationId, roleTitle: roles[held.role] ?? { zh: held.role, en: held.role },
    })),
  }));
}

function stateOf({ disabledAt, hasPassword, lockedUntil }: AccountRow): AccountView['state'] {
  if (disabledAt !== null) return 'disabled';
  if (lockedUntil !== null) return 'locked';
  return hasPassword ? 'active' : 'waiting';
}
