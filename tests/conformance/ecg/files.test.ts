import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EcgFile, EcgStrip } from '#modules/ecg/server/rules/reading/ecg-file.ts';
import { EcgFailure } from '#modules/ecg/server/rules/reading/ecg-failure.ts';
import { readEcg } from '#modules/ecg/server/rules/reading/read-ecg.ts';
import { sharedFolder } from '../shared-data.ts';
import { readTable } from './reference-tables.ts';

const folder = sharedFolder('ecg');
const hasData = existsSync(folder);
const waveform = join(sharedFolder('dicom'), 'files', 'pydicom', 'test_files', 'waveform_ecg.dcm');

const below = (path: string): string[] => readdirSync(path).flatMap((name) => (statSync(join(path, name)).isDirectory() ? below(join(path, name)) : [join(path, name)]));
const files = hasData ? below(folder) : [];
const ecgs = files.filter((path) => /\.(xml|scp|dcm)$/i.test(path));
const read = (path: string): EcgFile => readEcg(readFileSync(path));
const named = (part: string): string => files.find((path) => path.endsWith(part)) ?? part;
const leadOf = (strip: EcgStrip, name: string): Int32Array => strip.leads.find((lead) => lead.name === name)!.samples;
const first = (file: EcgFile): EcgStrip => file.strips[0]!;
const TWELVE = ['I', 'II', 'III', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6', 'aVF', 'aVL', 'aVR'];

/** Einthoven and Goldberger hold between the limb leads of one recording, whatever wrote them; units of the device. */
function limbError(strip: EcgStrip, samples: number): number {
  const [one, two, three, right, left, foot] = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF'].map((name) => leadOf(strip, name)) as [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array];
  let worst = 0;
  for (let index = 0; index < samples; index += 1) {
    worst = Math.max(worst, Math.abs(two[index]! - one[index]! - three[index]!), Math.abs(right[index]! + (one[index]! + two[index]!) / 2), Math.abs(left[index]! - (one[index]! - three[index]!) / 2), Math.abs(foot[index]! - (two[index]! + three[index]!) / 2));
  }
  return worst;
}

describe.skipIf(!hasData)('ECG files that lie beside the project (skipped where they are absent)', () => {
  for (const path of ecgs) {
    it(`${basename(path)}: every lead with samples, a rate and a scale, or refused with the place`, () => {
      let file: EcgFile;
      try {
        file = read(path);
      } catch (error) {
        expect(error).toBeInstanceOf(EcgFailure);
        expect((error as EcgFailure).place).not.toBe('');
        expect(readFileSync(path, 'latin1')).not.toMatch(/<digits>|<parsedwaveforms|SCPECG/);
        return;
      }
      expect(file.strips.length).toBeGreaterThan(0);
      for (const strip of file.strips) {
        expect(strip.sampleRate).toBeGreaterThanOrEqual(50);
        for (const lead of strip.leads) {
          expect(lead.samples.length).toBeGreaterThan(0);
          expect(lead.microvoltsPerUnit).toBeGreaterThan(0);
          // Ten volts of a heart means that a sign, a width or a difference was read wrongly.
          for (const sample of lead.samples) if (Math.abs(sample * lead.microvoltsPerUnit) > 40_000) throw new Error(`${lead.name} reaches ${sample}`);
        }
        const names = new Set(strip.leads.map(({ name }) => name));
        const length = Math.min(...strip.leads.map(({ samples }) => samples.length), Math.round(strip.sampleRate * 10));
        if (strip.kind === 'rhythm' && TWELVE.every((name) => names.has(name))) expect(limbError(strip, length) * strip.leads[0]!.microvoltsPerUnit).toBeLessThanOrEqual(25);
      }
    });
  }

  it('aECG without a series is refused with the place of what is missing', () => {
    expect(() => read(named('aecg/empty.xml'))).toThrowError(expect.objectContaining({ fault: 'no-waveform', place: '/AnnotatedECG/component/series' }));
  });

  it('the smallest aECG: one lead, its scale, its rate, its moment', () => {
    for (const name of ['minimum_aecg.xml', 'minimum_aecg_effectiveTime_low.xml']) {
      const file = read(named(`aecg/${name}`));
      expect(file).toMatchObject({ recordedAt: '2002-11-22T09:10:00', patient: { id: 'SBJ-123' } });
      expect(first(file)).toMatchObject({ sampleRate: 500, leads: [{ name: 'II', microvoltsPerUnit: 2.5, offsetMicrovolts: 0 }] });
      expect([...leadOf(first(file), 'II')]).toEqual([-2, -2, -2, -2, -3, -4, -3, -5, -5, -4, -6, -9, -9]);
    }
  });

  it('a 12-lead aECG: person, device, filters, rhythm, representative beat, waves and measurements of the device', () => {
    for (const [name, recordedAt] of [['subject1_0.xml', '2002-11-22T09:10:00'], ['subject1_1.xml', '2002-11-22T10:10:00']] as const) {
      const file = read(named(`aecg/${name}`));
      expect(file).toMatchObject({
        format: 'aecg', recordedAt, patient: { id: 'subject1', name: 'Clark', sex: 'male', birthDate: '1953-05-08', ageYears: 46 }, device: { manufacturer: 'Mortara Instrument, Inc.', model: 'ELI250', software: '5.3' },
        filters: { lowPass: 150, notch: 60 }, measures: { pr: 148, qrs: 120, qt: 420, qtc: 443, pAxis: 44, qrsAxis: -61, tAxis: 86 }, statements: ['Sinus Rhythm'],
      });
      expect(file.strips.map(({ kind, leads }) => [kind, leads.length, leads[0]!.samples.length])).toEqual([['rhythm', 12, 5000], ['median', 12, 599]]);
      expect(file.marks.filter(({ wave }) => wave === 'QRS')[0]).toEqual({ wave: 'QRS', fromMs: 270, untilMs: 390 });
      expect(limbError(first(file), 5000)).toBeLessThanOrEqual(0.5);
    }
  });

  it('Philips 1.03: eleven seconds unpacked; the last is the pulse of one millivolt, equal in every lead', () => {
    const file = read(named('philips-xml/129DYPRG.XML'));
    expect(file).toMatchObject({
      format: 'sierra', version: '1.03', recordedAt: '2011-12-01T07:27:34', patient: { id: '1112010721168bdc', sex: 'male', ageYears: 50 }, device: { model: 'HeartstartMRx', institution: 'GE EMS' }, filters: { highPass: 0.05, lowPass: 150, notch: 60 },
      measures: { rate: 41, rr: 1464, pr: 151, qrs: 135, qt: 476, qtc: 393, pAxis: 66, qrsAxis: -21, tAxis: 59 },
    });
    expect(file.statements).toContain('>>> Acute MI <<<');
    const strip = first(file);
    expect(strip).toMatchObject({ kind: 'rhythm', sampleRate: 500 });
    expect(strip.leads.map(({ name, samples, microvoltsPerUnit }) => [name, samples.length, microvoltsPerUnit])).toEqual(['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'].map((name) => [name, 5500, 5]));
    expect(limbError(strip, 5000)).toBeLessThanOrEqual(2);
    for (const { samples } of strip.leads) expect(Math.max(...samples.subarray(5000)) * 5).toBe(1000);
    // The device says that R in lead I measures 912 µV and Q in III −933 µV; one unit is 5 µV, filters differ a little.
    expect(Math.max(...leadOf(strip, 'I').subarray(0, 5000)) * 5).toBeGreaterThan(850);
    expect(Math.min(...leadOf(strip, 'III').subarray(0, 5000)) * 5).toBeLessThan(-900);
  });

  it('Philips with representative beats: the rhythm is the same, the beats at their own rate and scale', () => {
    const plain = read(named('philips-xml/129DYPRG.XML'));
    const file = read(named('philips-xml/repbeats_example.xml'));
    expect(first(file).leads.map(({ samples }) => [...samples])).toEqual(first(plain).leads.map(({ samples }) => [...samples]));
    expect(file.strips[1]).toMatchObject({ kind: 'median', sampleRate: 1000 });
    expect(file.strips[1]!.leads.map(({ samples, microvoltsPerUnit }) => [samples.length, microvoltsPerUnit])).toEqual(Array.from({ length: 12 }, () => [1200, 1]));
  });

  // Where a recording lies there in several forms, what is decoded must be what the others say.
  const twins = files.filter((path) => /\.scp$/i.test(path)).flatMap((scp) => {
    const stem = basename(scp, extname(scp));
    return files.filter((path) => /\.(csv|edf)$/i.test(path) && basename(path, extname(path)) === stem).map((other) => [scp, other] as const);
  });
  for (const [scp, other] of twins) {
    it(`${basename(scp)} holds the samples of ${basename(other)}`, () => {
      const strip = first(read(scp));
      const table = readTable(other);
      expect(table.size).toBeGreaterThan(0);
      for (const [name, values] of table) {
        const lead = strip.leads.find((each) => each.name.toUpperCase() === name.toUpperCase());
        if (lead === undefined) continue;
        const length = Math.min(values.length, lead.samples.length);
        expect(length).toBeGreaterThan(100);
        expect([...lead.samples.subarray(0, length)]).toEqual(values.slice(0, length));
      }
    });
  }
});

describe.skipIf(!existsSync(waveform))('a DICOM 12-lead waveform beside the project (skipped where it is absent)', () => {
  it('two groups, ten seconds and the median beat, with the device\'s words and numbers', () => {
    const file = read(waveform);
    expect(file).toMatchObject({
      format: 'dicom', recordedAt: '2013-01-25T10:59:19', orderNumber: '03028041970546', patient: { id: '642341', name: 'Anonymous', sex: 'female', birthDate: '1971-01-23', ageYears: 42 }, device: { manufacturer: 'Mortara Instrument, Inc.', model: 'el250' },
      filters: { highPass: 0.05, lowPass: 300, notch: null }, measures: { rate: 61, rr: 982, pr: 161, qrs: 75, qt: 368, qtc: 370, pAxis: 74, qrsAxis: 52, tAxis: 57 }, statements: ['RITMO SINUSALE', 'ECG NORMALE'],
    });
    expect(file.strips.map(({ kind, sampleRate, leads }) => [kind, sampleRate, leads.length, leads[0]!.samples.length])).toEqual([['rhythm', 1000, 12, 10_000], ['median', 1000, 12, 1200]]);
    expect([...leadOf(first(file), 'I').subarray(0, 6)]).toEqual([80, 65, 50, 35, 37, 40]);
    expect(first(file).leads[0]!.microvoltsPerUnit).toBe(1.25);
    expect(limbError(first(file), 10_000)).toBeLessThanOrEqual(3);
  });
});
