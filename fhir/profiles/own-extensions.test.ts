import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '#platform/database/project-root.ts';
import { validateFully } from '#fhir/validation/validate-fully.ts';
import { ownProfiles } from './catalogue.ts';
import { ownExtensions } from './own-extensions.ts';

const BASE = 'https://yigong.dev/fhir/StructureDefinition/';
const urlOf = (name: string): string => BASE + name;

test('what the sources write under our address is defined', () => {
  const written = new Set<string>();
  for (const folder of ['modules', 'platform', 'apps', 'fhir', 'tests/world']) {
    for (const file of readdirSync(join(projectRoot(), folder), { recursive: true, encoding: 'utf8' }).filter((name) => /(?<!\.test)\.ts$/.test(name))) {
      for (const [, name] of readFileSync(join(projectRoot(), folder, file), 'utf8').matchAll(/yigong\.dev\/fhir\/StructureDefinition\/([a-z][a-z-]*[a-z])(?![a-z-])/g)) written.add(urlOf(name!));
    }
  }
  const defined = new Set([...ownExtensions, ...ownProfiles].map(({ url }) => url));
  expect(written.size).toBeGreaterThan(1);
  expect([...written].filter((url) => !defined.has(url))).toEqual([]);
});

test('our definitions are right themselves', async () => {
  for (const definition of ownExtensions) expect((await validateFully(definition)).filter(({ severity }) => severity === 'error'), definition.url).toEqual([]);
});

const encounter = (extension: object): object => ({ resourceType: 'Encounter', status: 'finished', class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' }, extension: [extension] });
const patient = (extension: object): object => ({ resourceType: 'Patient', gender: 'female', extension: [extension] });
const money = (url: string): object => ({ url, valueMoney: { value: 1.5, currency: 'CNY' } });

test.each<[string, boolean, object]>([
  ['the cost of an encounter', true, encounter({ url: urlOf('encounter-cost'), extension: [money('total'), money('insurance')] })],
  ['a cost without its total', false, encounter({ url: urlOf('encounter-cost'), extension: [money('insurance')] })],
  ['a cost with a part more', false, encounter({ url: urlOf('encounter-cost'), extension: [money('total'), money('insurance'), money('gift')] })],
  ['a cost of a person', false, patient({ url: urlOf('encounter-cost'), extension: [money('total'), money('insurance')] })],
  ['an ethnic group of a document', true, patient({ url: urlOf('cda-ethnic-group-code'), valueCodeableConcept: { text: '汉族' } })],
  ['an ethnic group as a text', false, patient({ url: urlOf('cda-ethnic-group-code'), valueString: '汉族' })],
  ['an extension that nobody has defined', false, patient({ url: 'http://x.example/unheard-of', valueString: 'x' })],
])('%s', async (_, isRight, resource) => {
  const errors = (await validateFully(resource)).filter(({ severity }) => severity === 'error');
  expect(errors.length === 0, JSON.stringify(errors)).toBe(isRight);
});
