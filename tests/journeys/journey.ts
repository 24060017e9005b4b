import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { openConnection, type Connection } from '#platform/cli/connection.ts';
import { findRunningServer } from '#platform/cli/local-server.ts';
import { projectRoot } from '#platform/database/project-root.ts';
import { launchBrowser } from '#platform/testing/browser.ts';
import { FOLDER_VARIABLE } from './set-up.ts';

/** Generous, because the machine may be busy; nothing waits longer than it must. */
const PATIENCE_MS = 30_000;
export const SCREEN = { width: 1366, height: 768 } as const;
export const PHONE = { width: 390, height: 844 } as const;

export interface Account {
  readonly login: string;
  readonly password: string;
  readonly name: string;
  readonly organisation: string;
}

/** The one running demonstration, a browser, and ways in. */
export interface Journey {
  readonly url: string;
  /** The account of the demonstration whose login begins so, such as `lvchunyan` or `jumin1`. */
  account(login: string): Account;
  /** A page of somebody signed in already; nobody without `login`. */
  open(login?: string, options?: BrowserContextOptions): Promise<Page>;
  connect(organisationId?: string): Connection;
  /** Runs `yigong --json …`; rejects with what it said when it fails. */
  yigong(...given: readonly string[]): Promise<unknown>;
  close(): Promise<void>;
}

export async function openJourney(): Promise<Journey> {
  const folder = process.env[FOLDER_VARIABLE] ?? '';
  const port = findRunningServer(folder)?.port;
  if (port === undefined) throw new Error('the server of the journeys does not run');
  const url = `http://localhost:${port}`;
  const accounts = readAccounts(folder);
  const browser: Browser = await launchBrowser();
  const account = (login: string): Account => {
    const found = accounts.find((each) => each.login.startsWith(login));
    if (found === undefined) throw new Error(`the demonstration has no account ${login}`);
    return found;
  };
  return {
    url,
    account,
    open: async (login, options = {}) => {
      const context = await browser.newContext({ baseURL: url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: SCREEN, ...options });
      context.setDefaultTimeout(PATIENCE_MS);
      if (login !== undefined) await signIn(context, account(login));
      return context.newPage();
    },
    connect: (organisationId) => openConnection({ dataFolder: folder, organisationId, environment: {} }),
    yigong: (...given) => runCli(['--data-dir', folder, '--json', ...given]),
    close: () => browser.close(),
  };
}

/** What the sign-in page sends, without the page. */
async function signIn(context: BrowserContext, { login, password }: Account): Promise<void> {
  const answer = await context.request.post('/api/session', { data: { login, password }, headers: { 'x-yigong': '1' } });
  if (!answer.ok()) throw new Error(`${login} was not signed in: ${answer.status()} ${await answer.text()}`);
}

/** Lines of `demo-sign-ins.txt`: login, password, then name, organisation and roles. */
function readAccounts(folder: string): Account[] {
  const lines = readFileSync(join(folder, 'demo-sign-ins.txt'), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [login = '', password = '', ...rest] = line.trim().split(/\s+/);
    const [name = '', organisation = ''] = rest.join(' ').split('，');
    return { login, password, name, organisation };
  });
}

function runCli(given: readonly string[]): Promise<unknown> {
  const child = spawn(process.execPath, ['dist/cli.mjs', ...given], { cwd: projectRoot(), stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_ENV: 'production' } });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
  return new Promise((resolve, reject) => {
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(out) as unknown);
      else reject(new Error(`yigong ${given.slice(3).join(' ')} ended with ${code}: ${err}${out}`));
    });
  });
}
