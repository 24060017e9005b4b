import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stableId } from '#modules/exchange/server/commands/receive/apply-v2.ts';
import { mapDocument } from '#modules/exchange/server/rules/cda/map-document.ts';
import { readXml } from '#modules/exchange/server/rules/xml/read-xml.ts';
import { applyMessage } from '#modules/exchange/contract/messages.ts';
import { validateResource } from '#fhir/validation/validate.ts';
import { sharedFolder } from '../shared-data.ts';
import { openExchangeHouse, type ExchangeHouse } from './exchange-house.ts';

const folder = sharedFolder('cda');
const hasData = existsSync(folder);
const files = (part: string): { name: string; bytes: Buffer }[] => (hasData ? readdirSync(join(folder, part)).filter((name) => name.endsWith('.xml')).map((name) => ({ name, bytes: readFileSync(join(folder, part, name)) })) : []);
const mapped = (bytes: Buffer) => mapDocument(readXml(bytes.toString('utf8')), { zone: '+08:00', idOf: (type, key) => stableId('test', type, key) });

let exchange: ExchangeHouse;
beforeAll(async () => {
  exchange = await openExchangeHouse();
}, 60_000);
afterAll(() => exchange?.close());
const apply = async (bytes: Buffer) => (await exchange.house.as(exchange.integrator).run(applyMessage, { content: bytes.toString('base64'), fileName: 'a.xml' })).messages[0]!;

interface ChineseDocument {
  readonly file: string; readonly document_code: string; readonly document_id: string; readonly id_card: string; readonly outpatient_no: string; readonly name: string; readonly sex: string; readonly age: string; readonly amount: string; readonly days: string;
  readonly diagnoses: readonly string[]; readonly drugs: readonly { name: string; dose: string; unit: string; per_day: string; spec: string; total: string }[];
}

describe.skipIf(!hasData)('clinical documents (skipped without shared data)', () => {
  it.each(files('ccda-documents'))('$name is applied whole, its original kept', async ({ bytes }) => {
    const answer = await apply(bytes);
    expect([answer.state, answer.code, answer.place]).toEqual(['applied', null, null]);
    expect(answer.resources).toBeGreaterThan(4);
    expect((await apply(bytes)).state).toBe('repeated');
  });

  it('what another converter found is found: types and values', () => {
    let [types, typesFound, values, valuesFound] = [0, 0, 0, 0];
    for (const { name, bytes } of files('ccda-documents')) {
      const { resources, attachments } = mapped(bytes);
      const expected = (JSON.parse(readFileSync(join(folder, 'converted-fhir', name.replace('.xml', '.json')), 'utf8')) as { entry: { resource: { resourceType: string } }[] }).entry.map(({ resource }) => resource).filter(({ resourceType }) => resourceType !== 'DocumentReference');
      const ours = new Set<string>(resources.map(({ resourceType }) => resourceType));
      const said = new Set([...resources, ...attachments].flatMap(leaves));
      const wanted = [...new Set(expected.map(({ resourceType }) => resourceType))];
      types += wanted.length;
      typesFound += wanted.filter((type) => ours.has(type)).length;
      const all = expected.flatMap(leaves);
      values += all.length;
      valuesFound += all.filter((leaf) => said.has(leaf)).length;
    }
    console.log(`documents: types ${typesFound}/${types}, values ${valuesFound}/${values}`);
    expect(typesFound / types).toBeGreaterThan(0.9);
    expect(valuesFound / values).toBeGreaterThan(0.88);
  });

  it('every one of the example parts is read into valid FHIR', () => {
    for (const { name, bytes } of files('hl7-ccda-examples')) {
      const { resources } = mapped(bytes);
      expect([name, resources.flatMap((resource) => validateResource(resource))]).toEqual([name, []]);
    }
  });

  it.each(hasData ? (JSON.parse(readFileSync(join(folder, 'cn/expected.json'), 'utf8')) as { documents: ChineseDocument[] }).documents : [])('$file says what is expected of it', async (wanted) => {
    const bytes = readFileSync(join(folder, 'cn', wanted.file));
    const { resources, code, warnings } = mapped(bytes);
    const text = JSON.stringify(resources);
    const of = (type: string) => resources.filter(({ resourceType }) => resourceType === type) as unknown as Record<string, unknown>[];
    expect(code).toBe(wanted.document_code);
    expect(of('Patient')[0]).toMatchObject({ name: [{ text: wanted.name }], gender: wanted.sex === '1' ? 'male' : 'female', identifier: expect.arrayContaining([expect.objectContaining({ value: wanted.id_card }), expect.objectContaining({ value: wanted.outpatient_no })]) });
    expect(of('Condition').map((each) => (each['code'] as { coding: { code: string }[] }).coding[0]!.code)).toEqual(wanted.diagnoses);
    expect(of('Medication').map((each) => (each['code'] as { text: string }).text)).toEqual(wanted.drugs.map(({ name }) => name));
    expect(of('MedicationRequest')).toMatchObject(wanted.drugs.map(({ dose, unit, per_day: perDay, total }) => ({
      dosageInstruction: [{ timing: { repeat: { frequency: Number(perDay), period: 1, periodUnit: 'd' } }, doseAndRate: [{ doseQuantity: { value: Number(dose), unit } }] }], dispenseRequest: { quantity: { value: Number(total) } },
    })));
    for (const said of [...wanted.drugs.map(({ spec }) => spec), wanted.document_id]) expect(text).toContain(said);
    expect(of('Observation').map((each) => (each['valueQuantity'] as { value?: number } | undefined)?.value)).toEqual(expect.arrayContaining([Number(wanted.age), Number(wanted.days), Number(wanted.amount)]));
    // The number printed in the standard fails its check: flagged, not lost.
    expect(warnings.map(({ text: words }) => /check-character/.test(words))).toEqual(wanted.file === 'c0004-standard.xml' ? [true] : []);
    expect((await apply(bytes)).state).toBe('applied');
  });
});

const SKIPPED = new Set(['id', 'reference', 'system', 'url', 'div', 'resourceType', 'status', 'profile', 'mode', 'meta']);
const leaves = (value: unknown): string[] =>
  value !== null && typeof value === 'object' ? Object.entries(value).flatMap(([name, each]) => (SKIPPED.has(name) ? [] : leaves(each))) : [/^\d{4}-\d\d-\d\dT/.test(String(value)) ? new Date(String(value)).toISOString() : String(value).trim()];

describe('a hostile document', () => {
  const bomb = `<?xml version="1.0"?><!DOCTYPE x [${Array.from({ length: 9 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`).join('')}]><ClinicalDocument>&l9;</ClinicalDocument>`;
  it.each([
    ['an entity bomb', bomb], ['an outside entity', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><ClinicalDocument>&e;</ClinicalDocument>'], ['an undeclared entity', '<ClinicalDocument>&e;</ClinicalDocument>'],
    ['a parameter entity', '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]><ClinicalDocument/>'], ['an open element', '<ClinicalDocument><a></ClinicalDocument>'], ['depth', `<ClinicalDocument>${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}</ClinicalDocument>`],
    ['many comments', `${'<!-- a -->\n'.repeat(20_000)}<!DOCTYPE x [<!ENTITY e "y">]><ClinicalDocument/>`],
  ])('with %s is refused at once and kept', async (_what, text) => {
    const begin = performance.now();
    const answer = await apply(Buffer.from(text, 'utf8'));
    expect(answer.state).toBe('dead');
    expect(JSON.stringify(answer)).not.toContain('root:');
    expect(performance.now() - begin).toBeLessThan(5_000);
  });
});
