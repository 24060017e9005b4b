import { expect, it } from 'vitest';
import { countNumbersTried } from './number-trials.ts';
import { systemSubject, type Subject } from './subject.ts';

const staff = (id: string, permissions: readonly string[] = []): Subject => ({ ...systemSubject, kind: 'staff', id, permissions: new Set(permissions) });

it('lets staff who see masked numbers try thirty wrong ones at once, and as many right ones as a desk has people', () => {
  const guesser = staff('guesser');
  for (let each = 0; each < 30; each += 1) countNumbersTried(guesser, 1);
  expect(() => countNumbersTried(guesser, 1)).toThrow(/platform.too-many/);
  const desk = staff('desk');
  for (let each = 0; each < 280; each += 1) countNumbersTried(desk, 1)();
  expect(() => countNumbersTried(staff('lister'), 31)).toThrow(/platform.too-many/);
});

it('counts nothing for who sees whole numbers, and for searches by anything else', () => {
  const [manager, machine, doctor] = [staff('manager', ['fhir.read-numbers']), { ...staff('machine'), kind: 'client' as const }, staff('doctor')];
  for (let each = 0; each < 100; each += 1) for (const who of [manager, machine]) countNumbersTried(who, 1);
  for (let each = 0; each < 100; each += 1) countNumbersTried(doctor, 0);
  expect(() => countNumbersTried(doctor, 30)).not.toThrow();
});
