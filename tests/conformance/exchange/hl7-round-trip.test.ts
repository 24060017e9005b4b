import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyMapping } from '#modules/exchange/server/rules/mapping/apply-mapping.ts';
import { combineMapping, mappingNameFor } from '#modules/exchange/server/rules/mapping/combine.ts';
import { decodeMessage, encodeMessage } from '#modules/exchange/server/rules/v2/charset.ts';
import { decodeText, escapeText } from '#modules/exchange/server/rules/v2/escapes.ts';
import { V2Refusal } from '#modules/exchange/server/rules/v2/message.ts';
import { parseMessage, serialiseMessage, splitMessages } from '#modules/exchange/server/rules/v2/parse.ts';
import { headOf, valueAt } from '#modules/exchange/server/rules/v2/read.ts';
import { serialiseXmlMessage } from '#modules/exchange/server/rules/v2/xml-encoding.ts';
import { shippedMappings } from '#modules/exchange/server/store/shipped-mappings.ts';
import { validateResource } from '#fhir/validation/validate.ts';
import { stableId } from '#modules/exchange/server/commands/receive/apply-v2.ts';
import { convertedOf, hasHl7Data, hl7Files } from './hl7-files.ts';

describe.skipIf(!hasHl7Data)('HL7 v2 files (skipped without shared data)', () => {
  it.each([...hl7Files('messages'), ...hl7Files('odd')])('$name comes back equal, or is refused', ({ name, bytes }) => {
    if (/xxe/.test(name)) return expect(() => parseMessage(decodeMessage(bytes).text)).toThrow(/xml.document-type/);
    if (/uuencoded/.test(name)) return expect(() => parseMessage(decodeMessage(bytes).text)).toThrow(V2Refusal);
    const decoded = decodeMessage(bytes);
    const messages = splitMessages(decoded.text).map(parseMessage);
    if (messages[0]!.xml !== undefined) return expect(parseMessage(serialiseXmlMessage(messages[0]!)).segments).toEqual(messages[0]!.segments);
    return expect(encodeMessage(messages.map(serialiseMessage).join(''), decoded).equals(bytes)).toBe(true);
  });

  /** Another converter writes words of code tables, times of its own zone and ids of its templates; what the message says must be there. */
  it('become valid FHIR of the types and with the values that another converter found', () => {
    let [types, typesFound, values, valuesFound] = [0, 0, 0, 0];
    for (const { name, bytes } of hl7Files('messages')) {
      const message = parseMessage(splitMessages(decodeMessage(bytes).text)[0]!);
      const rules = combineMapping(mappingNameFor(shippedMappings().values(), headOf(message)) ?? '', shippedMappings());
      expect([name, rules !== undefined]).toEqual([name, true]);
      const { resources } = applyMapping(message, rules!, { zone: '+08:00', scope: 'test', idOf: (type, key) => stableId('test', type, key) });
      expect([name, resources.flatMap((resource) => validateResource(resource))]).toEqual([name, []]);
      const expected = convertedOf(name)?.entry.map(({ resource }) => resource) ?? [];
      const ours = new Set(resources.map(({ resourceType }) => String(resourceType)));
      const wanted = new Set(expected.map(({ resourceType }) => resourceType));
      types += wanted.size;
      typesFound += [...wanted].filter((type) => ours.has(type)).length;
      const said = new Set(resources.flatMap(leaves));
      const text = JSON.stringify(resources);
      const patient = expected.filter(({ resourceType }) => CLINICAL.has(resourceType)).flatMap(leaves).filter((leaf) => serialiseMessage(message).includes(leaf));
      values += patient.length;
      valuesFound += patient.filter((leaf) => said.has(leaf) || text.includes(leaf)).length;
    }
    console.log(`types ${typesFound}/${types}, values that stand in the message ${valuesFound}/${values}`);
    expect(typesFound / types).toBeGreaterThan(0.85);
    expect(valuesFound / values).toBeGreaterThan(0.8);
  }, 60_000);
});

const CLINICAL = new Set(['Patient', 'Encounter', 'Observation', 'DiagnosticReport', 'ServiceRequest', 'Condition', 'AllergyIntolerance', 'Procedure', 'Specimen', 'Appointment', 'MedicationRequest', 'Coverage', 'Practitioner', 'RelatedPerson', 'DocumentReference']);
const SKIPPED = new Set(['id', 'reference', 'system', 'url', 'div', 'resourceType', 'status']);
const leaves = (value: unknown): string[] =>
  value !== null && typeof value === 'object' ? Object.entries(value).flatMap(([name, each]) => (SKIPPED.has(name) ? [] : leaves(each))) : [String(value)].filter((text) => text.length > 1);

describe('any message', () => {
  const marks = { field: '|', component: '^', repetition: '~', escape: '\\', subcomponent: '&' };
  it('keeps a text through escapes', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => decodeText(escapeText(text, marks), marks) === text), { numRuns: 500 });
  });

  it('reads hexadecimal and character-set escapes', () => {
    expect(decodeText('\\XBAFA\\\\.br\\a\\T\\b\\C2842\\\\M2A4A\\x', marks, 'gb18030')).toBe('胡\na&bx');
    expect(decodeText('50\\% \\E\\ \\Z1\\', marks)).toBe('50\\% \\ \\Z1\\');
  });

  it('may use any separators, and any bytes never hang or crash it', () => {
    expect(valueAt(parseMessage('MSH#*!/%#A#B###20260101##ADT*A01#1#P#2.3\rPID#1##7*8%9!6'), 'PID-3.2.2')).toBe('9');
    fc.assert(fc.property(fc.string({ maxLength: 400 }), fc.boolean(), (text, headed) => {
      try {
        const message = parseMessage(headed ? `MSH|^~\\&|${text}` : text);
        expect(serialiseMessage(message)).toBe((headed ? `MSH|^~\\&|${text}` : text).replace(/^\uFEFF/, ''));
      } catch (error) {
        expect(error).toBeInstanceOf(V2Refusal);
      }
    }), { numRuns: 2_000 });
  });
});
