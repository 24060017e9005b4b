import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEntries } from './entries.ts';
import { parcels } from './import.ts';
import { elementSpans, memberSpans, wholeSpan } from './json-spans.ts';

describe('spans of a JSON text', () => {
  it('find every member and element of any JSON value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue()), fc.constantFrom(undefined, 1, '\t'), (object, array, space) => {
        const text = JSON.stringify(object, null, space);
        const members = memberSpans(text, wholeSpan(text));
        const parsed = JSON.parse(text) as Record<string, unknown>;
        expect([...members.keys()].sort()).toEqual(Object.keys(parsed).sort());
        for (const [name, { start, end }] of members) expect(JSON.parse(text.slice(start, end))).toEqual(parsed[name]);
        const list = ` \n${JSON.stringify(array, null, space)} `;
        expect(elementSpans(list, wholeSpan(list)).map(({ start, end }) => JSON.parse(list.slice(start, end)) as unknown)).toEqual(JSON.parse(list));
      }),
    );
  });
});

describe('entries to import', () => {
  const patient = 'urn:uuid:6f1b1a52-1111-4222-8333-944455556666';
  const bundle = `{"resourceType":"Bundle","type":"transaction","entry":[
    {"fullUrl":"${patient}","resource":{"resourceType":"Patient","name":[{"text":"see ${patient}"}]},"request":{"method":"POST","url":"Patient"}},
    {"resource":{"resourceType":"Observation","id":"o1","subject":{"reference" : "${patient}"},"valueQuantity":{"value":1.50}}},
    {"request":{"method":"DELETE","url":"Patient/1"}}
  ]}`;

  it('get the id of their fullUrl, point to each other by it, and keep every other letter', () => {
    const { entries, refused } = readEntries(bundle, 'a.json');
    expect(entries.map(({ type, id }) => `${type}/${id}`)).toEqual(['Patient/6f1b1a52-1111-4222-8333-944455556666', 'Observation/o1']);
    expect(entries[0]!.text).toBe(`{"id":"6f1b1a52-1111-4222-8333-944455556666","resourceType":"Patient","name":[{"text":"see ${patient}"}]}`);
    expect(entries[1]!.text).toContain('"reference" : "Patient/6f1b1a52-1111-4222-8333-944455556666"');
    expect(entries[1]!.text).toContain('"value":1.50');
    expect(refused).toEqual([{ place: 'a.json entry 2', reason: expect.stringContaining('holds no resource') }]);
  });

  it('get the same id each time where they have none', () => {
    const read = () => readEntries('{"resourceType":"Patient","gender":"male"}', 'p.ndjson line 1').entries[0]!;
    expect(read().id).toMatch(/^[0-9a-f]{40}$/);
    expect(read()).toEqual(read());
  });

  it('of a document Bundle are one resource', () => {
    const { entries } = readEntries('{"resourceType":"Bundle","type":"document","id":"d","entry":[]}', 'd.json');
    expect(entries).toMatchObject([{ type: 'Bundle', id: 'd' }]);
  });

  it('of a line of NDJSON are one resource, a Bundle too', () => {
    expect(readEntries(bundle.replaceAll('\n', ''), 'Bundle.ndjson line 1', 'keep').entries).toMatchObject([{ type: 'Bundle' }]);
  });

  it.each(['{', '[1]', 'null', '{"a":1}'])('of %s are none, with the place and the reason', (text) => {
    const { entries, refused } = readEntries(text, 'x.ndjson line 7');
    expect(entries).toEqual([]);
    expect(refused).toMatchObject([{ place: 'x.ndjson line 7' }]);
  });

  it('travel in parcels of limited number and size, never the same resource twice in one', () => {
    const entry = (id: string) => ({ place: id, type: 'Patient', id, text: 'x'.repeat(10) });
    const sizes = (ids: string[], entriesMax: number, bytesMax: number) => parcels(ids.map(entry), entriesMax, bytesMax).map((parcel) => parcel.length);
    expect(sizes(['a', 'b', 'c', 'd', 'e'], 2, 1000)).toEqual([2, 2, 1]);
    expect(sizes(['a', 'b', 'c'], 100, 20)).toEqual([2, 1]);
    expect(sizes(['a', 'b', 'a', 'c'], 100, 1000)).toEqual([2, 2]);
    expect(sizes([], 2, 2)).toEqual([]);
  });
});
