import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '#platform/database/project-root.ts';
import { packFiles } from '#tests/conformance/casemix/small-pack.ts';
import { buildServer } from '../server-under-test.ts';

/** Enough for the run to note its place several times; a note is made once a second. */
const CASES = 600_000;
const DIAGNOSES = ['B01.001', 'B02.001', 'B03.001', 'C01.001', 'Z99.999'];
const OTHERS = ['D01.001', 'D02.001', 'E01.001', 'E02.001'];
const PROCEDURES = ['01.0001', '02.0001', '03.0001'];

/** The n-th case; every thousandth is refused by its age. */
const caseAt = (n: number) => ({
  diagnoses: [DIAGNOSES[n % 5]!, ...(n % 3 === 0 ? [OTHERS[n % 4]!] : [])], procedures: n % 7 < 3 ? [PROCEDURES[n % 3]!] : [], sex: 1 + (n % 2), ageYears: n % 1000 === 999 ? -1 : 1 + (n % 97), losDays: 1 + (n % 30), dischargeWay: String(1 + (n % 5)),
});
const lineAt = (n: number): string => JSON.stringify({ id: `c${n}`, input: caseAt(n) });

describe('a file is grouped by the command line', () => {
  let folder = '';
  const at = (name: string): string => join(folder, name);
  const command = (...more: string[]): string[] => [join(projectRoot(), 'dist', 'cli.mjs'), 'casemix', 'group', '--scheme', 'drg', '--pack', at('pack'), ...more];
  const run = (args: readonly string[], input?: string | Buffer) => spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, ...(input === undefined ? {} : { input }) });
  const hashOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

  beforeAll(() => {
    buildServer();
    folder = mkdtempSync(join(tmpdir(), 'yigong-group-'));
    mkdirSync(at('pack'));
    for (const [name, text] of packFiles()) writeFileSync(join(at('pack'), name), text);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('killed in the middle and resumed, it gives what an uninterrupted run gives, to the byte', { timeout: 240_000 }, async () => {
    writeFileSync(at('cases.jsonl'), Array.from({ length: CASES }, (_, n) => `${lineAt(n)}\n`).join(''));
    const child = spawn(process.execPath, command('--in', at('cases.jsonl'), '--out', at('cut.jsonl')), { stdio: 'ignore' });
    const ended = once(child, 'exit');
    while (!existsSync(at('cut.jsonl.progress')) && child.exitCode === null) await sleep(5);
    child.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);

    expect((JSON.parse(readFileSync(at('cut.jsonl.progress'), 'utf8')) as { inputOffset: number }).inputOffset).toBeGreaterThan(0);
    const otherPack = run([...command('--in', at('cases.jsonl'), '--out', at('cut.jsonl'), '--resume'), '--explain']);
    expect([otherPack.status, otherPack.stderr]).toEqual([expect.any(Number), expect.stringContaining('another run')]);
    expect(run(command('--in', at('cases.jsonl'), '--out', at('cut.jsonl'), '--resume')).status).toBe(0);
    expect(run(command('--in', at('cases.jsonl'), '--out', at('whole.jsonl'))).status).toBe(0);
    expect(hashOf(at('cut.jsonl'))).toBe(hashOf(at('whole.jsonl')));
    expect(existsSync(at('cut.jsonl.progress'))).toBe(false);
    const answers = readFileSync(at('whole.jsonl'), 'utf8').trimEnd().split('\n');
    expect([answers.length, answers.filter((line) => line.includes('"refused"')).length]).toEqual([CASES, CASES / 1000]);
  });

  it('from standard input to standard output, with CRLF, a byte order mark and a line that is none', () => {
    const { stdout, status } = run(command('--in', '-', '--out', '-'), `\uFEFF${lineAt(0)}\r\nnothing\r\n${lineAt(1)}`);
    const answers = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as { id: string | null; refused?: { line: number } });
    expect([status, answers.map(({ id, refused }) => [id, refused?.line ?? null])]).toEqual([0, [['c0', null], [null, 2], ['c1', null]]]);
  });

  it('from CSV in GB18030 to CSV, in the order of the lines', () => {
    const titles = run(command('--in', '-', '--out', '-', '--format', 'ndjson', '--out-format', 'csv'), lineAt(0)).stdout.split('\n')[0];
    expect(titles).toMatch(/status/);
    writeFileSync(at('cases.csv'), iconv.encode('id,diagnoses,procedures,sex,ageYears,losDays,dischargeWay\n病案一,B01.001,,1,60,5,1\n病案二,B01.001,02.0001,2,60,5,1\n', 'gb18030'));
    expect(run(command('--in', at('cases.csv'), '--out', at('grouped.csv'))).status).toBe(0);
    const rows = readFileSync(at('grouped.csv'), 'utf8').replace('\uFEFF', '').trimEnd().split(/\r?\n/);
    expect(rows.slice(1).map((row) => row.split(',')[0])).toEqual(['病案一', '病案二']);
    expect(rows[2]).toContain('BB15');
  });

  it.each([
    ['a folder that is no pack', ['--pack', '/nowhere'], 'nowhere'],
    ['a file that is not there', ['--in', '/nowhere.jsonl'], 'nowhere.jsonl'],
    ['its own input as output', ['--out', 'IN'], 'input'],
    ['workers that are no number', ['--workers', 'many'], '--workers'],
  ])('%s is refused with its name, and nothing is written', (_, more, named) => {
    writeFileSync(at('one.jsonl'), lineAt(0));
    const args = [...command('--in', at('one.jsonl'), '--out', at('never.jsonl')), ...more.map((each) => (each === 'IN' ? at('one.jsonl') : each))];
    const { status, stderr } = run(args);
    expect([status === 0, stderr.includes(named)]).toEqual([false, true]);
    expect(existsSync(at('never.jsonl'))).toBe(false);
  });
});
