import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImagingSettings } from '#modules/imaging/server/api.ts';

/** A place where instances are kept; each suite runs on each of them. An S3 store keeps the same files by the same hashes: outside-store.test.ts. */
export interface OpenPlace {
  readonly settings: Omit<ImagingSettings, 'folder'>;
  /** Makes it empty. */
  clear(): Promise<void>;
  count(archiveFolder: string): Promise<number>;
  close(): Promise<void>;
}

const ORTHANC = ['/usr/sbin/Orthanc', '/usr/local/sbin/Orthanc', '/usr/bin/Orthanc'].find((path) => existsSync(path));
const hasOrthanc = ORTHANC !== undefined;

export const archiveKinds: readonly { readonly name: string; readonly isHere: boolean; readonly open: () => Promise<OpenPlace> }[] = [
  { name: 'files on disk', isHere: true, open: openDisk },
  { name: hasOrthanc ? 'Orthanc' : 'Orthanc (SKIPPED: not installed; apt-get install orthanc)', isHere: hasOrthanc, open: openOrthanc },
];

async function openDisk(): Promise<OpenPlace> {
  const count = async (folder: string): Promise<number> => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
  return { settings: {}, clear: async () => {}, count, close: async () => {} };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

const START_MS_MAX = 20_000;

/** A real Orthanc with a folder of its own. */
async function openOrthanc(): Promise<OpenPlace> {
  const folder = mkdtempSync(join(tmpdir(), 'yigong-orthanc-'));
  const port = await freePort();
  const settings = { url: `http://127.0.0.1:${port}`, user: 'yigong', password: 'of a test' };
  const file = join(folder, 'orthanc.json');
  writeFileSync(file, JSON.stringify({ HttpPort: port, RemoteAccessAllowed: false, DicomServerEnabled: false, AuthenticationEnabled: true, RegisteredUsers: { [settings.user]: settings.password }, StorageDirectory: folder, IndexDirectory: folder, Plugins: [] }));
  const child = spawn(ORTHANC!, [file], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ask = async (method: string, path: string): Promise<unknown> => (await fetch(`${settings.url}${path}`, { method, headers: { authorization: `Basic ${Buffer.from(`${settings.user}:${settings.password}`).toString('base64')}` } })).json();
  for (const until = Date.now() + START_MS_MAX; ; ) {
    const isUp = await ask('GET', '/system').then(() => true, () => false);
    if (isUp) break;
    if (Date.now() > until || child.exitCode !== null) throw new Error('Orthanc did not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    settings: { orthanc: settings },
    clear: async () => {
      for (const patient of (await ask('GET', '/patients')) as string[]) await ask('DELETE', `/patients/${patient}`);
    },
    count: async () => ((await ask('GET', '/instances')) as string[]).length,
    close: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
