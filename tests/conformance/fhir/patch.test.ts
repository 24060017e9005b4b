import { describe, expect, test } from 'vitest';
import { applyFhirPathPatch } from '#fhir/interactions/patch/fhirpath-patch.ts';
import { applyJsonPatch, isEqual } from '#fhir/interactions/patch/json-patch.ts';
import { Problem } from '#platform/kernel/problem.ts';
import type { Parameters } from '#fhir/types/resources.gen.ts';
import { parseXml, type XmlElement } from '#fhir/xml/xml-parser.ts';
import { readXmlElement } from '#fhir/xml/read-xml.ts';
import { hasFhirData, readJson, readText } from '../shared-data.ts';

interface JsonPatchCase {
  readonly comment: string;
  readonly doc: unknown;
  readonly patch: unknown;
  readonly expected?: unknown;
  readonly error?: string;
}

/** What a source asks, the outcome here, and its reason. */
function judge(name: string, run: () => unknown, wanted: { value?: unknown; isError?: boolean }): string | undefined {
  try {
    const value = run();
    if (wanted.isError === true) return `${name}: accepted, an error was due`;
    return isEqual(value, wanted.value) ? undefined : `${name}: ${JSON.stringify(value)} instead of ${JSON.stringify(wanted.value)}`;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return wanted.isError === true ? undefined : `${name}: refused, ${JSON.stringify(error.details)}`;
  }
}

const report = (suite: string, cases: number, disagreed: readonly string[]): void =>
  console.log(`${suite}: ${cases - disagreed.length} agreed, ${disagreed.length} disagreed, 0 unsupported`);

const child = (element: XmlElement, name: string): XmlElement =>
  element.children.find((each): each is XmlElement => typeof each !== 'string' && each.name === name)!;
const inside = (element: XmlElement): XmlElement => element.children.find((each) => typeof each !== 'string') as XmlElement;

describe.skipIf(!hasFhirData)('patch', () => {
  test('JSON Patch: every case agrees', () => {
    const cases = readJson<JsonPatchCase[]>('patch', 'json-patch-tests.json');
    const disagreed = cases.flatMap(({ comment, doc, patch, expected, error }) =>
      judge(comment, () => applyJsonPatch(structuredClone(doc), patch), { value: expected, isError: error !== undefined }) ?? []);
    report('json-patch', cases.length, disagreed);
    expect(disagreed).toEqual([]);
  });

  test('FHIRPath Patch: every case agrees', () => {
    const cases = parseXml(readText('patch', 'fhir-patch-tests.xml')).children.filter((each): each is XmlElement => typeof each !== 'string' && each.name === 'case');
    const disagreed = cases.flatMap((each) => {
      const [input, diff, output] = ['input', 'diff', 'output'].map((name) => readXmlElement(inside(child(each, name))));
      return judge(each.attributes.get('name')!, () => applyFhirPathPatch(input as Record<string, unknown>, diff as Parameters), { value: output }) ?? [];
    });
    report('fhirpath-patch', cases.length, disagreed);
    expect(disagreed).toEqual([]);
  });
});
