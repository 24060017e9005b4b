import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemSubject } from '#platform/access/subject.ts';
import { keyRing } from '#platform/crypto/ring-in-use.ts';
import { countStale, resealSome } from '#platform/crypto/sealed-column.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import type { Patient, RelatedPerson } from '#fhir/types/resources.gen.ts';
import { hashText, combinedKey } from '#fhir/search/hash.ts';
import { loadBatch } from '../bulk.ts';
import { getResource, readText, readVersionText } from '../read.ts';
import { PERSON_TEXTS, sealStoredPersons } from './reseal-persons.ts';
import { openPersons, PERSON_NUMBERS, sealPersons } from './sealed-person.ts';
import { searchResources } from '../search.ts';
import { writeResources } from '../write.ts';

const CARD = '330106199003070038';
const PHONE = '13857101234';
const SYSTEM = 'urn:oid:2.16.156.10011.1.3';
const patient: Patient = {
  resourceType: 'Patient', id: 'sealed-1', text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">赵晓明 ${CARD} 电话${PHONE}</div>` },
  identifier: [{ system: SYSTEM, value: CARD, type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'NI' }] } }],
  name: [{ text: '赵晓明' }], telecom: [{ system: 'phone', value: PHONE }, { system: 'email', value: 'Zhao.Xiaoming@example.cn' }],
  contact: [{ name: { text: 'y1#0' }, telecom: [{ system: 'phone', value: '13700000001' }] }],
  multipleBirthInteger: 2,
};
const mother: RelatedPerson = { resourceType: 'RelatedPerson', id: 'sealed-2', patient: { reference: 'Patient/sealed-1' }, identifier: [{ system: SYSTEM, value: '33010619600102004X' }], telecom: [{ system: 'phone', value: '057188880000' }] };
const NUMBERS = [CARD, PHONE, 'Zhao.Xiaoming@example.cn', 'zhao.xiaoming@example.cn', '13700000001', '33010619600102004X', '33010619600102004x', '057188880000'];

describe('numbers of persons in the FHIR store', () => {
  let opened: TestDatabase;
  const write = (resource: Patient | RelatedPerson) =>
    opened.database.transaction((tx) => writeResources({ tx, subject: systemSubject, now: new Date(), newId: randomUUID }, [{ method: 'put', resource, ownerOrganisationId: 'lead' }]));
  const find = async (query: string) => (await searchResources(opened.database, systemSubject, query)).resources.map(({ id }) => id);
  const dump = async () => {
    const tables = await opened.owner.query<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema', 'residents')`);
    const parts = await Promise.all(tables.map(({ name }) => opened.owner.query<{ text: string | null }>(`select string_agg(t::text, chr(10)) as text from ${name} t`)));
    return parts.map(([part]) => part?.text ?? '').join('\n');
  };
  beforeAll(async () => {
    opened = await openTestDatabase();
    await write(patient);
    await write(mother);
    await write({ ...patient, gender: 'male' });
    await opened.database.transaction((tx) => loadBatch(tx, [{ method: 'put', resource: { ...patient, id: 'sealed-3', identifier: [{ system: SYSTEM, value: '330106198811110013' }] }, ownerOrganisationId: 'lead' }], { now: new Date(), newId: randomUUID }));
  });
  afterAll(() => opened.close());

  test('stand nowhere in clear, nor as a plain hash', async () => {
    const text = await dump();
    for (const number of NUMBERS) expect(text).not.toContain(number);
    expect(text).not.toContain('330106198811110013');
    const [row] = await opened.owner.query<{ keys: string[] }>("select keys::text[] as keys from fhir.resource where resource_id = 'sealed-1'");
    for (const [code, form] of [['identifier', CARD.toLowerCase()], ['identifier', `${SYSTEM}|${CARD.toLowerCase()}`], ['phone', PHONE], ['telecom', PHONE]] as const) {
      expect(row!.keys).not.toContain(combinedKey(hashText(`Patient.${code}`), hashText(form)));
    }
  });

  test('come back on every road as they were written', async () => {
    expect(await getResource(opened.database, 'Patient', 'sealed-1')).toMatchObject({ ...patient, gender: 'male' });
    expect(await getResource(opened.database, 'RelatedPerson', 'sealed-2')).toMatchObject(mother);
    const subject = systemSubject;
    for (const version of [1, 2]) expect(JSON.parse((await readVersionText(opened.database, { subject, type: 'Patient', id: 'sealed-1', version }))!.content)).toMatchObject(patient);
    expect((await readText(opened.database, { subject, type: 'Patient', id: 'sealed-1' }))!.content).not.toMatch(/y1\.|_sealed/);
    const found = await searchResources(opened.database, subject, 'RelatedPerson?_id=sealed-2&_include=RelatedPerson:patient');
    expect(found.resources).toMatchObject([mother, patient]);
    // The same content again keeps its version.
    expect(await write({ ...patient, gender: 'male' })).toMatchObject([{ changed: false, version: 2 }]);
  });

  test('are found whole, by all forms of a token, through chains, and by nothing else', async () => {
    expect(await find(`Patient?identifier=${CARD}`)).toEqual(['sealed-1']);
    expect(await find(`Patient?identifier=${SYSTEM}|${CARD}`)).toEqual(['sealed-1']);
    expect(await find(`Patient?identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|NI|${CARD}`)).toEqual(['sealed-1']);
    expect((await find(`Patient?identifier=${SYSTEM}|`)).sort()).toEqual(['sealed-1', 'sealed-3']);
    expect((await find(`Patient?phone=${PHONE}`)).sort()).toEqual(['sealed-1', 'sealed-3']);
    expect((await find('Patient?email=ZHAO.xiaoming@example.cn')).sort()).toEqual(['sealed-1', 'sealed-3']);
    expect(await find(`RelatedPerson?patient.identifier=${CARD}`)).toEqual(['sealed-2']);
    expect(await find('Patient?_has:RelatedPerson:patient:telecom=057188880000')).toEqual(['sealed-1']);
    expect(await find(`Patient?_content=${CARD}`)).toEqual(['sealed-1']);
    expect(await find(`Patient?identifier=${CARD.slice(0, 17)}`)).toEqual([]);
    expect(await find('Patient?_text=赵晓明')).toHaveLength(2);
    await expect(find('Patient?_sort=phone')).rejects.toMatchObject({ code: 'fhir.search-invalid' });
  });

  test('survive a rotation while they are read; nothing stays under the former key, replaced versions neither', async () => {
    for (let after = ''; ;) {
      const step = await opened.database.transaction((tx) => resealSome(tx, PERSON_TEXTS, { after, limit: 1 }));
      if (step === undefined) break;
      after = step.last;
    }
    expect(await countStale(opened.database, PERSON_TEXTS)).toBe(0);
    const former = await keyRing().activePrefix(opened.database, PERSON_NUMBERS);
    await opened.database.transaction((tx) => keyRing().rotate(tx, PERSON_NUMBERS));
    expect(await find(`Patient?identifier=${CARD}`)).toEqual(['sealed-1']);
    expect(await countStale(opened.database, PERSON_TEXTS)).toBeGreaterThan(4);
    for (let after = ''; ;) {
      const step = await opened.database.transaction((tx) => resealSome(tx, PERSON_TEXTS, { after, limit: 2 }));
      if (step === undefined) break;
      after = step.last;
    }
    expect(await countStale(opened.database, PERSON_TEXTS)).toBe(0);
    for (const table of ['resource', 'history']) expect(await opened.owner.query(`select 1 from fhir.${table} where position($1 in content) > 0`, [former])).toEqual([]);
    expect(await getResource(opened.database, 'Patient', 'sealed-1')).toMatchObject(patient);
  });

  test('of an older version are sealed and found by the first start', async () => {
    const content = JSON.stringify({ ...patient, id: 'old-1', identifier: [{ value: '330106197701010019' }] });
    await opened.owner.execute('truncate fhir.sealed_pass');
    await opened.owner.execute(
      `insert into fhir.resource (key, person_key, last_updated, at_low, at_high, version, deleted, resource_type, resource_id, person_id, owner_organisation_id, keys, present, content)
       values (77, 77, now() - interval '1 day', '-infinity', '-infinity', 1, false, 'Patient', 'old-1', 'old-1', 'lead', '{}', '{}', $1)`, [content]);
    expect(await find('Patient?identifier=330106197701010019')).toEqual([]);
    expect(await sealStoredPersons(opened.database, () => undefined)).toBe(1);
    expect(await find('Patient?identifier=330106197701010019')).toEqual(['old-1']);
    const [row] = await opened.owner.query<{ content: string }>("select content from fhir.resource where resource_id = 'old-1'");
    expect(row!.content).not.toContain('330106197701010019');
    expect(await sealStoredPersons(opened.database, () => undefined)).toBe(0);
  });

  test('any text comes back to the letter', async () => {
    const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('y1#0', 'y1#1', '"y1#0"', '\\"y1#0', '","_sealed":"', '","_by":"x"}', '1.10'));
    const person = fc.record({
      resourceType: fc.constant('Patient'), id: fc.constant('p'), name: fc.array(fc.record({ text: value, given: fc.array(value) })),
      identifier: fc.array(fc.record({ value, system: value })), telecom: fc.array(fc.record({ value })), extension: fc.array(fc.record({ url: value, valueDecimal: fc.double({ noNaN: true, noDefaultInfinity: true }) })),
    });
    await fc.assert(fc.asyncProperty(person, async (resource) => {
      const row = { type: 'Patient', id: 'p', content: JSON.stringify(resource) };
      const [sealed] = await sealPersons(opened.database, [row]);
      expect(JSON.parse(sealed!.content)).toMatchObject({ _sealed: expect.stringMatching(/^y1\./) });
      expect((await openPersons(opened.database, [sealed!]))[0]).toEqual(row);
    }), { numRuns: 200 });
  });
});
