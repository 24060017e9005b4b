// Makes a clone runnable: Node version, packages, build. Plain JavaScript without packages: it runs before `npm ci`.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** Exit codes of docs/runbooks/start-up.md. */
const NODE_TOO_OLD = 10;
const INSTALL_FAILED = 11;
const BUILD_FAILED = 12;
const NODE_MIN = [20, 19];

/** `dev` also wants the packages of the tests. `output` is where npm's and the build's own lines go. */
export function prepare({ dev = false, build = true, say, output = 'inherit' }) {
  requireNode();
  installPackages({ dev, say, output });
  if (build) runBuild(output);
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1])) return;
  stop(NODE_TOO_OLD, [
    `需要 Node.js ${NODE_MIN.join('.')} 或更高版本，当前为 ${process.versions.node}。请从 https://nodejs.org 安装。`,
    `Node.js ${NODE_MIN.join('.')} or later is needed, this is ${process.versions.node}. Install it from https://nodejs.org.`,
  ]);
}

/** `npm ci` when a package that the lock file asks for is missing or of another version. */
function installPackages({ dev, say, output }) {
  const wanted = readLock(join(root, 'package-lock.json'));
  const present = readLock(join(root, 'node_modules', '.package-lock.json'));
  const hasDev = Object.entries(wanted).some(([path, entry]) => entry.dev === true && !entry.optional && present[path] !== undefined);
  if (isInstalled(wanted, present, dev || hasDev)) return;
  const full = dev || hasDev;
  say(`安装依赖 · installing packages (npm ci${full ? '' : ' --omit=dev'})`);
  const npm = npmCommand();
  const result = spawnSync(npm[0], [...npm.slice(1), 'ci', '--no-audit', '--no-fund', '--loglevel=error', ...(full ? ['--include=dev'] : ['--omit=dev'])], {
    cwd: root,
    stdio: ['ignore', output, 'inherit'],
    env: { ...process.env, NODE_ENV: '' },
  });
  if (result.status === 0) return;
  stop(INSTALL_FAILED, [
    '依赖安装失败（原因见上）。请检查网络、npm registry 设置和磁盘空间后重试。',
    'Installing the packages failed (reason above). Check network, npm registry and disk space, then try again.',
  ]);
}

/** Every package of the lock is there in its version; those for other machines, which are all optional, may be absent. */
function isInstalled(wanted, present, withDev) {
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.link || (!withDev && isDevOnly(entry))) return true;
    const found = present[path];
    if (found === undefined) return entry.optional === true || entry.peer === true;
    return found.version === entry.version;
  });
}

function isDevOnly(entry) {
  return entry.dev === true || entry.devOptional === true;
}

function runBuild(output) {
  const result = spawnSync(process.execPath, [join(root, 'tools', 'build.mjs'), '--quiet'], { cwd: root, stdio: ['ignore', output, 'inherit'] });
  if (result.status === 0) return;
  stop(BUILD_FAILED, ['构建失败，原因见上。', 'The build failed; the reason is above.']);
}

function readLock(file) {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}

/** The npm that runs us, else the one of the PATH. */
function npmCommand() {
  const script = process.env.npm_execpath;
  return script !== undefined && script.endsWith('npm-cli.js') ? [process.execPath, script] : ['npm'];
}

function stop(exitCode, lines) {
  process.stderr.write(`\n${lines.join('\n')}\n`);
  process.exit(exitCode);
}
