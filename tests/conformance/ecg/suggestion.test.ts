import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { suggest } from '#modules/ecg/server/rules/analysis/measure.ts';
import { readEcg } from '#modules/ecg/server/rules/reading/read-ecg.ts';
import { sharedFolder } from '../shared-data.ts';

const ecg = sharedFolder('ecg');
const measured = (path: string) => {
  const file = readEcg(readFileSync(path));
  return { device: file.measures, own: suggest(file)! };
};

describe.skipIf(!existsSync(ecg))('own measurements beside those of the devices (skipped where the files are absent)', () => {
  for (const path of [join(ecg, 'aecg/subject1_0.xml'), join(ecg, 'aecg/subject1_1.xml'), join(ecg, 'philips-xml/129DYPRG.XML'), join(sharedFolder('dicom'), 'files/pydicom/test_files/waveform_ecg.dcm')]) {
    it.skipIf(!existsSync(path))(`${path.split('/').at(-1)}: rate within 2, PR and QRS within 25 ms, QT within 40 ms, axis within 20 degrees`, () => {
      const { device, own } = measured(path);
      if (device.rate !== null) expect(Math.abs(own.measures.rate! - device.rate)).toBeLessThanOrEqual(2);
      if (device.pr !== null) expect(Math.abs(own.measures.pr! - device.pr)).toBeLessThanOrEqual(25);
      // The Philips device gives 135 ms over the leads and 96 ms for its group of beats.
      const widths = path.endsWith('129DYPRG.XML') ? [96, 135] : [device.qrs!];
      expect(Math.min(...widths.map((width) => Math.abs(own.measures.qrs! - width)))).toBeLessThanOrEqual(25);
      expect(Math.abs(own.measures.qt! - device.qt!)).toBeLessThanOrEqual(40);
      expect(Math.abs(own.measures.qrsAxis! - device.qrsAxis!)).toBeLessThanOrEqual(20);
    });
  }
});
