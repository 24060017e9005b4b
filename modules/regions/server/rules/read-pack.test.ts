import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '#platform/database/project-root.ts';
import { readPack, type PackTexts } from './read-pack.ts';

const FOLDER = join(projectRoot(), 'regions');
const REGIONS = readdirSync(FOLDER).sort();
const textsOf = (region: string): PackTexts =>
  Object.fromEntries(readdirSync(join(FOLDER, region)).map((file) => [file.replace('.yaml', ''), readFileSync(join(FOLDER, region, file), 'utf8')]));

/** Every id that some pack names: what is unknown is tried on its own below. */
const everyIndicator = new Set(REGIONS.flatMap((region) => Object.values(textsOf(region)).flatMap((text) => [...(text ?? '').matchAll(/\b([A-Z]\d{2}[a-z]?)\b/g)].map(([id]) => id))));
const known = { indicators: everyIndicator, rooms: new Set(readdirSync(join(projectRoot(), 'modules'))) };

const wuhua = textsOf('wuhua');
const codes = (texts: PackTexts): string[] => readPack(texts, known).findings.map(({ file, line, code }) => `${file}:${line} ${code}`);
/** The pack of Wuhua with one line changed. */
const changed = (file: keyof PackTexts, from: string, to: string): PackTexts => {
  const text = wuhua[file] ?? '';
  expect(text, `${file} holds the text that is changed`).toContain(from);
  return { ...wuhua, [file]: text.replace(from, to) };
};
const lineOf = (file: keyof PackTexts, part: string): number => (wuhua[file] ?? '').split('\n').findIndex((line) => line.includes(part)) + 1;

describe('the five regions', () => {
  it('are the five', () => expect(REGIONS).toEqual(['maoming', 'nangang', 'wuhua', 'yangjiang', 'yiyang']));

  it.each(REGIONS)('%s has nothing wrong', (region) => {
    expect(readPack(textsOf(region), known).findings).toEqual([]);
  });

  it.each([['wuhua', 19], ['maoming', 34], ['nangang', 17], ['yangjiang', 19], ['yiyang', 28]] as const)('%s has its tasks', (region, count) => {
    expect(readPack(textsOf(region), known).pack?.tasks).toHaveLength(count);
  });

  it('keep their contradictions apart: a ratio of essential medicines is wanted in Maoming and dropped in Yangjiang', () => {
    const ratioOf = (region: string): unknown => readPack(textsOf(region), known).pack?.rules.find(({ kind }) => kind === 'essential-medicine-ratio')?.standing;
    expect([ratioOf('maoming'), ratioOf('yangjiang')]).toEqual(['left-open', 'off']);
  });
});

describe('a bad pack', () => {
  it('without tasks is refused', () => expect(codes({ region: wuhua.region! })).toEqual(['tasks.yaml:1 missing-file']));

  it('with broken YAML names the line', () => expect(codes(changed('timeline', 'phases:', 'phases: ['))[0]).toMatch(/^timeline\.yaml:\d+ yaml$/));

  it('with a key twice names the line', () => expect(codes(changed('region', 'level: district', 'level: district\nlevel: city'))).toEqual([`region.yaml:${lineOf('region', 'level: district') + 1} yaml`]));

  it('with an unknown key names it', () => {
    const { findings } = readPack(changed('region', 'level: district', 'level: district\nmood: good'), known);
    expect(findings.map(({ line, path, code }) => ({ line, path, code }))).toEqual([{ line: lineOf('region', 'level: district') + 1, path: 'mood', code: 'shape' }]);
  });

  it('with a day that does not exist is refused there', () => expect(codes(changed('targets', '"2020-12-31"', '"2026-02-31"'))).toEqual([`targets.yaml:${lineOf('targets', '"2020-12-31"')} shape`]));

  it('with an alias is refused', () => expect(codes(changed('tasks', 'tasks:\n', 'tasks:\n  - *other\n'))[0]).toMatch(/^tasks\.yaml:\d+ (yaml|alias)$/));

  it('with an indicator that the registry does not know', () => expect(codes(changed('targets', 'indicator: T02', 'indicator: Z99'))).toEqual([`targets.yaml:${lineOf('targets', 'indicator: T02')} unknown-name`]));

  it('with a body that is not listed', () => expect(codes(changed('tasks', 'lead: insurance-bureau', 'lead: tax-bureau'))).toEqual([`tasks.yaml:${lineOf('tasks', 'lead: insurance-bureau')} unknown-name`]));

  it('with a room that the platform does not have', () => expect(codes(changed('tasks', 'rooms: [residents, health-record]', 'rooms: [residents, health-dreams]'))[0]).toMatch(/unknown-name$/));

  it('with two tasks of one id', () => expect(codes(changed('tasks', '- id: posts\n', '- id: party-leads\n'))).toContain(`tasks.yaml:${lineOf('tasks', '- id: posts')} double-id`));

  it('with targets that contradict each other', () => {
    const again = `${wuhua.targets}  - { id: other, indicator: T01, title: { zh: 区域就诊率, en: Care inside }, operator: "<=", value: "80", by: "2020-12-31", clause: 三, answer: { state: gap } }\n`;
    expect(codes({ ...wuhua, targets: again })).toEqual([`targets.yaml:${again.trimEnd().split('\n').length} contradiction`]);
  });

  it('with tasks that wait for each other', () => {
    const first = changed('tasks', 'phase: framework\n    requirements: [R115, R004]', 'phase: framework\n    dependsOn: [private-capital]');
    const both = { ...first, tasks: first.tasks!.replace('requirements: [R010]', 'dependsOn: [party-leads]') };
    expect(codes(both)).toEqual([expect.stringMatching(/cycle$/) as string]);
  });

  it('with phases that overlap', () => expect(codes(changed('timeline', 'from: "2020-04-01"', 'from: "2020-03-01"'))).toEqual([`timeline.yaml:${lineOf('timeline', '"2020-04-01"')} double-period`]));

  it('with two rules of one kind in force at once', () => {
    const rules = `${wuhua.rules}  - { id: more, kind: surplus, validFrom: "2021-01-01", standing: left-open, text: { zh: 另一条, en: Another }, clause: 六, answer: { state: gap } }\n`;
    expect(codes({ ...wuhua, rules })).toEqual([`rules.yaml:${rules.trimEnd().split('\n').length} double-period`]);
  });

  it('with a figure for a rule that the policy left open', () => expect(codes(changed('rules', 'standing: left-open, text: { zh: 扩大 DRG', 'standing: left-open, value: { weight: "1" }, text: { zh: 扩大 DRG'))[0]).toMatch(/invented-value$/));

  it('that is endless is refused, not cut', () => expect(codes({ ...wuhua, rules: 'x'.repeat(2_000_001) })).toEqual(['rules.yaml:1 too-long']));
});
