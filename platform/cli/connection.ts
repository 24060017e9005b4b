import { randomUUID } from 'node:crypto';
import type { AnyOperation, GivenOf, ResultOf } from '#platform/kernel/contract.ts';
import { CliFailure } from './exit-codes.ts';
import { findCliClient, findRunningServer, urlOf, type CliClient } from './local-server.ts';

export interface ConnectionSettings {
  readonly dataFolder: string;
  /** Address of a server elsewhere; then the client comes from the environment. */
  readonly serverUrl?: string | undefined;
  /** Acts for this organisation only. */
  readonly organisationId?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface ServerRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From the root, such as `/fhir/Patient/1`. */
  readonly path: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The running server as the command sees it. */
export interface Connection {
  readonly url: string;
  send(request: ServerRequest): Promise<Answer>;
  /** Runs an operation of a contract; throws CliFailure with the server's own words. */
  call<O extends AnyOperation>(operation: O, input: GivenOf<O>, options?: { key?: string }): Promise<ResultOf<O>>;
}

const REQUEST_MS_MAX = 120_000;

/** Finds the server and signs in as a machine client on first use. */
export function openConnection(settings: ConnectionSettings): Connection {
  const { url, client } = locate(settings);
  let token: Promise<string> | undefined;
  const acting: Record<string, string> = settings.organisationId === undefined ? {} : { 'x-yigong-organisation': settings.organisationId };

  const send = async (request: ServerRequest, again = true): Promise<Answer> => {
    token ??= fetchToken(url, client);
    const answer = await exchange(`${url}${request.path}`, {
      method: request.method,
      headers: { accept: 'application/json', ...acting, ...request.headers, authorization: `Bearer ${await token}` },
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    if (answer.status !== 401 || !again) return answer;
    // The token ran out in a long import.
    token = undefined;
    return send(request, false);
  };
  return {
    url,
    send,
    call: async (operation, input, options) => {
      const answer = await send(requestOf(operation, input, options?.key ?? randomUUID()));
      if (answer.status >= 400) throw failureOf(answer);
      return JSON.parse(answer.text) as ResultOf<typeof operation>;
    },
  };
}

function locate({ serverUrl, dataFolder, environment }: ConnectionSettings): { url: string; client: CliClient } {
  const { YIGONG_CLIENT_ID: clientId, YIGONG_CLIENT_SECRET: clientSecret } = environment;
  const given = clientId !== undefined && clientSecret !== undefined ? { clientId, clientSecret } : undefined;
  if (serverUrl !== undefined) {
    if (given) return { url: serverUrl.replace(/\/+$/, ''), client: given };
    throw new CliFailure('usage', {
      zh: '使用 --server 时，请用环境变量 YIGONG_CLIENT_ID 与 YIGONG_CLIENT_SECRET 提供客户端凭据（在该服务器上用 yigong client create 取得）。',
      en: 'With --server, give the client in YIGONG_CLIENT_ID and YIGONG_CLIENT_SECRET (made there with `yigong client create`).',
    });
  }
  const server = findRunningServer(dataFolder);
  const client = given ?? findCliClient(dataFolder);
  if (server && client) return { url: urlOf(server), client };
  throw away(dataFolder);
}

const away = (where: string): CliFailure =>
  new CliFailure('server-away', {
    zh: `没有正在运行的医共服务（${where}）。请先运行 npm start（或 yigong start）；数据目录不在默认位置时请设置 YIGONG_DATA_DIR。`,
    en: `No server of Yigong is running (${where}). Run \`npm start\` (or \`yigong start\`) first; set YIGONG_DATA_DIR when the data lie elsewhere.`,
  });

async function fetchToken(url: string, { clientId, clientSecret }: CliClient): Promise<string> {
  const answer = await exchange(`${url}/oauth2/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }).toString(),
  });
  // A server that is coming back refuses nobody.
  if (answer.status >= 500) throw failureOf(answer);
  if (answer.status !== 200) {
    throw new CliFailure('refused', {
      zh: '服务器拒绝了命令行客户端的凭据。请重新启动服务（会重建 cli-client.json），或检查 YIGONG_CLIENT_ID / YIGONG_CLIENT_SECRET。',
      en: 'The server refused the client. Restart the server (it makes cli-client.json anew), or check YIGONG_CLIENT_ID and YIGONG_CLIENT_SECRET.',
    });
  }
  return (JSON.parse(answer.text) as { access_token: string }).access_token;
}

async function exchange(url: string, init: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(REQUEST_MS_MAX) });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch {
    throw away(url.split('/').slice(0, 3).join('/'));
  }
}

function requestOf(operation: AnyOperation, input: unknown, key: string): ServerRequest {
  const fields = new Map(Object.entries((input ?? {}) as Record<string, unknown>).filter(([, value]) => value !== undefined));
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(fields.get(name) ?? '');
    fields.delete(name);
    return encodeURIComponent(value);
  });
  if (operation.method === 'POST') {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key };
    return { method: 'POST', path: `/api${path}`, body: JSON.stringify(Object.fromEntries(fields)), headers };
  }
  const query = new URLSearchParams();
  for (const [name, value] of fields) for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  return { method: 'GET', path: `/api${path}${query.size > 0 ? `?${query}` : ''}` };
}

/** The server's problem document or OperationOutcome in the words of the command. */
export function failureOf(answer: Answer): CliFailure {
  const exit = answer.status === 404 ? 'not-found' : answer.status >= 500 ? 'server-away' : 'refused';
  try {
    const document = JSON.parse(answer.text) as Record<string, unknown>;
    if (document['resourceType'] === 'OperationOutcome') return outcomeFailure(exit, document);
    const details = Array.isArray(document['details']) ? (document['details'] as { path: string; message: string }[]) : [];
    const text = { zh: String(document['title']), en: `${String(document['titleEn'])} [${String(document['code'])}]` };
    return new CliFailure(exit, text, details.map(({ path, message }) => `${path}: ${message}`));
  } catch {
    return new CliFailure(exit, { zh: `服务器回答 ${answer.status}`, en: `The server answered ${answer.status}` });
  }
}

function outcomeFailure(exit: CliFailure['exit'], outcome: Record<string, unknown>): CliFailure {
  const issues = (outcome['issue'] ?? []) as { diagnostics?: string; details?: { text?: string }; expression?: string[] }[];
  const lines = issues.map((issue) => [issue.expression?.join(', '), issue.diagnostics ?? issue.details?.text].filter(Boolean).join(': '));
  return new CliFailure(exit, { zh: '服务器拒绝了该请求', en: 'The server refused the request' }, lines);
}
