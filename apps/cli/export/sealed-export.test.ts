import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { announceServer } from '#platform/cli/local-server.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { keepCliClient } from '#apps/server/cli-access.ts';
import { composeHouse, type House } from '#apps/server/compose.ts';
import { runCli } from '../program.ts';

const folder = mkdtempSync(join(tmpdir(), 'yigong-sealed-export-'));
/** A house that has none of the keys. */
const elsewhere = mkdtempSync(join(tmpdir(), 'yigong-sealed-elsewhere-'));
const PASSPHRASE = '山高水长 correct horse';
let test: TestDatabase;
let house: House;
/** SM2 keys as OpenSSL makes them; absent where OpenSSL knows no SM2. */
const hasSm2 = (() => {
  try {
    execFileSync('openssl', ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2', '-out', join(folder, 'sm2.pem')], { stdio: 'ignore' });
    execFileSync('openssl', ['pkey', '-in', join(folder, 'sm2.pem'), '-pubout', '-out', join(folder, 'sm2.pub')], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

beforeAll(async () => {
  test = await openTestDatabase();
  house = await composeHouse({ database: test.database, log: () => undefined });
  await house.server.listen({ port: 0, host: '127.0.0.1' });
  await keepCliClient(test.database, folder);
  announceServer(folder, { pid: process.pid, port: (house.server.server.address() as AddressInfo).port });
  writeFileSync(join(folder, 'Patient.ndjson'), [1, 2, 3].map((each) => JSON.stringify({ resourceType: 'Patient', id: `sealed-${each}`, name: [{ text: '秘密姓名' }] })).join('\n'));
  expect((await yigong('import', join(folder, 'Patient.ndjson'))).code).toBe(0);
  writeFileSync(join(folder, 'passphrase'), `${PASSPHRASE}\n`);
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(join(folder, 'rsa.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
  writeFileSync(join(folder, 'rsa.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
}, 60_000);
afterAll(async () => {
  await house.stop();
  await test.close();
  for (const each of [folder, elsewhere]) rmSync(each, { recursive: true, force: true });
});

async function yigong(...given: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const outSpy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  const errSpy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  try {
    return { code: await runCli(given[0] === '--data-dir' ? given : ['--data-dir', folder, '--json', ...given]), out, err };
  } finally {
    process.exitCode = undefined;
    outSpy.mockRestore();
    errSpy.mockRestore();
  }
}
const exportTo = async (name: string, ...more: string[]) => {
  const { code, err } = await yigong('export', '--out', join(folder, name), '--type', 'Patient', ...more);
  return { out: join(folder, name), code, err };
};
const sealedFile = (out: string): string => join(out, 'Patient.ndjson.sealed');
const modeOf = (path: string): number => statSync(path).mode & 0o777;

it('seals by the key of the data folder unless told otherwise; import and search open it, nobody without the key does', async () => {
  const { out, code } = await exportTo('own');
  expect(code).toBe(0);
  expect(readdirSync(out)).toEqual(['Patient.ndjson.sealed']);
  expect(readFileSync(sealedFile(out)).toString('utf8')).not.toMatch(/秘密姓名|sealed-1|resourceType/);
  expect([modeOf(sealedFile(out)), modeOf(out), modeOf(join(folder, 'keys', 'files.key'))]).toEqual([0o600, 0o700, 0o600]);
  expect(JSON.parse((await yigong('import', '--restart', out)).out)).toMatchObject({ existing: 3, created: 0 });
  expect(JSON.parse((await yigong('fhir', 'search', 'Patient?_id=sealed-2', out)).out)).toMatchObject({ total: 1 });
  const stranger = await yigong('--data-dir', elsewhere, 'decrypt', out, '--out', join(elsewhere, 'clear'));
  expect([stranger.code, stranger.err]).toEqual([3, expect.stringContaining('keys/files.key')]);
  expect(readdirSync(join(elsewhere, 'clear'))).toEqual([]);
});

it.each(['passphrase', 'rsa', ...(hasSm2 ? ['sm2'] : [])])('seals for another reader by %s, who opens it in a house of its own', async (kind) => {
  const [lock, key] = kind === 'passphrase' ? [['--passphrase-file', join(folder, 'passphrase')], ['--passphrase-file', join(folder, 'passphrase')]] : [['--recipient', join(folder, `${kind}.pub`)], ['--key', join(folder, `${kind}.pem`)]];
  const { out, code, err } = await exportTo(`for-${kind}`, '--gz', ...lock);
  expect(code, err).toBe(0);
  const clear = join(elsewhere, kind);
  const opened = await yigong('--data-dir', elsewhere, 'decrypt', out, '--out', clear, ...key);
  expect(opened.code, opened.err).toBe(0);
  const [name = ''] = readdirSync(clear);
  expect([name, modeOf(join(clear, name))]).toEqual(['Patient.ndjson.gz', 0o600]);
  expect(gunzipSync(readFileSync(join(clear, name))).toString().match(/秘密姓名/g)).toHaveLength(3);
  expect((await yigong('--data-dir', elsewhere, 'decrypt', out, '--out', clear)).code, 'without the key').toBe(3);
  expect(JSON.parse((await yigong('import', '--restart', out, ...key)).out)).toMatchObject({ existing: 3 });
});

it('opens for each of several readers, and not with another key of the same kind', async () => {
  const { out } = await exportTo('several', '--recipient', join(folder, 'rsa.pub'), '--passphrase-file', join(folder, 'passphrase'));
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(join(elsewhere, 'other.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(join(elsewhere, 'wrong'), 'another passphrase');
  const open = async (...key: string[]) => (await yigong('--data-dir', elsewhere, 'decrypt', out, '--out', '-', ...key)).code;
  expect(await open('--key', join(folder, 'rsa.pem'))).toBe(0);
  expect(await open('--passphrase-file', join(folder, 'passphrase'))).toBe(0);
  expect(await open('--key', join(elsewhere, 'other.pem'))).toBe(3);
  expect(await open('--passphrase-file', join(elsewhere, 'wrong'))).toBe(3);
});

it('a file that was changed, cut, lengthened in its head or has swapped parts does not open', async () => {
  const { out } = await exportTo('damaged');
  const whole = readFileSync(sealedFile(out));
  const damaged = (name: string, bytes: Buffer): string => {
    writeFileSync(join(elsewhere, `${name}.ndjson.sealed`), bytes);
    return join(elsewhere, `${name}.ndjson.sealed`);
  };
  const flipped = Buffer.from(whole);
  flipped[whole.length - 40]! ^= 1;
  const head = whole.indexOf('\n', 20);
  const kinds = { flipped, cut: whole.subarray(0, -1), 'head-changed': Buffer.concat([whole.subarray(0, head), Buffer.from(' '), whole.subarray(head)]), empty: Buffer.alloc(0), other: Buffer.from('yigong sealed 1\n{}\n') };
  for (const [name, bytes] of Object.entries(kinds)) {
    const { code } = await yigong('decrypt', damaged(name, bytes), '--out', join(elsewhere, 'never'));
    expect([name, code === 0, readdirSync(join(elsewhere, 'never'))]).toEqual([name, false, []]);
    expect((await yigong('import', '--restart', damaged(name, bytes))).code, name).not.toBe(0);
  }
});

it('writes in clear only with a reason, which stands in the trail before anything is written', async () => {
  const noted = () => test.owner.query<{ outcome: string; purpose: string | null; resource: string | null }>("select outcome, purpose, resource from audit.entry where action = 'audit.note-clear-files' order by entry_id");
  expect((await exportTo('clear', '--clear')).code).toBe(2);
  expect((await exportTo('clear', '--clear', '--reason', '啊啊啊啊啊啊啊啊')).code).toBe(3);
  expect(readdirSync(folder)).not.toContain('clear');
  const { code, out } = await exportTo('clear', '--clear', '--reason', '交给省平台做质量核查');
  expect([code, readdirSync(out), modeOf(join(out, 'Patient.ndjson'))]).toEqual([0, ['Patient.ndjson'], 0o600]);
  expect(await noted()).toEqual([{ outcome: 'success', purpose: '交给省平台做质量核查', resource: 'clear-files/Patient' }]);
});

it.each([
  ['a private key', 'rsa.pem'], ['no key at all', 'passphrase'], ['a file that is not there', 'nowhere.pem'],
])('refuses %s as a recipient, and writes nothing', async (_, file) => {
  const { code } = await exportTo('never', '--recipient', join(folder, file));
  expect([code === 0, readdirSync(folder).includes('never')]).toEqual([false, false]);
});

it('refuses a passphrase of fewer than twelve letters', async () => {
  writeFileSync(join(folder, 'short'), 'short one');
  expect((await exportTo('never', '--passphrase-file', join(folder, 'short'))).code).toBe(2);
});
