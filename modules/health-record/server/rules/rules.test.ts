import { describe, expect, test } from 'vitest';
import type { Condition, Observation, Resource } from '#fhir/types/resources.gen.ts';
import { activeConditions, nameOf } from './summary.ts';
import { timelineItemOf } from './timeline-item.ts';
import { trendOf, trendsIn } from './trend.ts';

const bloodPressure = (id: string, at: string, systolic: number, diastolic: number, unit = 'mmHg'): Observation => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { text: '血压', coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
  effectiveDateTime: at,
  component: [
    { code: { text: '收缩压' }, valueQuantity: { value: systolic, unit } },
    { code: { text: '舒张压' }, valueQuantity: { value: diastolic, unit } },
  ],
});

describe('timeline items', () => {
  const cases: { title: string; resource: Resource; kind: string | undefined; detail?: string; at?: string }[] = [
    { title: 'an outpatient encounter is a visit', resource: { resourceType: 'Encounter', status: 'finished', class: { code: 'AMB' }, period: { start: '2026-01-02' } }, kind: 'visit', at: '2026-01-02' },
    { title: 'an inpatient encounter is an admission', resource: { resourceType: 'Encounter', status: 'finished', class: { code: 'IMP' }, period: { start: '2026-01-02' } }, kind: 'admission' },
    {
      title: 'curves among the components are left out', kind: 'measurement', detail: '心率 71 /min',
      resource: { resourceType: 'Observation', id: 'ecg', status: 'final', code: { text: '心电图' }, component: [{ code: { text: 'I' }, valueSampledData: { origin: { value: 0 }, period: 2, dimensions: 1, data: '1 2' } }, { code: { text: '心率' }, valueQuantity: { value: 71, unit: '/min' } }] } as unknown as Resource,
    },
    { title: 'components are shown side by side', resource: bloodPressure('a', '2026-01-01', 140, 90), kind: 'measurement', detail: '收缩压 140 mmHg / 舒张压 90 mmHg' },
    { title: 'what was entered in error is not shown', resource: { ...bloodPressure('a', '2026-01-01', 140, 90), status: 'entered-in-error' }, kind: undefined },
    { title: 'a patient resource is no event', resource: { resourceType: 'Patient' }, kind: undefined },
  ];
  for (const { title, resource, kind, detail, at } of cases) {
    test(title, () => {
      const item = timelineItemOf(resource);
      expect(item?.kind).toBe(kind);
      if (detail !== undefined) expect(item?.detail).toBe(detail);
      if (at !== undefined) expect(item?.at).toBe(at);
    });
  }
});

describe('trends', () => {
  test('a code with two measurements can be drawn, one alone cannot', () => {
    expect(trendsIn([bloodPressure('a', '2026-01-01', 140, 90)])).toEqual([]);
    expect(trendsIn([bloodPressure('a', '2026-01-01', 140, 90), bloodPressure('b', '2026-02-01', 130, 80)])).toEqual([
      { code: '85354-9', title: '血压', count: 2, lastAt: '2026-02-01' },
    ]);
  });

  test('each number of an observation is its own series, oldest first', () => {
    const trend = trendOf('85354-9', [
      { observation: bloodPressure('b', '2026-02-01', 130, 80), organisationName: '甲' },
      { observation: bloodPressure('a', '2026-01-01', 140, 90), organisationName: '乙' },
    ]);
    expect(trend.series.map((line) => [line.name, line.points.map((point) => point.value)])).toEqual([['收缩压', [140, 130]], ['舒张压', [90, 80]]]);
  });

  test('another unit is not drawn into the same chart', () => {
    const trend = trendOf('85354-9', [
      { observation: bloodPressure('a', '2026-01-01', 18, 12, 'kPa'), organisationName: '甲' },
      { observation: bloodPressure('b', '2026-02-01', 130, 80), organisationName: '甲' },
    ]);
    expect(trend.unit).toBe('mmHg');
    expect(trend.series[0]?.points.map((point) => point.value)).toEqual([130]);
  });
});

describe('summary', () => {
  const hypertension = (id: string, since: string, status: string): Condition => ({
    resourceType: 'Condition',
    id,
    subject: { reference: 'Patient/p' },
    clinicalStatus: { coding: [{ code: status }] },
    code: { text: '高血压', coding: [{ code: 'I10' }] },
    onsetDateTime: since,
  });

  test('a problem recorded by several members is one line, the newest', () => {
    const conditions = activeConditions([hypertension('a', '2020-01-01', 'active'), hypertension('b', '2024-01-01', 'active'), hypertension('c', '2025-01-01', 'resolved')]);
    expect(conditions.map((each) => each.reference)).toEqual(['Condition/b']);
  });

  test('Chinese names are written together, others with a space', () => {
    expect(nameOf([{ family: '欧阳', given: ['𬱖'] }])).toBe('欧阳𬱖');
    expect(nameOf([{ family: 'Fay', given: ['Weston'] }])).toBe('Fay Weston');
    expect(nameOf(undefined)).toBe('');
  });
});
