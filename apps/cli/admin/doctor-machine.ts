import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Cli } from '#platform/cli/command.ts';
import { findRunningServer, urlOf } from '#platform/cli/local-server.ts';
import { projectRoot } from '#platform/database/project-root.ts';
import type { Text } from '#platform/kernel/problem.ts';
import { requireFreePort } from '#apps/server/port.ts';
import { readSettings } from '#apps/server/settings.ts';

export interface Finding {
  readonly what: string;
  readonly state: 'good' | 'note' | 'bad';
  readonly found: string;
  readonly remedy?: Text;
}

const NODE_MIN = [20, 19] as const;
const FREE_MEGABYTES_MIN = 512;
const FREE_MEGABYTES_COMFORT = 5_000;

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const good = major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1]);
  return {
    what: 'Node.js',
    state: good ? 'good' : 'bad',
    found: version,
    ...(good ? {} : { remedy: { zh: '请安装 Node.js 20.19 或更新版本。', en: 'Install Node.js 20.19 or later.' } }),
  };
}

export function checkBuilt(): Finding {
  const dist = join(projectRoot(), 'dist');
  const missing = ['server.mjs', 'web/workbench/index.html', 'web/portal/index.html'].filter((file) => !existsSync(join(dist, file)));
  if (missing.length === 0) return { what: '构建 · built files', state: 'good', found: dist };
  const remedy = { zh: '请运行 npm start（会自动构建）。', en: 'Run npm start, which builds what is missing.' };
  return { what: '构建 · built files', state: 'bad', found: `缺少 · missing: ${missing.join(', ')}`, remedy };
}

export function checkDataFolder(dataFolder: string): Finding {
  const what = '数据目录 · data folder';
  const existing = nearestExisting(dataFolder);
  try {
    accessSync(existing, constants.R_OK | constants.W_OK);
  } catch {
    const remedy = { zh: '请改正目录权限，或用 YIGONG_DATA_DIR 另选目录。', en: 'Mend its permissions, or choose another with YIGONG_DATA_DIR.' };
    return { what, state: 'bad', found: `${existing} 不可写 · not writable`, remedy };
  }
  return existing === dataFolder
    ? { what, state: 'good', found: dataFolder }
    : { what, state: 'note', found: `${dataFolder} 尚不存在，首次启动时建立 · made at the first start` };
}

export function checkDisk(dataFolder: string): Finding {
  const { bavail, bsize } = statfsSync(nearestExisting(dataFolder));
  const free = Math.floor((bavail * bsize) / 1024 / 1024);
  const state = free < FREE_MEGABYTES_MIN ? 'bad' : free < FREE_MEGABYTES_COMFORT ? 'note' : 'good';
  const remedy = { zh: '请清理磁盘或换到更大的磁盘；不要删除数据目录中的文件。', en: 'Free some space or use a larger disk; delete nothing inside the data folder.' };
  return { what: '磁盘空间 · free disk', state, found: `${free} MB`, ...(state === 'good' ? {} : { remedy }) };
}

export async function checkPort(cli: Cli): Promise<Finding> {
  const what = '端口 · port';
  const server = findRunningServer(cli.dataFolder);
  if (server) {
    const answers = await fetch(`${urlOf(server)}/readyz`, { signal: AbortSignal.timeout(5_000) }).then(
      async (response) => (response.ok ? undefined : response.text()),
      () => 'no answer',
    );
    if (answers === undefined) return { what, state: 'good', found: `${server.port}，服务运行中 · server running (pid ${server.pid})` };
    const remedy = { zh: '服务进程存在但未就绪，请查看其输出，必要时重启。', en: 'The server runs but is not ready; read its output, restart if need be.' };
    return { what, state: 'bad', found: `${server.port}: ${answers}`, remedy };
  }
  const { port, host } = readSettings(cli.environment);
  try {
    await requireFreePort({ port, host }, 0);
    return { what, state: 'good', found: `${port} 空闲 · free` };
  } catch {
    const remedy = { zh: `请停止占用端口的程序，或改用其他端口：PORT=${port + 1} npm start`, en: `Stop the program that uses it, or choose another: PORT=${port + 1} npm start` };
    return { what, state: 'bad', found: `${port} 已被占用 · in use`, remedy };
  }
}

function nearestExisting(folder: string): string {
  let path = folder;
  while (!existsSync(path) && dirname(path) !== path) path = dirname(path);
  return path;
}
