import type { Encounter, Observation, Quantity } from '#fhir/types/resources.gen.ts';
import type { WorldOrganisation } from '../plan/types.ts';
import { concept, hl7Code, LOINC, referenceTo, UCUM, type Code } from './codes.ts';
import { keep, patientOf, providerOf, type PersonContext } from './person-context.ts';

/** Where and when something was measured. */
export interface Occasion {
  readonly organisation: WorldOrganisation;
  /** FHIR instant with offset. */
  readonly at: string;
  readonly encounter?: Encounter & { id: string };
}

export interface Measure extends Code {
  readonly category: 'vital-signs' | 'laboratory';
  readonly unit: string;
  readonly low: number;
  readonly high: number;
  readonly decimals: number;
}

const measure = (row: string): Measure => {
  const [code = '', name = '', category = '', unit = '', low = '0', high = '0', decimals = '1'] = row.split('|');
  return { code, name, category: category === 'v' ? 'vital-signs' : 'laboratory', unit, low: Number(low), high: Number(high), decimals: Number(decimals) };
};

/** LOINC code, name, class, UCUM unit, reference range. */
export const MEASURES = {
  weight: measure('29463-7|体重|v|kg|0|0|1'),
  temperature: measure('8310-5|体温|v|Cel|36|37.3|1'),
  heartRate: measure('8867-4|心率|v|/min|60|100|0'),
  fastingGlucose: measure('14771-0|空腹血糖|l|mmol/L|3.9|6.1|1'),
  hba1c: measure('4548-4|糖化血红蛋白|l|%|4|6|1'),
  creatinine: measure('14682-9|肌酐|l|umol/L|44|106|0'),
  ldl: measure('22748-8|低密度脂蛋白胆固醇|l|mmol/L|1.5|3.4|2'),
  potassium: measure('2823-3|钾|l|mmol/L|3.5|5.3|2'),
  leukocytes: measure('6690-2|白细胞计数|l|10*9/L|3.5|9.5|1'),
  haemoglobin: measure('718-7|血红蛋白|l|g/L|115|175|0'),
  crp: measure('1988-5|C反应蛋白|l|mg/L|0|10|1'),
  alanine: measure('1742-6|丙氨酸氨基转移酶|l|U/L|7|50|0'),
} as const;

const quantity = (value: number, unit: string): Quantity => ({ value, unit, system: UCUM, code: unit });

const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));

export function observe(person: PersonContext, occasion: Occasion, reading: { measure: Measure; value: number }): void {
  const { measure: kind } = reading;
  const value = rounded(Math.max(0.1, reading.value), kind.decimals);
  const ranged = kind.high > 0;
  const flag = !ranged ? undefined : value > kind.high ? 'H' : value < kind.low ? 'L' : undefined;
  record(person, occasion, {
    category: [hl7Code('observation-category', kind.category)],
    code: concept(LOINC, kind),
    valueQuantity: quantity(value, kind.unit),
    ...(flag === undefined ? {} : { interpretation: [hl7Code('v3-ObservationInterpretation', flag)] }),
    ...(ranged ? { referenceRange: [{ low: quantity(kind.low, kind.unit), high: quantity(kind.high, kind.unit) }] } : {}),
  });
}

const BLOOD_PRESSURE: Code = { code: '85354-9', name: '血压' };
const SYSTOLIC: Code = { code: '8480-6', name: '收缩压' };
const DIASTOLIC: Code = { code: '8462-4', name: '舒张压' };

export function observeBloodPressure(person: PersonContext, occasion: Occasion, pressure: { systolic: number; diastolic: number }): void {
  const component = (code: Code, value: number) => ({ code: concept(LOINC, code), valueQuantity: { value: Math.round(value), unit: 'mmHg', system: UCUM, code: 'mm[Hg]' } });
  record(person, occasion, {
    category: [hl7Code('observation-category', 'vital-signs')],
    code: concept(LOINC, BLOOD_PRESSURE),
    component: [component(SYSTOLIC, pressure.systolic), component(DIASTOLIC, pressure.diastolic)],
    ...(pressure.systolic >= 140 || pressure.diastolic >= 90 ? { interpretation: [hl7Code('v3-ObservationInterpretation', 'H')] } : {}),
  });
}

function record(person: PersonContext, occasion: Occasion, content: Pick<Observation, 'category' | 'code' | 'valueQuantity' | 'component' | 'interpretation' | 'referenceRange'>): void {
  const resource: Observation & { id: string } = {
    resourceType: 'Observation',
    id: person.ids.newId(),
    status: 'final',
    ...content,
    subject: patientOf(person),
    ...(occasion.encounter === undefined ? {} : { encounter: referenceTo('Encounter', occasion.encounter.id) }),
    effectiveDateTime: occasion.at,
    performer: [providerOf(occasion.organisation)],
  };
  keep(person, occasion.organisation, resource);
}
