import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedMappings } from '../../../store/shipped-mappings.ts';
import { outgoingFor, shippedOutgoing } from '../../../store/outgoing-mappings.ts';
import { stableId } from '../../../commands/receive/apply-v2.ts';
import { partsOf } from '../../../commands/receive/gather-parts.ts';
import { parseMessage } from '../../v2/parse.ts';
import { headOf, valueAt } from '../../v2/read.ts';
import { applyMapping } from '../apply-mapping.ts';
import { combineMapping, mappingNameFor } from '../combine.ts';
import { readMapping } from '../read-mapping.ts';
import { composeMessage, type OutgoingParts } from './compose.ts';
import { elementsAt } from './source.ts';

const patient = {
  resourceType: 'Patient', id: 'p1', name: [{ text: '欧阳|鑫' }], gender: 'male', birthDate: '1960-05-06', telecom: [{ system: 'phone', value: '13900000000' }], address: [{ text: '示例路 1 号', city: '望川' }],
  identifier: [{ system: 'urn:oid:1.2.3', value: 'A&1', type: { coding: [{ code: 'MR' }] } }],
};
const observation = (more: object) => ({ resourceType: 'Observation', status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '2160-0', display: '肌酐' }] }, ...more });
const send = (event: string, resources: readonly object[]): string => {
  const parts = { patient, ...partsOf(resources as never) } as OutgoingParts;
  return composeMessage(outgoingFor(shippedOutgoing(), event)!, parts, { event, controlId: 'C1', at: new Date('2026-11-22T01:00:00Z'), receiver: { application: 'HIS', facility: 'LEAD' } })!.text;
};
const readBack = (text: string) => {
  const message = parseMessage(text);
  return applyMapping(message, combineMapping(mappingNameFor(shippedMappings().values(), headOf(message))!, shippedMappings())!, { zone: '+08:00', scope: 'test', idOf: (type, key) => stableId('test', type, key) }).resources as unknown as Record<string, never>[];
};

describe('outgoing mappings', () => {
  it('write a person with escapes, numbers of two authorities and nothing behind the last field', () => {
    const message = parseMessage(send('ADT^A08', [patient]));
    expect([valueAt(message, 'PID-5.1'), valueAt(message, 'PID-7'), valueAt(message, 'PID-8'), valueAt(message, 'PV1-2'), valueAt(message, 'EVN-1')]).toEqual(['欧阳|鑫', '19600506', 'M', 'N', 'A08']);
    expect(send('ADT^A08', [patient])).toContain('PID|1||p1^^^YIGONG^PI~A\\T\\1^^^&1.2.3&ISO^MR||欧阳\\F\\鑫^^^^^^L||19600506|M|||示例路 1 号^^望川||13900000000^PRN^PH\r');
    const visit = { resourceType: 'Encounter', id: 'e1', class: { code: 'IMP' }, period: { start: '2026-11-20T08:00:00+08:00' } };
    expect(send('ADT^A01', [visit])).toMatch(/\rPV1\|1\|I\|{17}e1\^\^\^YIGONG\|{25}20261120080000\+0800\r$/);
  });

  it('write each kind of result with its type, and an order', () => {
    const results = [
      observation({ valueQuantity: { value: 88.5, unit: 'umol/L' }, referenceRange: [{ low: { value: 57 }, high: { value: 97 } }] }), observation({ valueQuantity: { value: 5, comparator: '<' } }), observation({ valueString: '阴性' }),
      observation({ valueCodeableConcept: { coding: [{ system: 'http://snomed.info/sct', code: '260385009', display: '阴性' }] } }), observation({ valueRange: { low: { value: 1 }, high: { value: 2 } } }), observation({ valueDateTime: '2026-11-20' }),
    ];
    const text = send('ORU^R01', [{ resourceType: 'DiagnosticReport', id: 'r1', status: 'amended', code: { text: '生化' }, conclusion: '肾功能正常' }, ...results]);
    expect(text.split('\r').filter((line) => line.startsWith('OBX')).map((line) => line.split('|').slice(1, 8).join('|'))).toEqual([
      '1|NM|2160-0^肌酐^LN||88.5|umol/L|57-97', '2|SN|2160-0^肌酐^LN||<^5||', '3|ST|2160-0^肌酐^LN||阴性||', '4|CWE|2160-0^肌酐^LN||260385009^阴性^SCT||', '5|SN|2160-0^肌酐^LN||^1^-^2||', '6|DTM|2160-0^肌酐^LN||20261120||', '7|TX|^结论||肾功能正常||',
    ]);
    expect(text).toMatch(/\rOBR\|1\|\|r1\|\^生化\|.*\|C\r/);
    const order = { resourceType: 'ServiceRequest', id: 's1', status: 'revoked', priority: 'stat', code: { coding: [{ system: 'http://loinc.org', code: '24627-2', display: '胸部CT' }] }, reasonCode: [{ text: '咳嗽' }] };
    expect(send('OML^O21', [order])).toMatch(/\rORC\|CA\|s1\|\|\|CA\rTQ1\|1\|{8}S\rOBR\|1\|s1\|\|24627-2\^胸部CT\^LN\|S\|.*\^咳嗽\r$/s);
    expect(send('ORM^O01', [order])).not.toContain('TQ1');
  });

  it('come back through our own reading with names, values and times as they went', () => {
    const report = { resourceType: 'DiagnosticReport', id: 'r1', status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '24323-8', display: '生化' }] }, effectiveDateTime: '2026-11-20T08:00:00+08:00' };
    const back = readBack(send('ORU^R01', [report, observation({ valueQuantity: { value: 7.9, unit: 'mmol/L' } })]));
    expect(back.find(({ resourceType }) => resourceType === 'Observation')).toMatchObject({ valueQuantity: { value: 7.9, unit: 'mmol/L' }, code: { coding: [{ system: 'http://loinc.org', code: '2160-0' }] } });
    expect(back.find(({ resourceType }) => resourceType === 'Patient')).toMatchObject({ birthDate: '1960-05-06', gender: 'male' });
    fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), (text) => {
      const said = valueAt(parseMessage(send('ORU^R01', [{ ...report, conclusion: `甲${text}乙` }])), 'OBX-5');
      expect(said).toBe(`甲${text}乙`);
    }), { numRuns: 200 });
  });

  it('are refused with the line of the mistake, and nothing is written where the part is missing', () => {
    const broken = readMapping("name: out-x\ndirection: out\ntitle: { zh: 甲, en: A }\nmessages: [ADT^A08]\nsegments:\n  - segment: PID\n    fields:\n      - { to: '5', from: name, map: nowhere }\n");
    expect(broken).toMatchObject({ mistakes: [{ path: 'segments.0.fields.0' }] });
    expect(readMapping('name: out-x\ndirection: sideways\n')).toMatchObject({ mistakes: expect.anything() });
    expect(composeMessage(outgoingFor(shippedOutgoing(), 'SIU^S12')!, { patient, observations: [] }, { event: 'SIU^S12', controlId: 'C', at: new Date(0), receiver: { application: '', facility: '' } })).toBeUndefined();
  });
});

it.each([['name[0].text', ['欧阳|鑫']], ['identifier[system=urn:oid:1.2.3].value', ['A&1']], ['name[1].text', []], ['name.text.x', []], ['identifier.type.coding.code', ['MR']]])('%s finds what it names', (path, found) => {
  expect(elementsAt(patient, path)).toEqual(found);
});
