import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestFhir, type TestFhir } from '#fhir/interactions/test-fhir.ts';

/** In every object of JavaScript: a table that is asked for them must not answer with a function. */
const WORDS = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__', 'isPrototypeOf'];

const PLACES: readonly ((word: string) => { method?: string; url: string; body?: object })[] = [
  (word) => ({ url: `/Patient?${word}=1` }),
  (word) => ({ url: `/Patient?${word}:${word}=1` }),
  (word) => ({ url: `/Patient?name:${word}=1` }),
  (word) => ({ url: `/Patient?_sort=${word}` }),
  (word) => ({ url: `/Patient?_summary=${word}&_total=${word}` }),
  (word) => ({ url: `/Patient?_summary=${word}` }),
  (word) => ({ url: `/Patient?_elements=${word}` }),
  (word) => ({ url: `/Patient?_include=Patient:${word}&_revinclude=${word}:${word}` }),
  (word) => ({ url: `/Patient?_has:${word}:${word}:${word}=1` }),
  (word) => ({ url: `/Patient?organization.${word}=1` }),
  (word) => ({ url: `/Patient?_format=${word}` }),
  (word) => ({ url: `/Patient?_list=${word}` }),
  (word) => ({ url: `/Patient?_content=${word}` }),
  (word) => ({ url: `/Patient?identifier:of-type=${word}|${word}|1` }),
  (word) => ({ url: `/Observation?value-quantity=1|http://unitsofmeasure.org|${word}` }),
  (word) => ({ url: `/Location?near=1|1|1|${word}` }),
  (word) => ({ url: `/?_type=${word}` }),
  (word) => ({ url: `/${word}` }),
  (word) => ({ url: `/${word}/${word}` }),
  (word) => ({ url: `/${word}/${word}/${word}` }),
  (word) => ({ url: `/Patient/${word}/${word}` }),
  (word) => ({ url: `/Patient/$${word}` }),
  (word) => ({ url: `/Observation/$lastn?${word}=1` }),
  (word) => ({ url: `/ValueSet/$expand?url=${word}&property=${word}` }),
  (word) => ({ url: `/CodeSystem/$lookup?system=${word}&code=${word}&property=${word}` }),
  (word) => ({ url: `/$graphql?query=${encodeURIComponent(`{ ${word} { ${word} } }`)}` }),
  (word) => ({ method: 'POST', url: '/Patient', body: { resourceType: 'Patient', [word]: 'x' } }),
  (word) => ({ method: 'POST', url: `/${word}`, body: { resourceType: word } }),
  (word) => ({ method: 'POST', url: '/Patient', body: { resourceType: 'Patient', extension: [{ url: word, valueString: 'x' }] } }),
  (word) => ({ method: 'POST', url: '/Patient/$validate', body: { resourceType: 'Patient', extension: [{ url: word, valueString: 'x' }], gender: word } }),
  (word) => ({ method: 'POST', url: '/Patient/$validate', body: { resourceType: 'CodeSystem', status: 'draft', content: 'complete', property: [{ code: word, type: word, uri: word }] } }),
  (word) => ({ method: 'POST', url: '/', body: { resourceType: 'Bundle', type: 'batch', entry: [{ request: { method: word, url: `Patient?${word}=1` } }] } }),
  (word) => ({ method: 'POST', url: '/', body: { resourceType: 'Bundle', type: 'batch', entry: [{ request: { method: 'GET', url: `Patient?${word}=1` } }] } }),
  (word) => ({ method: 'PATCH', url: '/Patient/p', body: { resourceType: 'Parameters', parameter: [{ name: 'operation', part: [{ name: 'type', valueCode: word }, { name: 'path', valueString: `Patient.${word}()` }, { name: 'name', valueString: word }] }] } }),
  (word) => ({ method: 'POST', url: '/SearchParameter', body: { resourceType: 'SearchParameter', url: 'http://x.org/p', name: 'P', status: 'active', description: 'x', code: 'p', base: ['Patient'], type: 'string', expression: `Patient.${word}() | %${word}` } }),
];

let fhir: TestFhir;
beforeAll(async () => {
  fhir = await openTestFhir();
  await fhir.send('PUT', '/Patient/p', { body: { resourceType: 'Patient', id: 'p' } });
});
afterAll(() => fhir.close());

test.each(WORDS)('%s is a word like any other, wherever a client can write one', async (word) => {
  const broken: string[] = [];
  for (const place of PLACES) {
    const { method = 'GET', url, body } = place(word);
    const { status } = await fhir.send(method as 'GET', url, body === undefined ? {} : { body });
    if (status >= 500 && status !== 501) broken.push(`${status} ${method} ${url} ${JSON.stringify(body ?? '')}`);
  }
  expect(broken).toEqual([]);
});
