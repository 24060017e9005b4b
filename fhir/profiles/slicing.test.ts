import { describe, expect, test } from 'vitest';
import { openPathEngine } from '#fhir/fhirpath/evaluate.ts';
import type { ElementDefinition, StructureDefinition } from '#fhir/types/resources.gen.ts';
import { IssueList } from '#fhir/validation/issues.ts';
import { ProfileChecker } from './profile-check.ts';

const profile = (type: string, url: string, elements: readonly object[]): StructureDefinition => ({
  resourceType: 'StructureDefinition', url, name: 'Test', status: 'active', kind: 'resource', abstract: false, type, derivation: 'constraint',
  differential: { element: elements as ElementDefinition[] as [ElementDefinition] },
}) as StructureDefinition;

async function pathsOf(value: { resourceType: string }, ...profiles: StructureDefinition[]): Promise<string[]> {
  const list = new IssueList();
  const walk = { profiles: new Map(profiles.map((each) => [each.url, each])), engine: await openPathEngine(), resource: value, bindings: [], resolve: () => undefined, isMember: () => undefined };
  new ProfileChecker(walk, list).checkProfile({ value, type: 'Resource', path: value.resourceType }, profiles[0]!.url);
  return list.issues.map((issue) => issue.path);
}

const slicing = (type: string, path: string) => ({ discriminator: [{ type, path }], rules: 'open' });

describe('slicing', () => {
  test('by value, also inside a pattern above the place', async () => {
    const home = profile('Patient', 'http://x/p', [
      { id: 'Patient.telecom', path: 'Patient.telecom', slicing: slicing('value', 'use') },
      { id: 'Patient.telecom:home', path: 'Patient.telecom', sliceName: 'home', min: 1, max: '1', patternContactPoint: { use: 'home' } },
    ]);
    expect(await pathsOf({ resourceType: 'Patient', telecom: [{ use: 'home' }, { use: 'work' }] } as never, home)).toEqual([]);
    expect(await pathsOf({ resourceType: 'Patient', telecom: [{ use: 'work' }] } as never, home)).toEqual(['Patient.telecom:home']);
    expect(await pathsOf({ resourceType: 'Patient', telecom: [{ use: 'home' }, { use: 'home' }] } as never, home)).toEqual(['Patient.telecom:home']);
  });

  test('by type of a choice and of a reference', async () => {
    const typed = profile('Observation', 'http://x/o', [
      { id: 'Observation.value[x]', path: 'Observation.value[x]', slicing: slicing('type', '$this') },
      { id: 'Observation.value[x]:valueQuantity', path: 'Observation.value[x]', sliceName: 'valueQuantity', min: 1, type: [{ code: 'Quantity' }] },
      { id: 'Observation.performer', path: 'Observation.performer', slicing: slicing('type', 'resolve()') },
      { id: 'Observation.performer:doctor', path: 'Observation.performer', sliceName: 'doctor', min: 1, type: [{ code: 'Reference', targetProfile: ['http://hl7.org/fhir/StructureDefinition/Practitioner'] }] },
    ]);
    const value = (more: object) => ({ resourceType: 'Observation', performer: [{ reference: 'Practitioner/1' }], valueQuantity: { value: 1 }, ...more });
    expect(await pathsOf(value({}) as never, typed)).toEqual([]);
    expect(await pathsOf(value({ valueQuantity: undefined, valueString: 'x' }) as never, typed)).toEqual(['Observation.value:valueQuantity']);
    expect(await pathsOf(value({ performer: [{ reference: 'Organization/1' }] }) as never, typed)).toEqual(['Observation.performer:doctor']);
  });

  test('by what exists and by profile', async () => {
    const named = profile('Patient', 'http://x/named', [{ id: 'Patient.name', path: 'Patient.name', min: 1 }]);
    const bundle = profile('Bundle', 'http://x/b', [
      { id: 'Bundle.entry', path: 'Bundle.entry', slicing: slicing('profile', 'resource') },
      { id: 'Bundle.entry:patient', path: 'Bundle.entry', sliceName: 'patient', min: 1 },
      { id: 'Bundle.entry:patient.resource', path: 'Bundle.entry.resource', type: [{ code: 'Patient', profile: ['http://x/named'] }] },
    ]);
    expect(await pathsOf({ resourceType: 'Bundle', entry: [{ resource: { resourceType: 'Patient', name: [{ text: 'x' }] } }] } as never, bundle, named)).toEqual([]);
    expect(await pathsOf({ resourceType: 'Bundle', entry: [{ resource: { resourceType: 'Patient', active: true } }] } as never, bundle, named)).toEqual(['Bundle.entry:patient']);
    const ended = profile('Patient', 'http://x/e', [
      { id: 'Patient.name', path: 'Patient.name', slicing: slicing('exists', 'period') },
      { id: 'Patient.name:current', path: 'Patient.name', sliceName: 'current', min: 1, max: '1' },
      { id: 'Patient.name:current.period', path: 'Patient.name.period', max: '0' },
    ]);
    expect(await pathsOf({ resourceType: 'Patient', name: [{ text: 'a', period: { end: '2020' } }] } as never, ended)).toEqual(['Patient.name:current']);
    expect(await pathsOf({ resourceType: 'Patient', name: [{ text: 'a' }, { text: 'b', period: { end: '2020' } }] } as never, ended)).toEqual([]);
  });

  test('extensions are told apart by their url and checked by their definition', async () => {
    const extension = profile('Extension', 'http://x/ext', [{ id: 'Extension.value[x]', path: 'Extension.value[x]', min: 1, type: [{ code: 'boolean' }] }]);
    const patient = profile('Patient', 'http://x/p', [
      { id: 'Patient.extension:flag', path: 'Patient.extension', sliceName: 'flag', min: 1, max: '1', type: [{ code: 'Extension', profile: ['http://x/ext'] }] },
    ]);
    expect(await pathsOf({ resourceType: 'Patient', extension: [{ url: 'http://x/ext', valueBoolean: true }] } as never, patient, extension)).toEqual([]);
    expect(await pathsOf({ resourceType: 'Patient', extension: [{ url: 'http://x/ext', valueString: 'no' }] } as never, patient, extension)).toEqual(['Patient.extension[0].valueString']);
    expect(await pathsOf({ resourceType: 'Patient', extension: [{ url: 'http://y', valueString: 'no' }] } as never, patient, extension)).toEqual(['Patient.extension:flag']);
  });
});
