// Completes package-lock.json; run it after every change of the dependencies: node tools/complete-lock.mjs [--check]
// npm leaves optional packages of other platforms out of the lock when the registry at hand does not serve them, and
// `npm ci` then refuses the lock ("Missing: @oxlint/binding-win32-x64-msvc from lock file"). A stub with version and
// platform satisfies it. Also strips `resolved`, which would tie the lock to one registry.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const file = join(dirname(dirname(fileURLToPath(import.meta.url))), 'package-lock.json');
const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

const text = readFileSync(file, 'utf8');
const lock = JSON.parse(text);
const added = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  delete entry.resolved;
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(path, name)) continue;
    if (!/^\d+\.\d+\.\d+[\w.-]*$/.test(version)) throw new Error(`${path} wants ${name}@${version}: no exact version to lock`);
    lock.packages[`node_modules/${name}`] = stub(name, version, entry.dev === true);
    added.push(name);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
const completed = `${JSON.stringify(lock, null, 2)}\n`;
if (process.argv.includes('--check')) {
  if (completed !== text) throw new Error('package-lock.json is not complete; run node tools/complete-lock.mjs');
} else {
  writeFileSync(file, completed);
  process.stdout.write(`${added.length} packages of other platforms added\n`);
}

/** Looks where Node would: nested below the package, then in every folder above. */
function isLocked(path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
  }
}

function stub(name, version, dev) {
  const words = name.split(/[-/]/);
  const os = SYSTEMS.filter((system) => words.includes(system));
  const cpu = PROCESSORS.filter((processor) => words.includes(processor));
  if (os.length === 0 || cpu.length === 0) throw new Error(`${name}: no platform in its name, so it must be locked by npm itself`);
  const libc = words.includes('musl') ? { libc: ['musl'] } : words.includes('gnu') ? { libc: ['glibc'] } : {};
  return { version, cpu, ...(dev ? { dev } : {}), ...libc, optional: true, os };
}
