import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demonstrationPack, openSettlementGrouping } from '#modules/casemix/server/api.ts';
import { readRegionParameters } from '../../server/rules/region-parameters.ts';
import { openTallies } from '../../server/rules/region-year.ts';
import { PieceSettler } from './piece.ts';

const grouping = openSettlementGrouping({ scheme: 'drg', files: demonstrationPack(false) });
const groupOf = (diagnosis: string, procedure?: string): string => {
  const grouped = grouping.group({ diagnoses: [diagnosis], procedures: procedure === undefined ? [] : [procedure], sex: 1, ageYears: 60 });
  return 'refused' in grouped ? '' : grouped.group;
};
const KINDS = [['J18.900'], ['I63.900'], ['I10.x00'], ['K35.900', '47.0100']] as const;
const read = readRegionParameters({
  parameters: { low: '0.4', high: '3', rule: 'drg' }, fund_total: '900000.00',
  groups: KINDS.map(([diagnosis, procedure], index) => ({ group: groupOf(diagnosis, procedure), average: `${4000 + index * 1500}.00`, rw: (0.6 + index / 5).toFixed(4) })),
  institutions: ['H1', 'H2', 'H3'].map((institution, index) => ({ institution, coefficient: `${0.8 + index / 10}`, assessment: '0.98', deduction: '0' })),
});
if (read.status !== 'READY') throw new Error(JSON.stringify(read));
const parameters = read.parameters;

const oneCase = fc.record({ kind: fc.nat(KINDS.length - 1), institution: fc.constantFrom('H1', 'H2', 'H3'), fen: fc.integer({ min: 1, max: 5_000_000 }), paid: fc.integer({ min: 0, max: 100 }) });
const lineOf = ({ kind, institution, fen, paid }: { kind: number; institution: string; fen: number; paid: number }, number: number): string => {
  const [diagnosis, procedure] = KINDS[kind]!;
  return JSON.stringify({ id: `C${number}`, institution, cost: (fen / 100).toFixed(2), patient_paid: (Math.floor((fen * paid) / 100) / 100).toFixed(2), input: { diagnoses: [diagnosis], procedures: procedure === undefined ? [] : [procedure], sex: 1, ageYears: 60 } });
};
const settler = new PieceSettler({ parameters, grouping }, { from: 'ndjson', to: 'ndjson', titles: [], separator: ',' });
function settled(pieces: readonly (readonly string[])[]): { year: unknown; lines: string[] } {
  const tallies = openTallies(parameters);
  let line = 1;
  const lines = pieces.flatMap((piece, sequence) => {
    const answer = settler.run({ sequence, line, encoding: 'utf-8', bytes: Buffer.from(piece.map((each) => `${each}\n`).join('')) });
    line += piece.length;
    tallies.merge(answer.sums);
    return new TextDecoder().decode(answer.bytes).split('\n').filter((each) => each !== '');
  });
  return { year: tallies.settle(), lines };
}

describe('a year that is grouped, scored and settled', () => {
  it('is the same however the file is cut, and in any order of its cases', () => {
    fc.assert(fc.property(fc.array(oneCase, { minLength: 1, maxLength: 40 }), fc.nat(40), (cases, cut) => {
      const lines = cases.map(lineOf);
      const whole = settled([lines]);
      expect(settled([lines.slice(0, cut), lines.slice(cut)])).toEqual(whole);
      const turned = settled([lines.toReversed()]);
      expect(turned.year).toEqual(whole.year);
      expect(turned.lines.toSorted()).toEqual(whole.lines.toSorted());
    }), { numRuns: 60 });
  });

  it('names the group that the parameters lack, negative costs and impossible days by line, and goes on', () => {
    const good = lineOf({ kind: 0, institution: 'H1', fen: 500_000, paid: 20 }, 1);
    const bad = [{ cost: '-1' }, { input: { diagnoses: [], procedures: [], sex: 1, ageYears: 60 } }, { admitted: '2026-02-30', discharged: '2026-03-02' }, { input: { diagnoses: ['Z99.900'], procedures: [], sex: 1, ageYears: 60 } }];
    const lines = bad.map((change, index) => JSON.stringify({ ...(JSON.parse(good) as object), id: `B${index}`, ...change }));
    const answer = settler.run({ sequence: 0, line: 1, encoding: 'utf-8', bytes: Buffer.from([...lines, '{broken', good].join('\n')) });
    expect([answer.done, answer.refusedCount]).toEqual([1, 5]);
    expect(answer.refused.map(({ place }) => place)).toEqual(['line 1 B0', 'line 2 B1', 'line 3 B2', 'line 4 B3', 'line 5']);
    expect(answer.refused.map(({ reason }) => reason.split(' · ')[0])).toEqual(['cost: 不能为负数', '信息校验不通过 group: 参数中没有该病种', 'admitted: 不是真实的日期', '无法入组 group: 参数中没有该病种', '不是正确的 JSON']);
  });
});
