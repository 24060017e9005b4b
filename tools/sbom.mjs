// Writes what this program is made of as CycloneDX 1.5 JSON, from package-lock.json and the installed packages alone:
//   node tools/sbom.mjs [--out <file>] [--production]     (default: standard output, all packages)
//   node tools/sbom.mjs --audit                           asks the registry for known weaknesses, says so when it does not answer
// Exit codes: 0 written, or nothing known; 3 the registry did not answer, nothing is known; 1 weaknesses of high or critical severity.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Every package of the lock with name, version, licence (`undefined` when nobody says), and whether `npm ci --omit=dev` installs it. */
export function listPackages() {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== '' && entry.link !== true)
    .map(([path, entry]) => {
      const manifest = readManifest(path);
      const name = entry.name ?? manifest?.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return {
        path, name, version: entry.version, integrity: entry.integrity, production: entry.dev !== true && entry.devOptional !== true,
        // A package of another platform is not installed here and may not say in the lock.
        optional: entry.optional === true || entry.devOptional === true, installed: manifest !== undefined,
        licence: licenceOf(manifest) ?? entry.license,
      };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function readManifest(path) {
  const file = join(root, path, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

function licenceOf(manifest) {
  const given = manifest?.license ?? manifest?.licenses;
  if (Array.isArray(given)) return given.map((each) => each.type ?? each).join(' OR ');
  return typeof given === 'object' ? given?.type : given;
}

/** CycloneDX 1.5 (ECMA-424): `components` with purl, licence and the hash of the lock. The same lock gives the same text. */
export function billOfMaterials({ production = false } = {}) {
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const seen = new Set();
  const components = listPackages()
    .filter((each) => !production || each.production)
    .filter(({ name, version }) => !seen.has(`${name}@${version}`) && seen.add(`${name}@${version}`))
    .map(({ name, version, integrity, licence, optional, production: needed }) => ({
      type: 'library',
      'bom-ref': purl(name, version),
      ...(name.startsWith('@') ? { group: name.split('/')[0], name: name.split('/')[1] } : { name }),
      version,
      scope: needed && !optional ? 'required' : needed ? 'optional' : 'excluded',
      purl: purl(name, version),
      ...(integrity === undefined ? {} : { hashes: [hashOf(integrity)] }),
      ...(licence === undefined ? {} : { licenses: [licenceEntry(licence)] }),
    }));
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'application', 'bom-ref': purl(own.name, own.version), name: own.name, version: own.version, purl: purl(own.name, own.version), licenses: [{ license: { id: own.license } }] } },
    components,
  };
}

const purl = (name, version) => `pkg:npm/${name.replace('@', '%40')}@${version}`;
/** An SPDX id, an SPDX expression, or words. */
const licenceEntry = (licence) => (/^SEE /i.test(licence) ? { license: { name: licence } } : / (OR|AND|WITH) /.test(licence) ? { expression: licence } : { license: { id: licence } });

function hashOf(integrity) {
  const [algorithm, value] = integrity.split(' ')[0].split('-');
  return { alg: { sha512: 'SHA-512', sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384' }[algorithm], content: Buffer.from(value, 'base64').toString('hex') };
}

/** What `npm audit` knows: `{ answered: false, reason }` when the registry does not serve it. */
export function audit() {
  const { stdout } = spawnSync('npm', ['audit', '--json', '--omit=dev', '--package-lock-only'], { cwd: root, encoding: 'utf8', timeout: 60_000, maxBuffer: 64 * 1024 * 1024, shell: process.platform === 'win32' });
  try {
    return readAudit(JSON.parse(stdout));
  } catch {
    return { answered: false, reason: 'npm audit gave no answer' };
  }
}

/** `document` is what `npm audit --json` printed. */
export function readAudit(document) {
  const counts = document?.metadata?.vulnerabilities;
  if (counts === undefined) return { answered: false, reason: document?.message ?? document?.error?.summary ?? 'no counts in the answer' };
  const bad = Object.values(document.vulnerabilities ?? {}).filter(({ severity }) => severity === 'high' || severity === 'critical');
  return { answered: true, counts, bad: bad.map(({ name, severity }) => `${name} (${severity})`) };
}

function main(parameters) {
  if (parameters.includes('--audit')) {
    const found = audit();
    if (!found.answered) {
      process.stdout.write(`未能核查已知漏洞：软件源没有回答（${found.reason}）。依赖未经核查。\nKnown weaknesses NOT checked: the registry does not answer (${found.reason}).\n`);
      return 3;
    }
    process.stdout.write(`${JSON.stringify(found.counts)}\n${found.bad.map((line) => `${line}\n`).join('')}`);
    return found.bad.length > 0 ? 1 : 0;
  }
  const text = `${JSON.stringify(billOfMaterials({ production: parameters.includes('--production') }), null, 2)}\n`;
  const at = parameters.indexOf('--out');
  if (at < 0) process.stdout.write(text);
  else writeFileSync(parameters[at + 1], text);
  return 0;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = main(process.argv.slice(2));
