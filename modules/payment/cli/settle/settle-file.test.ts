import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOutput } from '#platform/cli/output.ts';
import type { Cli } from '#platform/cli/command.ts';
import type { CliFailure } from '#platform/cli/exit-codes.ts';
import { generateYear } from '#tests/conformance/settlement/generated-year.ts';
import { openInput } from '#platform/cli/pieces/read-pieces.ts';
import { inputMark, saveState } from '#platform/cli/pieces/resume-state.ts';
import { settleFile } from './settle-file.ts';
import type { SettleOptions } from './settle-options.ts';

const SIZE = 3_000;
const { parameters, cases } = generateYear(77, SIZE);
let folder: string;
const file = (name: string): string => join(folder, name);

async function settle(options: SettleOptions): Promise<{ answer: Record<string, unknown>; failure: CliFailure | undefined }> {
  let text = '';
  const output = createOutput({ json: true, write: (part) => void (text += part), warn: () => undefined });
  const cli = { output, dataFolder: folder, environment: {} } as unknown as Cli;
  const failure = await settleFile(cli, options).then(() => undefined, (error: unknown) => error as CliFailure);
  return { answer: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>), failure };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'yigong-settle-'));
  writeFileSync(file('parameters.json'), JSON.stringify(parameters));
  const rows = [...cases()].map((each) => `${each.case},${each.institution},${each.group},${each.cost},${each.patientPaid}`);
  rows.splice(10, 0, 'bad,H00,G0000,-5,0', '"quote,H00,G0000,5,0', rows[0]!);
  writeFileSync(file('cases.csv'), `\ufeffcase,institution,group,cost,patient_paid\r\n${rows.join('\r\n')}\r\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('yigong payment settle', () => {
  it('scores a file, reports refused lines with place and reason, and settles the rest', async () => {
    const { answer, failure } = await settle({ parameters: file('parameters.json'), in: file('cases.csv'), out: file('out.csv'), summary: file('summary.json') });
    expect(answer).toMatchObject({ calculated: SIZE, refusedCount: 3, summary: { status: 'SETTLED' } });
    expect((answer['refused'] as { place: string; reason: string }[]).map(({ place, reason }) => `${place} ${reason.split(' · ')[0]}`)).toEqual(['line 12 bad cost: 不能为负数', 'line 13 引号没有成对', 'line 14 C78-0 case: 病例编号重复']);
    expect(failure?.exit).toBe('partly-done');
    expect(readFileSync(file('out.csv'), 'utf8').trim().split('\n').length).toBe(SIZE + 1);
    expect(JSON.parse(readFileSync(file('summary.json'), 'utf8'))).toEqual(answer['summary']);
  });

  it('goes on after an interruption as if there had been none', async () => {
    const rows = [...generateYear(77, 40_000).cases()].map((each) => `${each.case},${each.institution},${each.group},${each.cost},${each.patientPaid}`);
    writeFileSync(file('long.csv'), `case,institution,group,cost,patient_paid\n${rows.join('\n')}\n`);
    const options = { parameters: file('parameters.json'), in: file('long.csv') };
    const first = await settle({ ...options, out: file('whole.csv'), summary: file('whole.json') });
    const whole = readFileSync(file('whole.csv'));
    const { pieces } = await openInput({ path: file('long.csv'), format: 'csv', from: undefined });
    let end = { inputOffset: 0, line: 0 };
    for await (const piece of pieces) {
      end = { inputOffset: piece.end, line: piece.nextLine };
      break;
    }
    expect(end.line).toBeLessThan(rows.length);
    const outputOffset = Buffer.byteLength(`${whole.toString('utf8').split('\n').slice(0, end.line - 1).join('\n')}\n`);
    writeFileSync(file('broken.csv'), whole);
    // Half a line more than the last state had reached the disk.
    truncateSync(file('broken.csv'), outputOffset + 7);
    const mark = inputMark(file('long.csv'), ['settle', statSync(file('long.csv')).mtimeMs, { from: 'csv', to: 'csv' }, JSON.parse(readFileSync(file('parameters.json'), 'utf8')), '', '', '']);
    saveState(file('broken.csv'), { input: mark, ...end, outputOffset, cases: 0, refused: 0, statuses: {} });
    const { answer } = await settle({ ...options, out: file('broken.csv'), summary: file('again.json') });
    expect(readFileSync(file('broken.csv')).equals(whole)).toBe(true);
    expect(answer['calculated']).toBe(first.answer['calculated']);
    expect(readFileSync(file('again.json'), 'utf8')).toBe(readFileSync(file('whole.json'), 'utf8'));
  });

  it('answers worked cases line by line, and names what a city has not given', async () => {
    const lines = [
      { id: 'a', kind: 'settlement_point_value', inputs: { fund_total: '1000', insurance_share: '0.5', total_score: '100' } }, { id: 'b', kind: 'settlement_point_value', inputs: { insurance_share: '0.5', total_score: '100' } },
      { id: 'c', kind: 'monthly_advance', inputs: { month_total_weight: '-1' } }, { id: 'd', inputs: { score: '120', point_value: '12.5', cost: '800' } },
    ];
    writeFileSync(file('worked.ndjson'), lines.map((line) => JSON.stringify(line)).join('\n'));
    const { answer } = await settle({ in: file('worked.ndjson'), out: file('worked-out.ndjson') });
    expect(readFileSync(file('worked-out.ndjson'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as unknown)).toEqual([
      { id: 'a', status: 'SETTLED', result: { point_value: '20.0000' } }, { id: 'b', status: 'PENDING_LOCAL_PARAMETERS', missing: ['fund_total'] }, { id: 'd', status: 'SETTLED', result: { payment: '1500.00', profit: '700.00' } },
    ]);
    expect(answer).toMatchObject({ calculated: 3, pending: 1, refusedCount: 1 });
    for (const indent of [0, 2]) {
      writeFileSync(file('worked.json'), JSON.stringify({ cases: lines }, null, indent));
      expect((await settle({ in: file('worked.json'), out: file('again.ndjson') })).answer).toMatchObject({ calculated: 3, pending: 1, refusedCount: 1 });
    }
  });

  it('calculates nothing by parameters that contradict themselves or are missing', async () => {
    writeFileSync(file('contradiction.json'), JSON.stringify({ ...parameters, parameters: { ...parameters.parameters, low: '3' } }));
    writeFileSync(file('empty.json'), '{}');
    const refused = await settle({ parameters: file('contradiction.json'), in: file('cases.csv'), out: file('none.csv') });
    expect([refused.failure?.exit, refused.failure?.lines[0]]).toEqual(['refused', 'parameters.high: 低倍率必须小于高倍率 · the low multiple must be below the high one']);
    const pending = await settle({ parameters: file('empty.json'), in: file('cases.csv'), out: file('none.csv') });
    expect(pending.failure?.text.en).toContain('PENDING_LOCAL_PARAMETERS');
  });
});
