import { randomUUID } from 'node:crypto';
import type { Cli, CommandGroup } from '#platform/cli/command.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { recordAudit } from '#platform/audit/audit.ts';
import { createClient, disableClient, listClients } from '#platform/identity/clients.ts';
import { isScope, splitScopes } from '#platform/identity/scopes.ts';
import { commandSubject, withDatabase } from './direct-database.ts';

export const commands: CommandGroup = {
  name: 'client',
  summary: '机器客户端 · machine clients of the API and FHIR',
  register: (group, act) => {
    group
      .command('create')
      .description('建立客户端，打印 JSON 凭据（仅此一次）· make a client and print its credentials once, as JSON')
      .requiredOption('--name <name>', '名称 · what it is')
      .requiredOption('--scope <scopes>', 'SMART v2: "system/*.cruds", "system/Patient.rs"; API: "api/*", "api/referral.*"')
      .option('--at <organisation>', '只限该机构及其下级 · sees this organisation and below only')
      .action(act(create));
    group.command('list').description('列出客户端 · list clients').action(act(list));
    group.command('disable <client-id>').description('停用客户端及其令牌 · disable a client and its tokens').action(act(disable));
  },
};

async function create(cli: Cli, options: { name: string; scope: string; at?: string }): Promise<void> {
  const scopes = splitScopes(options.scope);
  const wrong = scopes.filter((scope) => !isScope(scope));
  if (scopes.length === 0 || wrong.length > 0) {
    throw new CliFailure('usage', { zh: `权限范围不正确：${wrong.join(' ')}`, en: `Not a scope: ${wrong.join(' ')}` }, [
      'system/<type or *>.<cruds>   system/*.cruds  system/Observation.rs',
      'api/<permission>             api/*  api/referral.*  api/referral.read',
    ]);
  }
  const client = await withDatabase(cli, async (database) => {
    const made = await createClient(database, { clientId: randomUUID(), name: options.name, scopes, organisationId: options.at ?? null });
    await recordAudit(database, commandSubject, { action: 'identity.create-client', outcome: 'success', resource: `client/${made.clientId}` });
    return made;
  });
  const credentials = { client_id: client.clientId, client_secret: client.clientSecret, name: options.name, scope: scopes.join(' ') };
  process.stdout.write(`${JSON.stringify(credentials, null, 2)}\n`);
}

async function list(cli: Cli): Promise<void> {
  const clients = await withDatabase(cli, listClients);
  cli.output.table(
    clients.map((client) => ({ ...client, scopes: cli.output.json ? client.scopes : client.scopes.join(' ') })),
    { clientId: 'client_id', name: '名称 · name', scopes: '范围 · scopes', organisationId: '机构 · organisation', disabledAt: '停用 · disabled' },
  );
}

async function disable(cli: Cli, clientId: string): Promise<void> {
  const found = await withDatabase(cli, async (database) => {
    await recordAudit(database, commandSubject, { action: 'identity.disable-client', outcome: 'success', resource: `client/${clientId}` });
    return disableClient(database, clientId);
  });
  if (!found) throw new CliFailure('not-found', { zh: `没有客户端 ${clientId}。`, en: `There is no client ${clientId}.` });
  cli.output.print({ client_id: clientId, disabled: true });
}
