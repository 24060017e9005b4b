import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '#platform/database/project-root.ts';
import type { PackFile } from '../../contract/pack.ts';
import { KNOWN } from './known.ts';
import { readPack, type PackTexts } from './read-pack.ts';

const FOLDER = join(projectRoot(), 'regions', 'wuhua');
const good: PackTexts = Object.fromEntries(readdirSync(FOLDER).map((file) => [file.replace('.yaml', ''), readFileSync(join(FOLDER, file), 'utf8')]));
const ANSWER = 'answer: { state: gap }';
const NAME = 'title: { zh: 指标, en: Target }';

interface Bad {
  readonly file: PackFile;
  /** Text that is looked for, and what stands in its place; a text alone is put at the end. */
  readonly put: readonly [from: string, to: string] | string;
  readonly code: string;
  /** Part of the line that the finding must name; the last line when left out. */
  readonly at?: string;
}

const target = (id: string, rest: string): string => `  - { id: ${id}, ${NAME}, ${rest}, clause: 三, ${ANSWER} }\n`;
const rule = (id: string, rest: string): string => `  - { id: ${id}, text: { zh: 规则, en: Rule }, clause: 六, ${ANSWER}, ${rest} }\n`;
const task = (id: string, rest: string): string => `  - { id: ${id}, clause: 一, title: { zh: 任务, en: Task }, work: [{ zh: 工作, en: Work }], lead: health-bureau, ${ANSWER}, ${rest} }\n`;

/** Packs that are wrong in one place each, and the place that is named. */
const BAD: Readonly<Record<string, Bad>> = {
  'equal and at least, out of reach of each other': { file: 'targets', put: `${target('one', 'indicator: Y14, operator: "=", value: "5", by: "2021-01-01"')}${target('two', 'indicator: Y14, operator: ">=", value: "8", by: "2021-01-01"')}`, code: 'contradiction' },
  'a range and a bound outside it': { file: 'targets', put: `${target('one', 'indicator: Y14, operator: between, value: "5", upper: "7", by: "2021-01-01"')}${target('two', 'indicator: Y14, operator: ">", value: "7", by: "2021-01-01"')}`, code: 'contradiction' },
  'two bounds that meet in no value': { file: 'targets', put: `${target('one', 'indicator: Y14, operator: "<", value: "7"')}${target('two', 'indicator: Y14, operator: ">=", value: "7"')}`, code: 'contradiction' },
  'bounds of one term that begin on different days': { file: 'targets', put: `${target('one', 'indicator: Y14, operator: "<=", value: "7", from: "2020-01-01", by: "2021-01-01"')}${target('two', 'indicator: Y14, operator: ">=", value: "9", by: "2021-01-01"')}`, code: 'contradiction' },
  'rising and falling at once': { file: 'targets', put: `${target('one', 'indicator: Y14, operator: rising')}${target('two', 'indicator: Y14, operator: falling')}`, code: 'contradiction' },
  'one bound with two figures': { file: 'targets', put: `${target('one', 'indicator: Y14, operator: "<=", value: "7"')}${target('two', 'indicator: Y14, operator: "<=", value: "8"')}`, code: 'contradiction' },
  'a target once more under another id': { file: 'targets', put: `${target('one', 'indicator: Y14, operator: "<=", value: "7"')}${target('two', 'indicator: Y14, operator: "<=", value: "7"')}`, code: 'double-target' },
  'a range upside down': { file: 'targets', put: target('one', 'indicator: Y14, operator: between, value: "7", upper: "5"'), code: 'target-value' },
  'a bound without a figure': { file: 'targets', put: target('one', 'indicator: Y14, operator: ">="'), code: 'target-value' },
  'a direction with a figure': { file: 'targets', put: target('one', 'indicator: Y14, operator: rising, value: "3"'), code: 'target-value' },
  'a figure that is no decimal text': { file: 'targets', put: target('one', 'indicator: Y14, operator: ">=", value: 7'), code: 'shape' },
  'a figure written as a word': { file: 'targets', put: target('one', 'indicator: Y14, operator: ">=", value: "about 7"'), code: 'shape' },
  'a term that ends before it begins': { file: 'targets', put: target('one', 'indicator: Y14, operator: ">=", value: "7", from: "2022-01-01", by: "2021-01-01"'), code: 'period' },
  'an indicator that is not in the registry': { file: 'targets', put: target('one', 'indicator: Y99, operator: ">=", value: "7"'), code: 'unknown-name' },
  'an indicator in small letters': { file: 'targets', put: target('one', 'indicator: y14, operator: ">=", value: "7"'), code: 'shape' },
  'a tier that nothing declares': { file: 'targets', put: target('one', 'indicator: Y14, tier: moon, operator: ">=", value: "7"'), code: 'unknown-name' },
  'an operator that does not exist': { file: 'targets', put: target('one', 'indicator: Y14, operator: "~", value: "7"'), code: 'shape' },
  'two targets of one id': { file: 'targets', put: `${target('one', 'indicator: Y14, operator: ">=", value: "7"')}${target('one', 'indicator: Y13, operator: ">=", value: "1"')}`, code: 'double-id' },
  'a task that waits for itself': { file: 'tasks', put: task('one', 'dependsOn: [one]'), code: 'cycle' },
  'three tasks in a ring': { file: 'tasks', put: `${task('one', 'dependsOn: [two]')}${task('two', 'dependsOn: [three]')}${task('three', 'dependsOn: [one]')}`, code: 'cycle', at: 'id: one' },
  'a task due before what it waits for': { file: 'tasks', put: `${task('one', 'due: "2021-06-30"')}${task('two', 'due: "2021-01-31", dependsOn: [one]')}`, code: 'period' },
  'a task due before its phase begins': { file: 'tasks', put: task('one', 'phase: all-join, due: "2001-01-31"'), code: 'period' },
  'a task due after its phase': { file: 'tasks', put: task('one', 'phase: framework, due: "2091-01-31"'), code: 'period' },
  'a task of a phase that does not exist': { file: 'tasks', put: task('one', 'phase: dawn'), code: 'unknown-name' },
  'a task that waits for nothing known': { file: 'tasks', put: task('one', 'dependsOn: [ghost]'), code: 'unknown-name' },
  'a task for a target that does not exist': { file: 'tasks', put: task('one', 'targets: [ghost]'), code: 'unknown-name' },
  'a task of a requirement that does not exist': { file: 'tasks', put: task('one', 'requirements: [R999]'), code: 'unknown-name' },
  'a task with a joint body twice': { file: 'tasks', put: task('one', 'joint: [finance-bureau, finance-bureau]'), code: 'double-name' },
  'a leading body among the joint ones': { file: 'tasks', put: task('one', 'joint: [health-bureau]'), code: 'lead-and-joint' },
  'a day that the calendar does not have': { file: 'tasks', put: task('one', 'due: "2021-02-30"'), code: 'shape' },
  'a month instead of a day': { file: 'tasks', put: task('one', 'due: "2021-02"'), code: 'shape' },
  'an answer by nobody': { file: 'tasks', put: task('one', 'isKey: true').replace('state: gap', 'state: answered'), code: 'contradiction' },
  'an answer by a room that does not exist': { file: 'tasks', put: task('one', 'isKey: true').replace('state: gap', 'state: answered, rooms: [dreams]'), code: 'unknown-name' },
  'a key that is misspelt': { file: 'tasks', put: task('one', 'indicator: [Y14]'), code: 'shape' },
  'a key twice': { file: 'tasks', put: task('one', 'isKey: true, isKey: false'), code: 'yaml' },
  'two rules of a kind in force together': { file: 'rules', put: `${rule('one', 'kind: deductible, validFrom: "2020-01-01", validUntil: "2021-12-31", standing: left-open')}${rule('two', 'kind: deductible, validFrom: "2021-12-31", standing: left-open')}`, code: 'double-period' },
  'a rule that ends before it begins': { file: 'rules', put: rule('one', 'kind: deductible, validFrom: "2022-01-01", validUntil: "2021-12-31", standing: left-open'), code: 'period' },
  'a figure where the policy gives none': { file: 'rules', put: rule('one', 'kind: deductible, validFrom: "2022-01-01", standing: left-open, value: { amount: "100" }'), code: 'invented-value' },
  'a figure for a rule that is off': { file: 'rules', put: rule('one', 'kind: deductible, validFrom: "2022-01-01", standing: off, value: { amount: "100" }'), code: 'invented-value' },
  'a kind of rule that does not exist': { file: 'rules', put: rule('one', 'kind: magic, validFrom: "2022-01-01", standing: left-open'), code: 'shape' },
  'phases that overlap by a day': { file: 'timeline', put: '  - { id: one, name: { zh: 一, en: One }, from: "2031-01-01", until: "2031-06-30", result: { zh: 果, en: Result }, clause: 一 }\n  - { id: two, name: { zh: 二, en: Two }, from: "2031-06-30", result: { zh: 果, en: Result }, clause: 一 }\n', code: 'double-period' },
  'a phase that ends before it begins': { file: 'timeline', put: '  - { id: one, name: { zh: 一, en: One }, from: "2031-06-30", until: "2031-01-01", result: { zh: 果, en: Result }, clause: 一 }\n', code: 'period' },
  'a committee with a body twice': { file: 'governance', put: ['[district-government, organisation-department', '[district-government, district-government'], code: 'double-name', at: 'district-government, district-government' },
  'a committee with an unknown body': { file: 'governance', put: ['officeAt: health-bureau', 'officeAt: moon-bureau'], code: 'unknown-name', at: 'moon-bureau' },
  'a city with the code of a district': { file: 'region', put: ['level: district', 'level: city'], code: 'contradiction', at: 'division:' },
  'a policy that ended before it was issued': { file: 'region', put: ['issuedOn: "2020-03-23"', 'issuedOn: "2020-03-23"\n  validUntil: "2019-03-23"'], code: 'period', at: 'validUntil' },
  'a division that is no code': { file: 'region', put: ['"530102"', '"5301"'], code: 'shape', at: 'division:' },
  'a file that is a list': { file: 'indicators', put: ['set:', 'sets:'], code: 'shape', at: 'sets:' },
};

it.each(Object.entries(BAD))('%s is refused at its line', (_, { file, put, code, at }) => {
  const text = good[file]!;
  if (typeof put !== 'string') expect(text).toContain(put[0]);
  const changed = typeof put === 'string' ? `${text.trimEnd()}\n${put}` : text.replace(put[0], put[1]);
  const lines = changed.trimEnd().split('\n');
  const line = at === undefined ? lines.length : lines.findIndex((each) => each.includes(at)) + 1;
  const { pack, findings } = readPack({ ...good, [file]: changed }, KNOWN);
  expect(pack).toBeUndefined();
  expect(findings.map((each) => `${each.file}:${each.line} ${each.code}`)).toContain(`${file}.yaml:${line} ${code}`);
});

it.each([
  ['nothing at all', ''], ['a comment', '# nothing\n'], ['a word', 'tasks\n'], ['two documents', `${good.tasks}\n---\n${good.tasks}`], ['brackets without end', '['.repeat(900_000)], ['braces without end', '{a: '.repeat(300_000)], ['lists in lists without end', '- '.repeat(500_000)], ['indented without end', Array.from({ length: 900 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ['a tab for an indent', 'tasks:\n\t- id: one\n'], ['a merge of an alias', 'a: &a [1]\ntasks: *a\n'], ['a key of the prototype', '__proto__: { tasks: [] }\n'], ['more tasks than may be', `tasks:\n${Array.from({ length: 2_000 }, (_, index) => task(`t-${index}`, 'isKey: true')).join('')}`],
])('tasks that are %s are refused with a place, never a failure or a shorter list', (_, tasks) => {
  const { pack, findings } = readPack({ ...good, tasks }, KNOWN);
  expect(pack).toBeUndefined();
  expect(findings.length).toBeGreaterThan(0);
  for (const finding of findings) expect(finding).toMatchObject({ file: 'tasks.yaml', line: expect.any(Number) as number });
});
