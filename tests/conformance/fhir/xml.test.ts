import { describe, expect, test } from 'vitest';
import { isEqual } from '#fhir/interactions/patch/json-patch.ts';
import { parseFhirJson, printFhirJson } from '#fhir/types/decimal-json.ts';
import { parseFhirXml } from '#fhir/xml/read-xml.ts';
import { printFhirXml } from '#fhir/xml/write-xml.ts';
import { hasFhirData, listFiles, readText } from '../shared-data.ts';

/** Narratives compare by their text: XML has several spellings of one character and of an empty element. */
const withoutNarratives = (text: string): unknown =>
  JSON.parse(text, (name, value: unknown) => (name === 'div' && typeof value === 'string' ? value.replace(/<[^>]*>|&[^;]+;|["'\s<>&\u00a0-\uffff]/g, '') : value));

describe.skipIf(!hasFhirData)('XML', () => {
  test('every HL7 example comes back equal from XML, decimals digit by digit', () => {
    const disagreed: string[] = [];
    let agreed = 0;
    for (const file of listFiles('hl7-r4-examples')) {
      for (const line of readText('hl7-r4-examples', file).split('\n').filter((each) => each.trim() !== '')) {
        const resource = parseFhirJson(line) as { resourceType: string; id?: string };
        const back = printFhirJson(parseFhirXml(printFhirXml(resource)) as object);
        const decimals = (text: string): string => (text.match(/:-?\d+\.\d+(?:[eE][+-]?\d+)?(?=[,}\]])/g) ?? []).sort().join();
        if (isEqual(withoutNarratives(back), withoutNarratives(line)) && decimals(back) === decimals(line)) agreed += 1;
        else disagreed.push(`${resource.resourceType}/${resource.id}`);
      }
    }
    console.log(`xml round trip: ${agreed} agreed, ${disagreed.length} disagreed, 0 unsupported`);
    expect(disagreed).toEqual([]);
  });
});
