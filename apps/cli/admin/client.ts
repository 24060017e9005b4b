import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { JSONWebKeySet } from 'jose';
import type { Cli, CommandGroup } from '#platform/cli/command.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { recordAudit } from '#platform/audit/audit.ts';
import { isKeyAddress, wrongKeySet } from '#platform/identity/machine/client-keys.ts';
import { createClient, createSigningClient, disableClient, listClients, type ClientKeys } from '#platform/identity/machine/clients.ts';
import { createApp } from '#platform/identity/provider/app-clients.ts';
import { isAppScope, isScope, splitScopes } from '#platform/identity/scopes.ts';
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
      .option('--jwks <file>', 'SMART 后端服务：公钥文件 · Backend Services: JSON file with its public keys (RS384, ES384)')
      .option('--jwks-url <url>', 'SMART 后端服务：公钥地址 · Backend Services: address of its public keys (https)')
      .action(act(create));
    group
      .command('create-app')
      .description('登记供人登录的 SMART 应用 · register a SMART app that people sign in to')
      .requiredOption('--name <name>', '名称，显示给授权者 · name, shown to who allows it')
      .requiredOption('--scope <scopes>', '"openid fhirUser launch/patient patient/*.rs offline_access", "user/Observation.rs"')
      .requiredOption('--redirect <url...>', '返回地址 · where browsers are sent back to')
      .option('--launch <url>', '从患者档案打开的地址（SMART EHR launch），权限范围须含 launch · where it is opened from a record; its scopes include launch')
      .option('--secret', '有服务端，使用密钥 · it has a server and keeps a secret')
      .option('--jwks <file>', '有服务端，使用公钥 · it signs assertions: JSON file with its public keys')
      .option('--jwks-url <url>', '公钥地址 · address of its public keys (https)')
      .action(act(createAppOf));
    group.command('list').description('列出客户端 · list clients').action(act(list));
    group.command('disable <client-id>').description('停用客户端及其令牌 · disable a client and its tokens').action(act(disable));
  },
};

interface CreateOptions {
  readonly name: string;
  readonly scope: string;
  readonly at?: string;
  readonly jwks?: string;
  readonly jwksUrl?: string;
}

async function create(cli: Cli, options: CreateOptions): Promise<void> {
  const scopes = splitScopes(options.scope);
  const wrong = scopes.filter((scope) => !isScope(scope));
  if (scopes.length === 0 || wrong.length > 0) {
    throw new CliFailure('usage', { zh: `权限范围不正确：${wrong.join(' ')}`, en: `Not a scope: ${wrong.join(' ')}` }, [
      'system/<type or *>.<cruds>   system/*.cruds  system/Observation.rs',
      'api/<permission>             api/*  api/referral.*  api/referral.read',
    ]);
  }
  const keys = keysOf(options);
  const client = { clientId: randomUUID(), name: options.name, scopes, organisationId: options.at ?? null };
  const secret = await withDatabase(cli, async (database) => {
    const made = keys === undefined ? await createClient(database, client) : await createSigningClient(database, { ...client, keys });
    await recordAudit(database, commandSubject, { action: 'identity.create-client', outcome: 'success', resource: `client/${client.clientId}` });
    return made?.clientSecret;
  });
  const proof = secret === undefined ? { token_endpoint_auth_method: 'private_key_jwt' } : { client_secret: secret };
  process.stdout.write(`${JSON.stringify({ client_id: client.clientId, ...proof, name: options.name, scope: scopes.join(' ') }, null, 2)}\n`);
}

interface AppOptions {
  readonly name: string;
  readonly scope: string;
  readonly redirect: readonly string[];
  readonly launch?: string;
  readonly secret?: boolean;
  readonly jwks?: string;
  readonly jwksUrl?: string;
}

async function createAppOf(cli: Cli, options: AppOptions): Promise<void> {
  const scopes = splitScopes(options.scope);
  const wrong = scopes.filter((scope) => !isAppScope(scope));
  if (scopes.length === 0 || wrong.length > 0) throw new CliFailure('usage', { zh: `权限范围不正确：${wrong.join(' ')}`, en: `Not a scope of an app: ${wrong.join(' ')}` });
  const badUrl = options.redirect.find((url) => !URL.canParse(url) || url.includes('#'));
  if (badUrl !== undefined) throw new CliFailure('usage', { zh: `返回地址不正确：${badUrl}`, en: `Not an address: ${badUrl}` });
  if (options.launch !== undefined && !(isWebAddress(options.launch) && scopes.includes('launch'))) {
    throw new CliFailure('usage', { zh: '打开地址须为 http(s) 地址，且权限范围须含 launch。', en: 'The launch address is an http(s) address, and the scopes include launch.' });
  }
  const proof = keysOf(options) ?? (options.secret ? 'secret' : 'none');
  const clientId = randomUUID();
  const secret = await withDatabase(cli, async (database) => {
    await recordAudit(database, commandSubject, { action: 'identity.create-client', outcome: 'success', resource: `client/${clientId}` });
    return createApp(database, { clientId, name: options.name, scopes, redirectUrls: options.redirect, launchUrl: options.launch, proof });
  });
  const method = proof === 'none' ? 'none' : proof === 'secret' ? 'client_secret_basic' : 'private_key_jwt';
  process.stdout.write(`${JSON.stringify({ client_id: clientId, ...(secret === undefined ? {} : { client_secret: secret }), token_endpoint_auth_method: method, redirect_uris: options.redirect, scope: scopes.join(' ') }, null, 2)}\n`);
}

const isWebAddress = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** Keys by value or by address; none means a secret. */
function keysOf({ jwks, jwksUrl }: Pick<CreateOptions, 'jwks' | 'jwksUrl'>): ClientKeys | undefined {
  if (jwks !== undefined && jwksUrl !== undefined) throw new CliFailure('usage', { zh: '--jwks 与 --jwks-url 只能给一个。', en: 'Give --jwks or --jwks-url, not both.' });
  if (jwksUrl !== undefined) {
    if (isKeyAddress(jwksUrl)) return { jwksUrl };
    throw new CliFailure('usage', { zh: '公钥地址须为外部 https 地址；内网地址须列入 YIGONG_SUBSCRIPTION_HOSTS。', en: 'The address must be https and outside; one inside must be listed in YIGONG_SUBSCRIPTION_HOSTS.' });
  }
  if (jwks === undefined) return undefined;
  const set = readKeyFile(jwks);
  const wrong = wrongKeySet(set);
  if (wrong === undefined) return { jwks: set as JSONWebKeySet };
  throw new CliFailure('usage', { zh: `公钥文件不正确：${wrong}`, en: `Not a set of public keys: ${wrong}` });
}

function readKeyFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CliFailure('usage', { zh: `无法读取 ${file}`, en: `Cannot read ${file}: ${(error as Error).message}` });
  }
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
