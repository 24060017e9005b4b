import { describe, expect, it } from 'vitest';
import { describeEcg } from './record-row.ts';
import { NO_DEVICE, NO_FILTERS, NO_MEASURES, type EcgFile } from './reading/ecg-file.ts';

const file = (more: Partial<EcgFile>): EcgFile => ({
  format: 'aecg', version: null, documentId: null, orderNumber: null, recordedAt: null, patient: { id: null, name: null, sex: 'unknown', birthDate: null, ageYears: null }, device: NO_DEVICE, filters: NO_FILTERS, measures: NO_MEASURES,
  statements: [], marks: [], strips: [], warnings: [], ...more,
});

describe('what the list keeps of an ECG', () => {
  it('texts longer than an index holds are cut, signs of control are no letters, an age that nobody has is none', () => {
    const row = describeEcg({ file: file({ orderNumber: 'x'.repeat(60_000), patient: { id: 'A\0B', name: ' \u0001 ', sex: 'male', birthDate: null, ageYears: 5e9 } }), suggestion: undefined });
    expect(row).toMatchObject({ patientId: 'A B', patientName: null, patientAge: null });
    expect(row.orderNumber).toHaveLength(256);
  });

  it('a strip of a clock that hardly ticks lasts no longer than a column counts', () => {
    const strip = { kind: 'rhythm' as const, sampleRate: 1e-9, startMs: 0, leads: [{ name: 'I', microvoltsPerUnit: 1, offsetMicrovolts: 0, samples: new Int32Array(10), missing: null }] };
    expect(describeEcg({ file: file({ strips: [strip] }), suggestion: undefined }).durationMs).toBe(2_147_483_647);
  });
});
