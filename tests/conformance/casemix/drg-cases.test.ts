import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PieceGrouper } from '#modules/casemix/cli/group/piece.ts';
import { openEngine } from '#modules/casemix/cli/group/engine.ts';
import { readCodeMap } from '#modules/casemix/server/rules/drg/code-map.ts';
import { DrgGrouper } from '#modules/casemix/server/rules/drg/grouper.ts';
import { readDrgPack } from '#modules/casemix/server/rules/drg/read-pack.ts';
import { readCase } from '#modules/casemix/server/rules/cases/read-case.ts';
import { NaiveGrouper, type NaiveCase } from './naive-interpreter.ts';
import { casesOf, codeMapFolder, schemeFolders, textsOf, type SharedCase } from './shared-cases.ts';

const RANDOM_CASES = 3000;
const absent = schemeFolders.length === 0;

it.skipIf(!absent)('the shared DRG schemes are not here: their cases are skipped', () => {
  expect(absent).toBe(true);
});

/** Deterministic: the same cases on every machine. */
function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 0x1_0000_0000;
  }
}

function wrong(grouper: { group(input: never): object }, cases: readonly SharedCase[]): string[] {
  return cases.flatMap(({ id, input, expected }) => {
    const reading = readCase(input);
    const result = 'input' in reading ? grouper.group(reading.input as never) : reading.refused;
    return JSON.stringify(result) === JSON.stringify(expected) ? [] : [`${id} ${JSON.stringify(result)} instead of ${JSON.stringify(expected)}`];
  });
}

describe.each(schemeFolders.map((folder) => [basename(folder), folder] as const))('scheme %s', (_name, folder) => {
  const files = textsOf(folder);
  const pack = readDrgPack(files);
  const grouper = new DrgGrouper(pack);

  it('groups every given case as expected', () => {
    const cases = [...casesOf(folder, 'cases.jsonl'), ...casesOf(folder, 'cases_edge.jsonl')];
    expect(cases.length).toBeGreaterThan(0);
    expect(wrong(grouper, cases)).toEqual([]);
  });

  it('groups cases in clinical codes through the map', () => {
    expect(wrong(new DrgGrouper(pack, readCodeMap(textsOf(codeMapFolder))), casesOf(folder, 'cases_clinical_codes.jsonl'))).toEqual([]);
  });

  it('groups the published sample as its publisher says', () => {
    const text = files.get('published_sample_cases.json') ?? '[]';
    const rows = JSON.parse(text) as { input: Record<string, unknown>; expected_in_file: string | null; opendrg_1_1: string; status: string }[];
    for (const { input, expected_in_file: published, opendrg_1_1: expected, status } of rows) {
      const reading = readCase(input);
      const result = 'input' in reading ? grouper.group(reading.input) : undefined;
      expect(result).toMatchObject({ status, drg: published ?? expected });
    }
  });

  it('agrees with an interpreter written apart on cases mixed at random', () => {
    const naive = new NaiveGrouper(files);
    const cases = casesOf(folder, 'cases.jsonl').map(({ input }) => input);
    const random = numbers(20261122);
    const at = (length: number): number => Math.floor(random.next().value * length);
    const pick = (): NaiveCase => cases[at(cases.length)]!;
    for (let round = 0; round < RANDOM_CASES; round += 1) {
      const mixed: NaiveCase = {
        ...pick(), diagnoses: [...pick().diagnoses.slice(at(3)), ...pick().diagnoses], procedures: [...pick().procedures, ...(at(2) === 0 ? pick().procedures : [])],
        sex: at(2) + 1, ageYears: at(4) === 0 ? 0 : at(100), ageDays: at(3) === 0 ? null : at(40), birthWeightG: at(3) === 0 ? null : at(5000),
      };
      expect(grouper.group(mixed), JSON.stringify(mixed)).toEqual(naive.group(mixed));
    }
  });

  it('explains each case to the result that it gives', () => {
    for (const { input } of casesOf(folder, 'cases.jsonl').filter((_one, index) => index % 25 === 0)) {
      const { result, explanation } = grouper.explain(input);
      expect(result).toEqual(grouper.group(input));
      expect(explanation.at(-1)).toMatchObject({ step: 'result', code: result.drg });
      expect(explanation.every(({ zh, en }) => zh !== '' && en !== '')).toBe(true);
    }
  });

  it('gives a file back line by line, in order', () => {
    const engine = openEngine({ scheme: 'drg', packFolder: folder, codeMapFolder: undefined });
    const { text, counts } = new PieceGrouper(engine, { from: 'ndjson', to: 'ndjson', explain: false, titles: [], separator: ',' }).run({ text: readFileSync(join(folder, 'cases.jsonl'), 'utf8') }, 1);
    const cases = casesOf(folder, 'cases.jsonl');
    expect(text.trimEnd().split('\n').map((line) => JSON.parse(line) as unknown)).toEqual(cases.map(({ id, expected }) => ({ id, result: expected })));
    expect(counts).toMatchObject({ cases: cases.length, refused: 0 });
  });
});
