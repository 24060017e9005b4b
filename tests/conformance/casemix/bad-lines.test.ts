import { expect, it } from 'vitest';
import { DrgGrouper } from '#modules/casemix/server/rules/drg/grouper.ts';
import { readDrgPack } from '#modules/casemix/server/rules/drg/read-pack.ts';
import { PieceGrouper } from '#modules/casemix/cli/group/piece.ts';
import type { Engine } from '#modules/casemix/cli/group/engine.ts';
import { notGrouped, STATUS } from '#modules/casemix/server/rules/drg/case.ts';
import { packFiles } from './small-pack.ts';

const grouper = new DrgGrouper(readDrgPack(packFiles()));
const engine = {
  name: 'small', remarks: [], columns: ['status', 'mdc', 'adrg', 'drg'], maps: false, group: (input) => ({ ...grouper.group(input) }), explain: (input) => grouper.explain(input) as never, refused: { ...notGrouped(STATUS.checkFailed) },
} satisfies Engine;
const good = { diagnoses: ['B01.001'], procedures: [], sex: 1, ageYears: 60, losDays: 5, dischargeWay: '1' };
const groupLines = (...lines: string[]) => new PieceGrouper(engine, { from: 'ndjson', to: 'ndjson', explain: false, titles: [], separator: ',' }).run({ text: lines.join('\n') }, 1);
const one = (input: Record<string, unknown>) => JSON.parse(groupLines(JSON.stringify({ id: 'x', input: { ...good, ...input } })).text) as { result: { status: string }; refused?: { line: number; place: string; zh: string; en: string } };

it.each<[string, Record<string, unknown>, string]>([
  ['a negative age', { ageYears: -3 }, 'ageYears'],
  ['an age that is no number', { ageYears: 'sixty' }, 'ageYears'],
  ['a negative cost', { cost: '-12.00' }, 'cost'],
  ['a cost without end', { cost: '9'.repeat(30) }, 'cost'],
  ['diagnoses that are no list', { diagnoses: 'B01.001' }, 'diagnoses'],
  ['a code that is a number', { diagnoses: [5] }, 'diagnoses[0]'],
  ['no diagnosis', { diagnoses: [] }, 'diagnoses'],
  ['an empty principal diagnosis', { diagnoses: ['', 'B01.001'] }, 'diagnoses[0]'],
  ['a day that the calendar has not', { admittedOn: '2026-02-30' }, 'admittedOn'],
  ['a month that the year has not', { B15: '2026-13-01 10:00:00' }, 'B15'],
  ['a discharge before the admission', { admittedOn: '2026-03-05', dischargedOn: '2026-03-01' }, 'dischargedOn'],
  ['a date that is a word', { adm_time: '昨天' }, 'adm_time'],
  ['clinical codes without a map', { codeSet: 'clinical 2.0' }, 'codeSet'],
])('%s is refused at its place', (_, input, place) => {
  const { refused } = one(input);
  expect(refused).toMatchObject({ line: 1, place });
  expect(refused!.zh.length * refused!.en.length).toBeGreaterThan(0);
});

it.each(['2026-03-01', '2026-3-1', '2026/03/01 08:30', '20260301', '20260301083000', '2026年3月1日'])('a day written %s is a day', (admittedOn) => expect(one({ admittedOn }).refused).toBeUndefined());

it('a refused line never stops the others, and each answers in its place', () => {
  const { text, counts } = groupLines('{"id":"a"', JSON.stringify({ id: 'b', input: good }), 'null', '', JSON.stringify({ id: 'c', input: { ...good, ageYears: -1 } }), JSON.stringify({ id: 'd', input: good }));
  const answers = text.trim().split('\n').map((line) => JSON.parse(line) as { id: string | null; refused?: { line: number } });
  expect(answers.map(({ id, refused }) => [id, refused?.line ?? null])).toEqual([[null, 1], ['b', null], [null, 3], ['c', 5], ['d', null]]);
  expect(counts).toMatchObject({ cases: 5, refused: 3 });
});
