import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findHolder, lockInstance } from './instance-lock.ts';

describe('lock of a data folder', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yigong-lock-'));
    file = join(folder, 'yigong.lock');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is held until it is released', async () => {
    const release = await lockInstance(file, 0);
    expect(findHolder(file)?.pid).toBe(process.pid);
    await expect(lockInstance(file, 0)).rejects.toMatchObject({ code: 'data-folder-in-use' });
    release();
    expect(existsSync(file)).toBe(false);
  });

  it('waits for a holder that is just ending', async () => {
    const release = await lockInstance(file, 0);
    setTimeout(release, 150);
    await (await lockInstance(file, 5000))();
  });

  it('is taken over from a process that has ended', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(file, JSON.stringify({ pid, started: '1' }));
    (await lockInstance(file, 0))();
  });

  it.runIf(process.platform === 'linux')('is taken over when the pid now is another process', async () => {
    writeFileSync(file, JSON.stringify({ pid: process.ppid, started: '1' }));
    (await lockInstance(file, 0))();
  });

  it('goes to one of many that find the same stale lock', async () => {
    writeFileSync(file, JSON.stringify({ pid: 2 ** 22 + 1, started: '1' }));
    const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => lockInstance(file, 0)));
    expect(attempts.filter((attempt) => attempt.status === 'fulfilled')).toHaveLength(1);
  });
});
