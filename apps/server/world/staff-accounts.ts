import { assignRole, createAccount } from '#platform/identity/accounts.ts';
import { randomPassword } from '#platform/identity/passwords/passwords.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { isRole } from '../roles.ts';
import { addDays } from '#platform/kernel/period.ts';
import type { WorldResident } from '#tests/world/people/types.ts';
import type { WorldPlan, WorldStaff } from '#tests/world/plan/types.ts';

/** One account that the demonstration offers at its sign-in page. */
export interface DemoSignIn {
  readonly login: string;
  readonly password: string;
  readonly name: string;
  /** Role names, `resident` for the portal. */
  readonly roles: readonly string[];
  readonly organisationName: string;
}

const ASSIGNED_DAYS_AGO = 365;

/** Accounts of all staff with a role of this server (nurses have none yet); those offered for signing in get a random password, the rest can be given one later. */
export async function createStaffAccounts(tx: Transaction, plan: WorldPlan): Promise<DemoSignIn[]> {
  const names = new Map(plan.organisations.map((organisation) => [organisation.id, organisation.name]));
  const offered: DemoSignIn[] = [];
  for (const member of plan.staff.filter(({ roles }) => roles.every(isRole))) {
    const password = member.demoSignIn ? randomPassword() : undefined;
    await createAccountOf(tx, member, password);
    for (const role of member.roles) {
      await assignRole(tx, {
        assignmentId: `${member.id}.${role}`,
        accountId: member.id,
        organisationId: member.organisationId,
        role,
        validFrom: addDays(plan.referenceDate, -ASSIGNED_DAYS_AGO),
      });
    }
    if (password !== undefined) {
      offered.push({ login: member.loginName, password, name: member.name, roles: member.roles, organisationName: names.get(member.organisationId)! });
    }
  }
  return offered;
}

async function createAccountOf(tx: Transaction, member: WorldStaff, password: string | undefined): Promise<void> {
  await createAccount(tx, {
    accountId: member.id,
    login: member.loginName,
    name: member.name,
    ...(password === undefined ? {} : { password }),
    fhirReference: `Practitioner/${member.id}`,
    organisationId: member.organisationId,
  });
}

/** The portal account of one resident, who signs in by the word `jumin` (居民) and a number. */
export async function createResidentAccount(tx: Transaction, resident: WorldResident, serial: number): Promise<DemoSignIn> {
  const login = `jumin${serial}`;
  const password = randomPassword();
  await createAccount(tx, { accountId: `${resident.id}.portal`, login, name: resident.name, password, fhirReference: `Patient/${resident.id}`, personId: resident.id });
  return { login, password, name: resident.name, roles: ['resident'], organisationName: '居民门户' };
}
