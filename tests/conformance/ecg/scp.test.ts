import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EcgFailure } from '#modules/ecg/server/rules/reading/ecg-failure.ts';
import { readEcg } from '#modules/ecg/server/rules/reading/read-ecg.ts';
import { crcOf } from '#modules/ecg/server/rules/reading/scp/container.ts';
import type { HuffmanTable } from '#modules/ecg/server/rules/reading/scp/huffman.ts';
import { writeScp, type ScpPlan } from './scp-writer.ts';

/** Two tables that hand over to each other, with codes of 8 and 16 bits behind a prefix. */
const OWN: readonly HuffmanTable[] = [
  [{ prefixBits: 1, entireBits: 1, isValue: false, base: 2, code: 0 }, { prefixBits: 2, entireBits: 2, isValue: true, base: 0, code: 1 }, { prefixBits: 3, entireBits: 11, isValue: true, base: 0, code: 3 }, { prefixBits: 3, entireBits: 19, isValue: true, base: 0, code: 7 }],
  [{ prefixBits: 2, entireBits: 2, isValue: false, base: 1, code: 0 }, { prefixBits: 2, entireBits: 2, isValue: true, base: 0, code: 2 }, { prefixBits: 2, entireBits: 10, isValue: true, base: 0, code: 1 }, { prefixBits: 2, entireBits: 18, isValue: true, base: 0, code: 3 }],
];
const wave = (length: number, seed: number): number[] => Array.from({ length }, (_, index) => Math.round(180 * Math.sin((index + seed) / 19) + 40 * Math.sin((index * seed) / 7)) + (index % 170 === 60 ? 900 : 0));
const samplesOf = (plan: ScpPlan): number[][] => readEcg(writeScp(plan)).strips[0]!.leads.map(({ samples }) => [...samples]);
const faultOf = (bytes: Buffer): string => {
  try {
    readEcg(bytes);
    return 'read';
  } catch (error) {
    return error instanceof EcgFailure ? error.fault : String(error);
  }
};
const LEADS: ScpPlan['leads'] = [1, 2, 3, 4, 5, 6, 7, 8].map((id) => [id, wave(1200, id)] as const);

describe('SCP-ECG', () => {
  for (const tables of ['none', 'default', 'own'] as const) for (const difference of [0, 1, 2] as const) {
    it(`gives back every sample: ${tables} tables, differences of order ${difference}`, () => {
      const plan: ScpPlan = { leads: LEADS, difference, tables: tables === 'own' ? OWN : tables };
      expect(samplesOf(plan)).toEqual(LEADS.map(([, samples]) => samples));
    });
  }

  it('adds the reference beat back where it was subtracted', () => {
    const beat = Array.from({ length: 120 }, (_, index) => Math.round(700 * Math.exp(-(((index - 40) / 6) ** 2)) + 150 * Math.exp(-(((index - 90) / 14) ** 2))));
    for (const difference of [0, 1, 2] as const) {
      const plan: ScpPlan = { leads: LEADS, difference, reference: { beat, center: 41, at: [20, 215, 430, 655, 880, 1190] } };
      const file = readEcg(writeScp(plan));
      expect(file.strips[0]!.leads.map(({ samples }) => [...samples])).toEqual(LEADS.map(([, samples]) => samples));
      expect(file.strips[1]!.kind).toBe('median');
      expect([...file.strips[1]!.leads[0]!.samples]).toEqual(beat);
    }
  });

  it('gives back any samples whatever the coding', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: -9000, max: 9000 }), { minLength: 3, maxLength: 40 }), { minLength: 1, maxLength: 3 }),
        fc.constantFrom(0 as const, 1 as const),
        fc.constantFrom('none' as const, 'default' as const, OWN),
        (given, difference, tables) => {
          const length = Math.min(...given.map((each) => each.length));
          const leads = given.map((each, index) => [index + 1, each.slice(0, length)] as const);
          expect(samplesOf({ leads, difference, tables })).toEqual(leads.map(([, samples]) => samples));
        },
      ),
      // The example's checksum begins with `<`, as XML does.
      { numRuns: 200, examples: [[[[8624, 7024, 618, -8776, 46, -257, 1224, -1860, 7046, 4790], [7394, -4732, 6078, 3356, 1484, 8774, 4914, -167, -7874, 3190, 0, 0, 0], [4165, 2397, -8701, -8622, -6663, 8977, 6405, -217, -7374, 7172, 0]], 0, 'default']] },
    );
  });

  it('reads who, when, by what and how it was filtered', () => {
    const device = Buffer.concat([Buffer.from([1, 0, 2, 0, 3, 0, 0, 255]), Buffer.from('ECG8\0\0', 'latin1'), Buffer.from([13, 0xa0, 0, 0xd0, 0]), Buffer.alloc(16), Buffer.from([0]), Buffer.from('1.0\0SN-77\0SYS 2\0SCP 1\0Made-up Devices\0', 'latin1')]);
    const file = readEcg(writeScp({
      leads: LEADS, nanovolts: 2500, microseconds: 4000,
      tags: [
        [0, Buffer.from([0xd5, 0xc5, 0])], [1, Buffer.from([0xc8, 0xfd, 0])], [2, Buffer.from('ID-0001\0', 'latin1')], [5, Buffer.from([0xb2, 0x07, 3, 4])], [8, Buffer.from([2])], [14, device], [25, Buffer.from([0xea, 0x07, 11, 22])], [26, Buffer.from([8, 30, 5])],
        [27, Buffer.from([5, 0])], [28, Buffer.from([150, 0])], [29, Buffer.from([2])], [34, Buffer.from([0xe0, 0x01, 0, 0])],
      ],
      more: [[7, Buffer.concat([Buffer.from([1, 0]), ...[800, 800, 100, 210, 260, 350, 640, 45, 30, 50].map((value) => Buffer.from([value & 255, value >> 8]))])], [8, Buffer.concat([Buffer.from([0, 0xea, 7, 11, 22, 8, 30, 5, 1, 1, 13, 0]), Buffer.from('Sinus rhythm\0', 'latin1')])]],
    }));
    expect(file).toMatchObject({
      format: 'scp', version: '1.3', recordedAt: '2026-11-22T08:30:05+08:00', patient: { id: 'ID-0001', name: '张三', sex: 'female', birthDate: '1970-03-04' }, device: { model: 'ECG8', serial: 'SN-77', software: 'SYS 2', manufacturer: 'Made-up Devices' },
      filters: { highPass: 0.05, lowPass: 150, notch: 50 }, measures: { rate: 75, rr: 800, p: 110, pr: 160, qrs: 90, qt: 380, pAxis: 45, qrsAxis: 30, tAxis: 50 }, statements: ['Sinus rhythm'],
    });
    expect(file.strips[0]).toMatchObject({ sampleRate: 250 });
    expect(file.strips[0]!.leads.map(({ name }) => name)).toEqual(['I', 'II', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6']);
    expect(file.strips[0]!.leads[0]!.microvoltsPerUnit).toBe(2.5);
  });

  it('refuses a record changed on its way; one whose writer keeps no checksums is read with a warning', () => {
    const bytes = writeScp({ leads: LEADS });
    const changed = Buffer.from(bytes);
    changed[changed.length - 40]! ^= 0x10;
    expect(faultOf(changed)).toBe('checksum');
    const without = readEcg(writeScp({ leads: LEADS, withoutChecksums: true }));
    expect(without.warnings).toContain('checksum-not-kept');
    expect([...without.strips[0]!.leads[3]!.samples]).toEqual(LEADS[3]![1]);
    expect(crcOf(Buffer.from('123456789', 'latin1'))).toBe(0x29b1);
  });

  it('says what is wrong with a record cut anywhere, and never hangs or breaks', () => {
    const bytes = writeScp({ leads: LEADS, difference: 2 });
    for (let length = 0; length < bytes.length; length += 97) expect(faultOf(bytes.subarray(0, length))).toMatch(/^(truncated|not-ecg)$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 30 }), (changes) => {
        const broken = Buffer.from(writeScp({ leads: LEADS.slice(0, 2), withoutChecksums: true }));
        for (const [place, value] of changes) broken[place % broken.length] = value;
        expect(faultOf(broken)).not.toContain('Error');
      }),
      { numRuns: 150 },
    );
  });
});
