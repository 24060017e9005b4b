import { randomBytes } from 'node:crypto';
import type { Cli, CommandGroup } from '#platform/cli/command.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { recordAudit } from '#platform/audit/audit.ts';
import type { Sql } from '#platform/database/transaction.ts';
import {
  assignRole, createAccount, disableAccount, enableAccount, findAccountByLogin, listAccounts, loginKey, setPassword, type Account,
} from '#platform/identity/accounts.ts';
import { randomPassword } from '#platform/identity/passwords/passwords.ts';
import { createSetupLink } from '#platform/identity/setup-links.ts';
import { unlockSignIn } from '#platform/identity/throttle.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { chinaDate, isCalendarDate } from '#platform/kernel/period.ts';
import { isRole, ROLES } from '#apps/server/roles.ts';
import { commandSubject, withDatabase } from './direct-database.ts';

const ids = timeOrderedIds(systemClock, randomBytes);

export const commands: CommandGroup = {
  name: 'user',
  summary: '账号与角色 · accounts and roles',
  register: (group, act) => {
    group
      .command('create <login>')
      .description('建立账号，打印随机密码 · make an account and print its random password')
      .requiredOption('--name <name>', '姓名 · shown name')
      .option('--role <role>', `角色 · role: ${Object.keys(ROLES).join(', ')}`)
      .option('--at <organisation>', '任职机构编号 · organisation id')
      .option('--practitioner <id>', 'FHIR Practitioner')
      .option('--password-stdin', '从标准输入读取密码 · read the password from stdin')
      .action(act(create));
    group
      .command('list')
      .description('列出账号 · list accounts')
      .option('--limit <number>', '最多行数 · rows', '100')
      .option('--offset <number>', '从第几行起 · first row', '0')
      .action(act(list));
    group
      .command('assign <login>')
      .description('分配角色 · give a role at an organisation')
      .requiredOption('--role <role>', '角色 · role')
      .requiredOption('--at <organisation>', '机构编号 · organisation id')
      .option('--from <date>', '开始日期 · first day, YYYY-MM-DD')
      .option('--until <date>', '结束日期 · last day, YYYY-MM-DD')
      .action(act(assign));
    group.command('disable <login>').description('停用账号并退出其所有登录 · disable and sign out').action(act(disable));
    group.command('enable <login>').description('恢复或解锁账号 · enable or unlock').action(act(enable));
    group.command('reset-password <login>').description('重设为随机密码 · set a random password').action(act(resetPassword));
    group
      .command('setup-link [login]')
      .description('一次性链接：建立首个管理员，或为账号设密码 · a link that works once')
      .action(act(setupLink));
  },
};

interface CreateOptions {
  readonly name: string;
  readonly role?: string;
  readonly at?: string;
  readonly practitioner?: string;
  readonly passwordStdin?: boolean;
}

async function create(cli: Cli, login: string, options: CreateOptions): Promise<void> {
  if ((options.role === undefined) !== (options.at === undefined)) {
    throw new CliFailure('usage', { zh: '--role 与 --at 须同时给出。', en: 'Give --role and --at together.' });
  }
  requireRole(options.role);
  const password = options.passwordStdin ? await readStdin() : randomPassword();
  await withDatabase(cli, (database) =>
    database.transaction(async (tx) => {
      if (options.at !== undefined) await requireOrganisation(tx, options.at);
      const accountId = await createAccount(tx, {
        accountId: ids.newId(),
        login,
        name: options.name,
        password,
        organisationId: options.at ?? null,
        fhirReference: options.practitioner === undefined ? null : `Practitioner/${options.practitioner}`,
      });
      if (options.role !== undefined && options.at !== undefined) {
        await assignRole(tx, { assignmentId: ids.newId(), accountId, organisationId: options.at, role: options.role, validFrom: today() });
      }
      await note(tx, 'identity.create-account', accountId);
    }));
  cli.output.print({ login, ...(options.passwordStdin ? {} : { password }) });
}

async function list(cli: Cli, options: { limit: string; offset: string }): Promise<void> {
  const page = await withDatabase(cli, (database) => listAccounts(database, { limit: Number(options.limit) || 100, offset: Number(options.offset) || 0 }));
  const rows = page.rows.map((row) => ({
    ...row,
    roles: cli.output.json ? row.roles : row.roles.map(({ role, organisationId }) => `${role}@${organisationId}`).join(' '),
  }));
  cli.output.table(rows, { login: '登录名 · login', name: '姓名 · name', disabled: '停用 · disabled', roles: '角色 · roles' });
  cli.output.say(`${page.rows.length} / ${page.total}`);
}

async function assign(cli: Cli, login: string, options: { role: string; at: string; from?: string; until?: string }): Promise<void> {
  requireRole(options.role);
  for (const date of [options.from, options.until]) {
    if (date !== undefined && !isCalendarDate(date)) throw new CliFailure('usage', { zh: `日期不正确：${date}`, en: `Not a date: ${date}` });
  }
  await withDatabase(cli, async (database) => {
    const account = await getAccount(database, login);
    await requireOrganisation(database, options.at);
    await assignRole(database, {
      assignmentId: ids.newId(),
      accountId: account.accountId,
      organisationId: options.at,
      role: options.role,
      validFrom: options.from ?? today(),
      validUntil: options.until ?? null,
    });
    await note(database, 'identity.assign-role', account.accountId);
  });
  cli.output.print({ login, role: options.role, organisation: options.at });
}

async function disable(cli: Cli, login: string): Promise<void> {
  await onAccount(cli, { login, action: 'identity.disable-account', work: (sql, account) => disableAccount(sql, account.accountId) });
  cli.output.print({ login, disabled: true });
}

async function enable(cli: Cli, login: string): Promise<void> {
  await onAccount(cli, { login, action: 'identity.enable-account', work: async (sql, account) => {
    await enableAccount(sql, account.accountId);
    await unlockSignIn(sql, loginKey(account.login));
  } });
  cli.output.print({ login, disabled: false });
}

async function resetPassword(cli: Cli, login: string): Promise<void> {
  const password = randomPassword();
  await onAccount(cli, { login, action: 'identity.reset-password', work: (sql, { accountId }) => setPassword(sql, { accountId, login, password, mustChange: true }) });
  cli.output.print({ login, password });
}

async function setupLink(cli: Cli, login: string | undefined): Promise<void> {
  const token = await withDatabase(cli, async (database) => {
    const account = login === undefined ? undefined : await getAccount(database, login);
    return createSetupLink(database, { accountId: account?.accountId ?? null });
  });
  cli.output.print({ path: `/setup?token=${token}` });
}

interface AccountChange {
  readonly login: string;
  readonly action: string;
  readonly work: (sql: Sql, account: Account) => Promise<void>;
}

async function onAccount(cli: Cli, { login, action, work }: AccountChange): Promise<void> {
  await withDatabase(cli, (database) =>
    database.transaction(async (tx) => {
      const account = await getAccount(tx, login);
      await work(tx, account);
      await note(tx, action, account.accountId);
    }));
}

const note = (sql: Sql, action: string, accountId: string): Promise<void> =>
  recordAudit(sql, commandSubject, { action, outcome: 'success', resource: `account/${accountId}` });

async function getAccount(sql: Sql, login: string): Promise<Account> {
  const account = await findAccountByLogin(sql, login);
  if (!account) throw new CliFailure('not-found', { zh: `没有账号 ${login}，可用 yigong user list 查看。`, en: `There is no account ${login}; see yigong user list.` });
  return account;
}

function requireRole(role: string | undefined): void {
  if (role === undefined || isRole(role)) return;
  throw new CliFailure('usage', { zh: `没有角色 ${role}。`, en: `There is no role ${role}.` }, Object.entries(ROLES).map(([name, { zh, en }]) => `${name}  ${zh} · ${en}`));
}

async function requireOrganisation(sql: Sql, organisationId: string): Promise<void> {
  const rows = await sql.query('select 1 from access.organisation where organisation_id = $1', [organisationId]);
  if (rows.length === 0) throw new CliFailure('not-found', { zh: `没有机构 ${organisationId}。`, en: `There is no organisation ${organisationId}.` });
}

const today = (): string => chinaDate(systemClock.now());

async function readStdin(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) text += String(chunk);
  return text.replace(/\r?\n$/, '');
}
