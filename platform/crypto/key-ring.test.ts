import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { isSealed, openKeyRing } from './key-ring.ts';
import { fileMasterKey, programMasterKey } from './master-key.ts';

const ABOUT = 'identity.factor/1';

describe('the key ring', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yigong-keys-'));
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase();
  });
  afterAll(async () => {
    await opened.close();
    rmSync(folder, { recursive: true });
  });
  const ring = () => openKeyRing({ master: fileMasterKey(folder), providerName: 'national' });

  test('what one process seals another opens, at its own place only', async () => {
    const sealed = await ring().sealText(opened.database, { purpose: 'trial', about: ABOUT }, '密钥𠮷');
    expect(isSealed(sealed)).toBe(true);
    expect(sealed).not.toContain('密钥');
    expect(await ring().openText(opened.database, ABOUT, sealed)).toBe('密钥𠮷');
    await expect(ring().openText(opened.database, 'identity.factor/2', sealed)).rejects.toThrow();
    expect(statSync(join(folder, 'master.key')).mode & 0o077).toBe(0);
  });

  test('thirty-two processes that need the first key at once share one', async () => {
    const sealed = await Promise.all(Array.from({ length: 32 }, () => ring().sealText(opened.database, { purpose: 'first', about: ABOUT }, 'x')));
    expect(new Set(sealed.map((text) => text.split('.')[1])).size).toBe(1);
  });

  test('after a rotation old text opens, is known as stale, and new text has the new key', async () => {
    const [one, other] = [ring(), ring()];
    const before = await one.sealText(opened.database, { purpose: 'turning', about: ABOUT }, 'alt');
    expect(await one.isStale(opened.database, 'turning', before)).toBe(false);
    await one.rotate(opened.database, 'turning');
    expect(await other.isStale(opened.database, 'turning', before)).toBe(true);
    expect(await other.openText(opened.database, ABOUT, before)).toBe('alt');
    const after = await other.sealText(opened.database, { purpose: 'turning', about: ABOUT }, 'neu');
    expect(after.split('.')[1]).not.toBe(before.split('.')[1]);
    expect(await one.openText(opened.database, ABOUT, after)).toBe('neu');
  });

  test('a blind index is equal for equal text, and says nothing without its key', async () => {
    const [first, again, other] = [await ring().blindIndex(opened.database, 'id-card', '110101199003070038'), await ring().blindIndex(opened.database, 'id-card', '110101199003070038'), await ring().blindIndex(opened.database, 'phone', '110101199003070038')];
    expect(first.equals(again)).toBe(true);
    expect(first.equals(other)).toBe(false);
  });

  test('another master key opens nothing', async () => {
    const sealed = await ring().sealText(opened.database, { purpose: 'trial', about: ABOUT }, 'x');
    const elsewhere = mkdtempSync(join(tmpdir(), 'yigong-keys-'));
    const foreign = openKeyRing({ master: fileMasterKey(elsewhere), providerName: 'national' });
    await expect(foreign.openText(opened.database, ABOUT, sealed)).rejects.toThrow();
    rmSync(elsewhere, { recursive: true });
  });

  test('a hardware module takes the place of the file by a program', async () => {
    const program = join(folder, 'module.sh');
    writeFileSync(program, '#!/bin/sh\ncat\n');
    chmodSync(program, 0o700);
    const master = programMasterKey(program);
    const sealer = openKeyRing({ master, providerName: 'international' });
    const sealed = await sealer.sealText(opened.database, { purpose: 'module', about: ABOUT }, 'x');
    expect(await sealer.openText(opened.database, ABOUT, sealed)).toBe('x');
    writeFileSync(program, '#!/bin/sh\necho no card >&2; exit 3\n');
    await expect(openKeyRing({ master: programMasterKey(program), providerName: 'international' }).openText(opened.database, ABOUT, sealed)).rejects.toThrow(/3: no card/);
  });
});
