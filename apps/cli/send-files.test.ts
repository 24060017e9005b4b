import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import { announceServer } from '#platform/cli/local-server.ts';
import { textElement, writeDicom } from '#platform/dicom/write-file.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { keepCliClient } from '#apps/server/cli-access.ts';
import { composeHouse, type House } from '#apps/server/compose.ts';
import { runCli } from './program.ts';

const folder = mkdtempSync(join(tmpdir(), 'yigong-send-'));
const given = join(folder, 'given');
let test: TestDatabase;
let house: House;

beforeAll(async () => {
  test = await openTestDatabase();
  await test.database.transaction((tx) => registerOrganisation(tx, { organisationId: 'hospital', parentId: null }));
  house = await composeHouse({ database: test.database, log: () => undefined, dataFolder: folder });
  await house.server.listen({ port: 0, host: '127.0.0.1' });
  await keepCliClient(test.database, folder);
  announceServer(folder, { pid: process.pid, port: (house.server.server.address() as AddressInfo).port });
}, 60_000);
afterAll(async () => {
  await house.stop();
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

async function yigong(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const outSpy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  const errSpy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  try {
    return { code: await runCli(['--data-dir', folder, '--json', '--organisation', 'hospital', ...words]), out, err };
  } finally {
    process.exitCode = undefined;
    outSpy.mockRestore();
    errSpy.mockRestore();
  }
}

const image = (number: number): Buffer => writeDicom({ elements: [
  textElement('00080016', 'UI', '1.2.840.10008.5.1.4.1.1.2'), textElement('00080018', 'UI', `1.2.9.${number}.1.1`), textElement('00080060', 'CS', 'CT'), textElement('00100010', 'PN', 'Import^Folder'), textElement('0020000D', 'UI', `1.2.9.${number}`), textElement('0020000E', 'UI', `1.2.9.${number}.1`),
] });

it('imaging import stores a folder, names what is refused, and a repeat changes nothing', async () => {
  mkdirSync(join(given, 'CT', 'deeper'), { recursive: true });
  for (let number = 1; number <= 5; number += 1) writeFileSync(join(given, 'CT', number > 3 ? 'deeper' : '.', `${number}.dcm`), image(number));
  writeFileSync(join(given, 'CT', 'notes.txt'), 'no image at all');
  writeFileSync(join(given, 'CT', '.hidden'), 'left out');
  const first = await yigong('imaging', 'import', given);
  expect([first.code, JSON.parse(first.out)], first.err).toEqual([6, { stored: 5, refused: 1, skipped: 0 }]);
  expect(first.err).toContain('notes.txt');
  const again = await yigong('imaging', 'import', given);
  expect(JSON.parse(again.out)).toMatchObject({ stored: 5, refused: 1 });
  expect(JSON.parse((await yigong('imaging', 'list')).out)).toHaveLength(5);
  // Nothing of a finished run is left to go on from.
  expect(readdirSync(join(folder, 'imports')).filter((name) => name.startsWith('sent-'))).toEqual([]);
}, 60_000);

it('a run that was broken off goes on where it ended', async () => {
  const away = vi.spyOn(globalThis, 'fetch');
  const many = join(folder, 'many');
  mkdirSync(many);
  for (let number = 100; number < 310; number += 1) writeFileSync(join(many, `${number}.dcm`), image(number));
  const real = away.getMockImplementation() ?? fetch;
  let posts = 0;
  away.mockRestore();
  const dropping = vi.spyOn(globalThis, 'fetch').mockImplementation((...request) => {
    if (String(request[0]).includes('/dicom-web/') && (posts += 1) === 2) return Promise.reject(new TypeError('the line is down'));
    return real(...request);
  });
  expect((await yigong('imaging', 'import', many)).code).toBe(5);
  dropping.mockRestore();
  const rest = await yigong('imaging', 'import', many);
  expect([rest.code, JSON.parse(rest.out)], rest.err).toEqual([0, { stored: 10, refused: 0, skipped: 200 }]);
}, 60_000);

it('ecg import tells why a file is no ECG and keeps the others', async () => {
  const ecgs = join(folder, 'ecgs');
  mkdirSync(ecgs);
  writeFileSync(join(ecgs, 'a.pdf'), '%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n');
  writeFileSync(join(ecgs, 'b.xml'), '<AnnotatedECG/>');
  const { code, out, err } = await yigong('ecg', 'import', ecgs);
  expect([code, JSON.parse(out)], err).toEqual([6, { stored: 1, refused: 1, skipped: 0 }]);
  expect(err).toContain('b.xml');
}, 60_000);
