import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOutput } from '#platform/cli/output.ts';
import { linkFile } from './link-file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'yigong-link-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(text: string, options: { fields?: string; truth?: string } = {}): { people: unknown; said: string[] } {
  const file = join(folder, 'list.csv');
  writeFileSync(file, text);
  let written = '';
  const said: string[] = [];
  const output = createOutput({ json: true, write: (part) => (written += part), warn: (line) => said.push(line) });
  void linkFile({ ...output, say: (line) => said.push(line) }, file, { id: 'no', ...options });
  return { people: JSON.parse(written), said };
}

it('finds the same person in a Chinese list and reports the quality', () => {
  const { people, said } = run(
    'no,姓名,出生日期,电话,住址,truth\n1,張 偉,1980-01-02,10011112222,柳林镇塘坊村1组1号,a\n2,张伟,19800102,１００１１１１２２２２,柳林塘坊村1社1号,a\n3,张伟,1990-05-06,,,b\n',
    { truth: 'truth' },
  );
  expect(people).toEqual([{ id: '1', person: '1' }, { id: '2', person: '1' }, { id: '3', person: '3' }]);
  expect(said.at(-1)).toBe('precision 1.0000 recall 1.0000 F1 1.0000');
});

it('links a foreign list by the kinds of its columns', () => {
  const words = ['amber', 'birch', 'cedar', 'dorothy', 'elm', 'frost', 'gilbert', 'hazel', 'ivory', 'jasper', 'kelp', 'lotus', 'moss', 'nutmeg', 'olive', 'poppy'];
  const rows = words.map((word, index) => `${index},${word},${words.at(-1 - index)},19${30 + 4 * index}0${1 + (index % 9)}1${index % 10},${(index + 3) * 54_321_987}`);
  const { people } = run(`no,given,surname,dob,ssn\n${rows.join('\n')}\n99,olive,birch,19340211,217287948\n`, {
    fields: 'given=name~surname,surname=name~given,dob=date,ssn=code',
  });
  expect((people as { id: string; person: string }[]).filter(({ id, person }) => id !== person)).toEqual([{ id: '99', person: '1' }]);
});

it('refuses a column that is not there and a kind it does not know', () => {
  expect(() => run('a,b\n1,2\n')).toThrow('no column');
  expect(() => run('no,b\n1,2\n', { fields: 'b=colour' })).toThrow('Cannot read');
});

it('names the line whose quote is not closed', () => {
  expect(() => run('no,姓名\n1,张伟\n2,"李娜\n')).toThrow(/line 3: a quote is not closed/i);
});
