import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Subject } from '#platform/access/subject.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { Problem } from '#platform/kernel/problem.ts';
import { assignRole, createAccount as addAccount } from '../accounts.ts';
import { contract as identityContract } from '../contract.ts';
import { createAccount, endAccountSessions, getAccount, grantRole, issueSetUpLink, listAccounts, listRoles, lockAccount, resetFactors, revokeRole, unlockAccount } from '../contract/accounts.ts';
import { beginSession } from '../sessions.ts';
import { redeemSetupLink } from '../setup-links.ts';
import { countSignInAttempt } from '../throttle.ts';
import { accountsModule } from './module.ts';

const title = (role: string) => ({ zh: role, en: role });
const ROLES = Object.fromEntries(['specialist', 'system-administrator', 'security-administrator', 'audit-administrator', 'resident'].map((role) => [role, title(role)]));
const reason = '岗位调整';
let house: TestHouse;
let system: Subject;
let security: Subject;
let elsewhere: Subject;
let made = 0;

beforeAll(async () => {
  const module = accountsModule({ roles: ROLES, organisationNames: async () => new Map([['hospital', '县医院']]) });
  house = await openTestHouse({ modules: [module, { contract: identityContract, operations: [], reactions: [], jobs: [] }] });
  await house.addOrganisation('county');
  await house.addOrganisation('hospital', 'county');
  await house.addOrganisation('other');
  system = await house.subject({ roles: ['system-administrator'], organisationId: 'county' });
  security = await house.subject({ roles: ['security-administrator'], organisationId: 'county' });
  elsewhere = await house.subject({ permissions: [...system.permissions, ...security.permissions], organisationId: 'other', id: 'elsewhere' });
});
afterAll(() => house.close());

async function person({ role, practitioner, password }: { role?: string; practitioner?: string; password?: string } = {}): Promise<string> {
  made += 1;
  const id = `account-${made}`;
  await addAccount(house.database, {
    accountId: id, login: `person${made}`, name: `人员${made}`, organisationId: 'hospital',
    ...(practitioner ? { fhirReference: `Practitioner/${practitioner}` } : {}), ...(password ? { password } : {}),
  });
  if (role) await assignRole(house.database, { assignmentId: `${id}-${role}`, accountId: id, organisationId: 'hospital', role, validFrom: '2026-01-01' });
  return id;
}

const codeOf = (attempt: Promise<unknown>): Promise<string> => attempt.then(() => 'allowed', (error: unknown) => (error instanceof Problem ? error.code : String(error)));
const session = (id: string) => beginSession(house.database, { sessionId: `s-${id}`, accountId: id, method: 'password', address: '203.0.113.9', userAgent: 'Firefox/1 Windows' });
const lock = async (login: string) => {
  for (let at = 0; at < 21; at += 1) await countSignInAttempt(house.database, login, `203.0.113.${at}`);
};

proveCommand(createAccount, {
  house: () => house,
  possible: async () => ({ subject: system, input: { login: `fresh${(made += 1)}`, name: '新人', organisationId: 'hospital' } }),
  wrongState: async () => {
    const id = await person();
    const [row] = await house.owner.query<{ login: string }>('select login from identity.account where account_id = $1', [id]);
    return { subject: system, input: { login: row!.login.toUpperCase(), name: '同名', organisationId: 'hospital' }, code: 'identity.login-taken' };
  },
  effect: async (_, answer, input) => {
    const view = await house.as(system).run(getAccount, { id: answer.id });
    expect(view).toMatchObject({ login: input.login, state: 'waiting', organisationName: '县医院', assignments: [] });
    const settings = { database: house.database, clock: house.clock, ids: { newId: () => 'unused' } };
    const token = new URL(answer.path, 'http://x').searchParams.get('token')!;
    expect(await redeemSetupLink(settings, { token, password: 'Rebuvo-kasimi-7731' })).toBe(answer.id);
    expect(await house.as(system).run(getAccount, { id: answer.id })).toMatchObject({ state: 'active' });
  },
});

proveCommand(issueSetUpLink, {
  house: () => house,
  possible: async () => ({ subject: system, input: { id: await person(), reason } }),
  wrongState: async () => ({ subject: system, input: { id: await person({ role: 'security-administrator', password: 'Rebuvo-kasimi-7731' }), reason }, code: 'account.administrator-link' }),
  effect: async (_, answer) => {
    const [live] = await house.owner.query<{ count: number }>('select count(*) as count from identity.setup_link where account_id = $1 and used_at is null and expires_at > clock_timestamp()', [answer.id]);
    expect(live?.count).toBe(1);
  },
});

proveCommand(grantRole, {
  house: () => house,
  possible: async () => ({ subject: security, input: { id: await person(), organisationId: 'hospital', role: 'specialist', validUntil: null, reason } }),
  wrongState: async () => ({ subject: security, input: { id: await person({ role: 'system-administrator' }), organisationId: 'county', role: 'audit-administrator', validUntil: null, reason }, code: 'account.administrators-apart' }),
  effect: async (_, answer) => expect(answer.assignments).toMatchObject([{ role: 'specialist', organisationId: 'hospital', validFrom: '2026-11-02', validUntil: null }]),
});

proveCommand(revokeRole, {
  house: () => house,
  possible: async () => {
    const id = await person({ role: 'specialist' });
    return { subject: security, input: { id, assignmentId: `${id}-specialist`, reason } };
  },
  wrongState: async () => {
    const input = { id: await person({ role: 'specialist' }), assignmentId: `account-${made}-specialist`, reason };
    await house.as(security).run(revokeRole, input);
    return { subject: security, input, code: 'account.wrong-state' };
  },
  effect: async (_, answer) => expect(answer.assignments).toEqual([]),
});

proveCommand(lockAccount, {
  house: () => house,
  possible: async () => ({ subject: system, input: { id: await person(), reason } }),
  wrongState: async () => {
    const id = await person();
    await house.as(system).run(lockAccount, { id, reason });
    return { subject: system, input: { id, reason }, code: 'account.wrong-state' };
  },
  effect: async (_, answer) => expect(answer.state).toBe('disabled'),
});

proveCommand(unlockAccount, {
  house: () => house,
  possible: async () => {
    const id = await person({ password: 'Rebuvo-kasimi-7731' });
    await lock(`person${made}`);
    expect(await house.as(system).run(getAccount, { id })).toMatchObject({ state: 'locked', lockedUntil: expect.any(String) });
    return { subject: system, input: { id, reason } };
  },
  wrongState: async () => ({ subject: system, input: { id: await person(), reason }, code: 'account.wrong-state' }),
  effect: async (_, answer) => expect(answer.state).toBe('active'),
});

proveCommand(resetFactors, {
  house: () => house,
  possible: async () => {
    const id = await person();
    await house.owner.execute("insert into identity.totp (account_id, secret, confirmed_at) values ($1, 'ABCDEFGH', now())", [id]);
    return { subject: security, input: { id, reason } };
  },
  wrongState: async () => ({ subject: security, input: { id: await person(), reason }, code: 'account.wrong-state' }),
  effect: async (_, answer) => expect(answer.hasSecondFactor).toBe(false),
});

proveCommand(endAccountSessions, {
  house: () => house,
  possible: async () => {
    const id = await person();
    await session(id);
    return { subject: system, input: { id, reason } };
  },
  wrongState: async () => ({ subject: system, input: { id: await person(), reason }, code: 'account.wrong-state' }),
  effect: async (_, answer) => expect(answer.ended).toBe(1),
});

describe('who does what', () => {
  it('system, security and audit administrator hold no permission of one another that matters', () => {
    expect([...system.permissions].filter((each) => each.startsWith('account.')).sort()).toEqual(['account.create', 'account.end-sessions', 'account.issue-set-up-link', 'account.list', 'account.lock', 'account.unlock']);
    expect([...security.permissions].filter((each) => each.startsWith('account.')).sort()).toEqual(['account.end-sessions', 'account.grant-role', 'account.list', 'account.lock', 'account.reset-factors', 'account.revoke-role']);
    expect([...system.permissions].filter((each) => /grant|revoke|factors/.test(each))).toEqual([]);
  });

  it.each([
    ['system-administrator', 'security-administrator'], ['system-administrator', 'audit-administrator'], ['security-administrator', 'audit-administrator'], ['audit-administrator', 'system-administrator'],
  ])('a %s does not become %s as well, at any organisation, by a second account or by SQL', async (held, wanted) => {
    const id = await person({ role: held, practitioner: `p-${held}-${wanted}` });
    const second = await person({ practitioner: `p-${held}-${wanted}` });
    for (const account of [id, second]) {
      expect(await codeOf(house.as(security).run(grantRole, { id: account, organisationId: 'county', role: wanted, validUntil: null, reason }))).toBe('account.administrators-apart');
      await expect(house.owner.execute(
        "insert into identity.assignment (assignment_id, account_id, owner_organisation_id, role, valid_from) values ($1, $2, 'other', $3, '2026-11-01')", [`x-${account}-${wanted}`, account, wanted],
      )).rejects.toThrow(/different people/);
    }
    const third = await person({ role: wanted });
    await expect(house.owner.execute("update identity.account set fhir_reference = $2 where account_id = $1", [third, `Practitioner/p-${held}-${wanted}`])).rejects.toThrow(/different people/);
  });

  it('of two grants at one moment one is refused; after a revocation the other role is possible', async () => {
    const id = await person();
    const grant = (role: string) => codeOf(house.as(security).run(grantRole, { id, organisationId: 'county', role, validUntil: null, reason }));
    const outcomes = await Promise.all(['system-administrator', 'security-administrator', 'audit-administrator'].map(grant));
    expect(outcomes.filter((code) => code === 'allowed')).toHaveLength(1);
    const { assignments } = await house.as(security).run(getAccount, { id });
    await house.as(security).run(revokeRole, { id, assignmentId: assignments[0]!.id, reason });
    expect(await grant('audit-administrator')).toBe('allowed');
  });

  it('nobody does it to the own account, nor to one of another organisation', async () => {
    const id = await person({ role: 'specialist' });
    const self = { ...security, id, permissions: new Set([...system.permissions, ...security.permissions]) };
    const acts = (subject: Subject) => [
      () => house.as(subject).run(grantRole, { id, organisationId: 'hospital', role: 'specialist', validUntil: null, reason }),
      () => house.as(subject).run(revokeRole, { id, assignmentId: `${id}-specialist`, reason }),
      () => house.as(subject).run(lockAccount, { id, reason }),
      () => house.as(subject).run(unlockAccount, { id, reason }),
      () => house.as(subject).run(resetFactors, { id, reason }),
      () => house.as(subject).run(endAccountSessions, { id, reason }),
      () => house.as(subject).run(issueSetUpLink, { id, reason }),
    ];
    for (const act of acts(self)) expect(await codeOf(act())).toBe('account.own-account');
    for (const act of acts(elsewhere)) expect(await codeOf(act())).toBe('platform.not-found');
    expect(await codeOf(house.as(elsewhere).run(getAccount, { id }))).toBe('platform.not-found');
    expect((await house.as(elsewhere).run(listAccounts, { limit: 50, offset: 0 })).total).toBe(0);
    expect(await codeOf(house.as(elsewhere).run(createAccount, { login: 'intruder', name: 'x', organisationId: 'hospital' }))).toBe('platform.organisation-forbidden');
    expect(await codeOf(house.as(security).run(grantRole, { id, organisationId: 'other', role: 'specialist', validUntil: null, reason }))).toBe('platform.organisation-forbidden');
  });

  it('a role is granted from the list only, never that of residents', async () => {
    const id = await person();
    for (const role of ['resident', 'made-up', '__proto__']) expect(await codeOf(house.as(security).run(grantRole, { id, organisationId: 'hospital', role, validUntil: null, reason }))).toBe('account.unknown-role');
    expect((await house.as(security).run(listRoles, {})).rows.map(({ role }) => role)).not.toContain('resident');
  });

  it('a sensitive act asks for a fresh second factor', async () => {
    const id = await person();
    const stale: Subject = { ...security, proof: { level: 'password', hasSecondFactor: true } };
    expect(await codeOf(house.as(stale).run(grantRole, { id, organisationId: 'hospital', role: 'specialist', validUntil: null, reason }))).toBe('platform.step-up-required');
    const bare: Subject = { ...security, proof: { level: 'password', hasSecondFactor: false } };
    expect(await codeOf(house.as(bare).run(grantRole, { id, organisationId: 'hospital', role: 'specialist', validUntil: null, reason }))).toBe('platform.second-factor-missing');
  });
});

it('lists by words, state and role with a total of all', async () => {
  const id = await person({ role: 'audit-administrator' });
  const login = `person${made}`;
  expect((await house.as(security).run(listAccounts, { q: login, limit: 1, offset: 0 })).rows).toMatchObject([{ id }]);
  const administrators = await house.as(security).run(listAccounts, { role: 'audit-administrator', limit: 1, offset: 0 });
  expect(administrators.total).toBeGreaterThan(1);
  expect(administrators.rows).toHaveLength(1);
  expect((await house.as(security).run(listAccounts, { state: 'disabled', limit: 50, offset: 0 })).rows.every(({ state }) => state === 'disabled')).toBe(true);
  expect((await house.as(security).run(listAccounts, { q: '%', limit: 50, offset: 0 })).total).toBe(0);
});
