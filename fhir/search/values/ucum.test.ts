import { describe, expect, it } from 'vitest';
import { alikeUnits } from './ucum.ts';

describe('units of one kind', () => {
  it.each([
    ['mg', 'g', 1n, 1000n],
    ['g', 'ug', 1_000_000n, 1n],
    ['h', 'min', 60n, 1n],
    ['kPa', 'mm[Hg]', 500_000n, 66_661n],
    ['mg/dL', 'g/L', 1n, 100n],
    ['10*9/L', '10*3/uL', 1n, 1n],
    ['10*3/uL', '10*9/L', 1n, 1n],
    ['kg/m2', 'g/cm2', 1n, 10n],
    ['/min', '/h', 60n, 1n],
    ['{beats}/min', '/min', 1n, 1n],
    ['[in_i]', 'cm', 127n, 50n],
    ['L', 'l', 1n, 1n],
    ['mL', 'cm3', 1n, 1n],
    ['10*9/L', '10*3/mm3', 1n, 1n],
    ['mg/kg/d', 'ug/(kg.d)', 1000n, 1n],
    ['mg/(kg.d)', 'mg/d/kg', 1n, 1n],
    ['mg/(kg.h)', 'mg/kg/d', 24n, 1n],
    ['%', '[ppth]', 10n, 1n],
  ])('one %s is so many %s', (from, to, times, per) => {
    expect(alikeUnits(from).get(to)).toEqual({ times, per });
  });

  it.each([['mg/dL', 'mmol/L'], ['J/K', 'J/Cel'], ['g', 'L'], ['U/L', 'ug/L'], ['m', 'min']])('%s and %s are not compared', (from, to) => {
    expect(alikeUnits(from).has(to)).toBe(false);
  });

  it.each(['[pH]', '{score}', 'Cel', 'mg/(kg.d)', 'nonsense unit', '%'])('%s is at least itself', (code) => {
    expect(alikeUnits(code).get(code)).toEqual({ times: 1n, per: 1n });
  });

  it('temperatures are moved as well as scaled', () => {
    const at = (value: number, from: string, to: string): number => {
      const { times, per, shift } = alikeUnits(from).get(to)!;
      return Math.round(((value * Number(times)) / Number(per) + (shift ? Number(shift.times) / Number(shift.per) : 0)) * 1e6) / 1e6;
    };
    expect([at(37, 'Cel', '[degF]'), at(98.6, '[degF]', 'Cel'), at(0, 'Cel', 'K'), at(310.15, 'K', 'Cel'), at(32, '[degF]', 'K'), at(-40, 'Cel', '[degF]'), at(491.67, '[degR]', 'Cel')]).toEqual([98.6, 37, 273.15, 37, 273.15, -40, 0]);
  });

  it('stays small however a unit is put together', () => {
    for (const code of ['mg/dL', 'mL/min/{1.73_m2}', 'mg/kg/d', 'ng/mL/h', 'g.m/s2', '/'.repeat(200), 'm.'.repeat(500)]) expect(alikeUnits(code).size).toBeLessThan(3_500);
  });
});
