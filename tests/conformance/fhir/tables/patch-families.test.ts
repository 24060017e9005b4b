import { expect, test } from 'vitest';
import { markLiterals, parseFhirJson, printFhirJson } from '#fhir/types/decimal-json.ts';
import type { Parameters } from '#fhir/types/resources.gen.ts';
import { applyFhirPathPatch } from '#fhir/interactions/patch/fhirpath-patch.ts';
import { applyJsonPatch } from '#fhir/interactions/patch/json-patch.ts';
import { applied } from '#fhir/interactions/patch/patch-resource.ts';
import { Problem } from '#platform/kernel/problem.ts';

/** What a patch makes of a document, as JSON text; `patch[n]` where it is refused, naming the operation. */
function outcome(run: () => unknown): string {
  try {
    const result: unknown = run();
    if (typeof result === 'object' && result !== null) markLiterals(result);
    return printFhirJson(result as object);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return `refused at ${(error.details as readonly { path: string }[] | undefined)?.[0]?.path ?? '?'}`;
  }
}

/** RFC 6902 and RFC 6901, each operation with every kind of place. */
const JSON_PATCHES: readonly (readonly [document: string, patch: string, answer: string])[] = [
  // add: members, positions, the end, the root, values of every kind
  ['{"a":1}', '[{"op":"add","path":"/b","value":{"c":[1]}}]', '{"a":1,"b":{"c":[1]}}'], ['{"a":[1,3]}', '[{"op":"add","path":"/a/1","value":2}]', '{"a":[1,2,3]}'], ['{"a":[]}', '[{"op":"add","path":"/a/0","value":1}]', '{"a":[1]}'],
  ['{"a":[1]}', '[{"op":"add","path":"/a/1","value":2}]', '{"a":[1,2]}'], ['{"a":[1]}', '[{"op":"add","path":"/a/-","value":[2]}]', '{"a":[1,[2]]}'], ['{"a":[1]}', '[{"op":"add","path":"/a/2","value":2}]', 'refused at patch[0]'],
  ['{"a":1}', '[{"op":"add","path":"","value":[1]}]', '[1]'], ['{"a":1}', '[{"op":"add","path":"/a","value":2}]', '{"a":2}'], ['{}', '[{"op":"add","path":"/-","value":1}]', '{"-":1}'], ['{"a":{}}', '[{"op":"add","path":"/a/","value":1}]', '{"a":{"":1}}'],
  ['{}', '[{"op":"add","path":"/a~1b~0c","value":1}]', '{"a/b~c":1}'], ['{}', '[{"op":"add","path":"/a~2","value":1}]', 'refused at patch[0]'], ['{}', '[{"op":"add","path":"/a~","value":1}]', 'refused at patch[0]'], ['{}', '[{"op":"add","path":"/~01","value":1}]', '{"~1":1}'],
  ['{"a":[[1]]}', '[{"op":"add","path":"/a/0/0","value":0}]', '{"a":[[0,1]]}'], ['{"a":[1]}', '[{"op":"add","path":"/a/b","value":1}]', 'refused at patch[0]'], ['{"a":[1]}', '[{"op":"add","path":"/a/+1","value":1}]', 'refused at patch[0]'], ['{"a":[1]}', '[{"op":"add","path":"/a/00","value":1}]', 'refused at patch[0]'],
  ['{"a":[1]}', '[{"op":"add","path":"/a/ 0","value":1}]', 'refused at patch[0]'], ['{"a":[1]}', '[{"op":"add","path":"/a/","value":1}]', 'refused at patch[0]'], ['{"a":null}', '[{"op":"add","path":"/a/b","value":1}]', 'refused at patch[0]'], ['{}', '[{"op":"add","path":"/a/b","value":1}]', 'refused at patch[0]'],
  ['{"中":1}', '[{"op":"add","path":"/中","value":"文"}]', '{"中":"文"}'], ['{}', '[{"op":"add","path":"/a","value":1.50}]', '{"a":1.50}'], ['{}', '[{"op":"add","path":"/__proto__","value":{"x":1}}]', '{"__proto__":{"x":1}}'], ['{}', '[{"op":"add","path":"/constructor","value":1}]', '{"constructor":1}'],
  ['{"a":1}', '[{"op":"add","path":"/b","value":false},{"op":"add","path":"/c","value":""},{"op":"add","path":"/d","value":0}]', '{"a":1,"b":false,"c":"","d":0}'], ['{}', '[{"op":"add","path":"/a","value":1,"extra":true}]', '{"a":1}'],
  // remove
  ['{"a":[1,2,3]}', '[{"op":"remove","path":"/a/0"}]', '{"a":[2,3]}'], ['{"a":[1,2,3]}', '[{"op":"remove","path":"/a/3"}]', 'refused at patch[0]'], ['{"a":1}', '[{"op":"remove","path":"/b"}]', 'refused at patch[0]'], ['{"a":null}', '[{"op":"remove","path":"/a"}]', '{}'],
  ['{"a":1}', '[{"op":"remove","path":"/a"},{"op":"remove","path":"/a"}]', 'refused at patch[1]'], ['{"a":[1,2,3]}', '[{"op":"remove","path":"/a/0"},{"op":"remove","path":"/a/0"}]', '{"a":[3]}'], ['{"a":{"b":{"c":1}}}', '[{"op":"remove","path":"/a/b/c"}]', '{"a":{"b":{}}}'],
  ['{}', '[{"op":"remove","path":"/toString"}]', 'refused at patch[0]'], ['{"a":"xyz"}', '[{"op":"remove","path":"/a/0"}]', 'refused at patch[0]'], ['{"a":[1]}', '[{"op":"remove","path":"/a/length"}]', 'refused at patch[0]'],
  // replace
  ['{"a":[1,2]}', '[{"op":"replace","path":"/a/1","value":3}]', '{"a":[1,3]}'], ['{"a":[1,2]}', '[{"op":"replace","path":"/a/2","value":3}]', 'refused at patch[0]'], ['{"a":1}', '[{"op":"replace","path":"/a","value":null}]', '{"a":null}'], ['{"a":null}', '[{"op":"replace","path":"/a","value":1}]', '{"a":1}'],
  ['{"a":1}', '[{"op":"replace","path":""}]', 'refused at patch[0]'], ['{"a":1}', '[{"op":"replace","path":"","value":{"b":2}}]', '{"b":2}'], ['{"a":1.0}', '[{"op":"replace","path":"/a","value":2.00}]', '{"a":2.00}'], ['{"a":{"b":1}}', '[{"op":"replace","path":"/a","value":[]}]', '{"a":[]}'],
  // move
  ['{"a":1}', '[{"op":"move","from":"/a","path":"/b"}]', '{"b":1}'], ['{"a":[1,2,3]}', '[{"op":"move","from":"/a/0","path":"/a/2"}]', '{"a":[2,3,1]}'], ['{"a":[1,2,3]}', '[{"op":"move","from":"/a/2","path":"/a/0"}]', '{"a":[3,1,2]}'], ['{"a":[1,2,3]}', '[{"op":"move","from":"/a/0","path":"/a/-"}]', '{"a":[2,3,1]}'],
  ['{"a":[1,2,3]}', '[{"op":"move","from":"/a/0","path":"/a/3"}]', 'refused at patch[0]'], ['{"a":{"b":1},"c":{}}', '[{"op":"move","from":"/a/b","path":"/c/d"}]', '{"a":{},"c":{"d":1}}'], ['{"a":{"b":{}}}', '[{"op":"move","from":"/a","path":"/a/b/c"}]', 'refused at patch[0]'],
  ['{"a":1,"ab":{}}', '[{"op":"move","from":"/a","path":"/ab/c"}]', '{"ab":{"c":1}}'], ['{"a":1}', '[{"op":"move","from":"/b","path":"/c"}]', 'refused at patch[0]'], ['{"a":{"b":1}}', '[{"op":"move","from":"/a/b","path":"/a"}]', '{"a":1}'], ['{"a":{"b":1}}', '[{"op":"move","from":"/a/b","path":""}]', '1'],
  ['{"a":1}', '[{"op":"move","from":"","path":"/b"}]', 'refused at patch[0]'], ['{"a":1.50}', '[{"op":"move","from":"/a","path":"/b"}]', '{"b":1.50}'], ['{"a":1,"b":2}', '[{"op":"move","from":"/a","path":"/b"}]', '{"b":1}'], ['{"a":[[1,2],[3]]}', '[{"op":"move","from":"/a/0","path":"/a/0/0"}]', 'refused at patch[0]'],
  // copy
  ['{"a":{"b":1}}', '[{"op":"copy","from":"/a","path":"/c"},{"op":"replace","path":"/c/b","value":2}]', '{"a":{"b":1},"c":{"b":2}}'], ['{"a":[1]}', '[{"op":"copy","from":"/a/0","path":"/a/-"}]', '{"a":[1,1]}'], ['{"a":1}', '[{"op":"copy","from":"","path":"/b"}]', '{"a":1,"b":{"a":1}}'],
  ['{"a":{"b":1}}', '[{"op":"copy","from":"/a","path":"/a/c"}]', '{"a":{"b":1,"c":{"b":1}}}'], ['{"a":1.50}', '[{"op":"copy","from":"/a","path":"/b"}]', '{"a":1.50,"b":1.50}'], ['{"a":{"b":1.50}}', '[{"op":"copy","from":"/a","path":"/c"}]', '{"a":{"b":1.50},"c":{"b":1.50}}'], ['{"a":1}', '[{"op":"copy","path":"/b"}]', 'refused at patch[0]'],
  // test
  ['{"a":{"b":1,"c":[1,2]}}', '[{"op":"test","path":"/a","value":{"c":[1,2],"b":1}}]', '{"a":{"b":1,"c":[1,2]}}'], ['{"a":[1,2]}', '[{"op":"test","path":"/a","value":[2,1]}]', 'refused at patch[0]'], ['{"a":1}', '[{"op":"test","path":"/a","value":1.0}]', '{"a":1}'], ['{"a":1.50}', '[{"op":"test","path":"/a","value":1.5}]', '{"a":1.50}'],
  ['{"a":100}', '[{"op":"test","path":"/a","value":1e2}]', '{"a":100}'], ['{"a":"1"}', '[{"op":"test","path":"/a","value":1}]', 'refused at patch[0]'], ['{"a":null}', '[{"op":"test","path":"/a","value":false}]', 'refused at patch[0]'], ['{"a":{}}', '[{"op":"test","path":"/a","value":[]}]', 'refused at patch[0]'],
  ['{}', '[{"op":"test","path":"/a","value":null}]', 'refused at patch[0]'], ['{"a":"é"}', '[{"op":"test","path":"/a","value":"e\\u0301"}]', 'refused at patch[0]'], ['{"a":1}', '[{"op":"test","path":"/a"}]', 'refused at patch[0]'], ['{"a":{"b":null}}', '[{"op":"test","path":"/a","value":{}}]', 'refused at patch[0]'],
  ['{"a":[1]}', '[{"op":"test","path":"/a/-","value":1}]', 'refused at patch[0]'], ['{"a":true}', '[{"op":"test","path":"/a","value":1}]', 'refused at patch[0]'], ['{"a":[{"b":1}]}', '[{"op":"test","path":"/a/0/b","value":1}]', '{"a":[{"b":1}]}'], ['{"a":0.1}', '[{"op":"test","path":"/a","value":0.10}]', '{"a":0.1}'],
  // the patch itself, several operations, what fails names its place
  ['{"a":1}', '[]', '{"a":1}'], ['{"a":1}', '[1]', 'refused at patch[0]'], ['{"a":1}', '["remove"]', 'refused at patch[0]'], ['{"a":1}', '[[]]', 'refused at patch[0]'], ['{"a":1}', '[{}]', 'refused at patch[0]'], ['{"a":1}', '[{"op":"ADD","path":"/b","value":1}]', 'refused at patch[0]'],
  ['{"a":1}', '[{"op":"add","path":1,"value":1}]', 'refused at patch[0]'], ['{"a":1}', '[{"op":"add","path":null,"value":1}]', 'refused at patch[0]'], ['{"a":1}', '[{"op":"add","path":"#/b","value":1}]', 'refused at patch[0]'], ['{"a":1}', '[{"op":"add","path":["b"],"value":1}]', 'refused at patch[0]'],
  ['{"a":1}', '[{"op":"add","path":"/b","value":1},{"op":"test","path":"/b","value":2},{"op":"remove","path":"/a"}]', 'refused at patch[1]'], ['{"a":1}', '[{"op":"remove","path":"/a"},{"op":"add","path":"/a","value":2},{"op":"copy","from":"/a","path":"/b"},{"op":"move","from":"/b","path":"/c"}]', '{"a":2,"c":2}'],
  ['{"a":1}', '[{"op":"move","from":"a","path":"/b"}]', 'refused at patch[0]'], ['{"a":1}', '[{"op":"copy","from":1,"path":"/b"}]', 'refused at patch[0]'], ['{"a":{"b":[{"c":[0,1]}]}}', '[{"op":"replace","path":"/a/b/0/c/1","value":9}]', '{"a":{"b":[{"c":[0,9]}]}}'],
];

test.each(JSON_PATCHES)('%s by %s', (document, patch, answer) => {
  expect(outcome(() => applyJsonPatch(parseFhirJson(document), parseFhirJson(patch)))).toBe(answer);
});

interface Given {
  readonly type?: string;
  readonly path?: string;
  readonly name?: string;
  readonly index?: number;
  readonly source?: number;
  readonly destination?: number;
  readonly value?: object;
}

/** One operation as Parameters. */
const operation = ({ type, path, name, value, ...places }: Given): object => ({
  name: 'operation',
  part: [
    ...(type === undefined ? [] : [{ name: 'type', valueCode: type }]), ...(path === undefined ? [] : [{ name: 'path', valueString: path }]), ...(name === undefined ? [] : [{ name: 'name', valueString: name }]),
    ...Object.entries(places).map(([part, valueInteger]) => ({ name: part, valueInteger })), ...(value === undefined ? [] : [{ name: 'value', ...value }]),
  ],
});

const PERSON = '"resourceType":"Patient"';
const REFUSED = 'refused at Parameters.parameter[0]';
const PATHS: readonly (readonly [resource: string, operations: readonly Given[], answer: string])[] = [
  // add: to one element; to none, to several, what is there, what is no element
  ['{}', [{ type: 'add', path: 'Patient', name: 'birthDate', value: { valueDate: '2020' } }], '{"birthDate":"2020"}'], ['{"name":[{"family":"王"}]}', [{ type: 'add', path: 'Patient.name', name: 'given', value: { valueString: '小' } }], '{"name":[{"family":"王","given":["小"]}]}'],
  ['{"name":[{"given":["小"]}]}', [{ type: 'add', path: 'Patient.name[0]', name: 'given', value: { valueString: '明' } }], '{"name":[{"given":["小","明"]}]}'], ['{}', [{ type: 'add', path: 'Patient.name', name: 'given', value: { valueString: '小' } }], REFUSED],
  ['{"name":[{"family":"王"},{"family":"李"}]}', [{ type: 'add', path: 'Patient.name', name: 'use', value: { valueCode: 'usual' } }], REFUSED], ['{"name":[{"family":"王"},{"family":"李"}]}', [{ type: 'add', path: "Patient.name.where(family = '李')", name: 'use', value: { valueCode: 'usual' } }], '{"name":[{"family":"王"},{"family":"李","use":"usual"}]}'],
  ['{"active":true}', [{ type: 'add', path: 'Patient', name: 'active', value: { valueBoolean: false } }], REFUSED], ['{}', [{ type: 'add', path: 'Patient', name: 'nothing', value: { valueBoolean: false } }], REFUSED], ['{}', [{ type: 'add', path: 'Patient', name: 'active' }], REFUSED], ['{}', [{ type: 'add', path: 'Patient', value: { valueBoolean: true } }], REFUSED],
  ['{}', [{ type: 'add', path: 'Patient', name: 'contact', value: { part: [{ name: 'name', valueHumanName: { text: '张' } }, { name: 'telecom', valueContactPoint: { value: '1' } }, { name: 'telecom', valueContactPoint: { value: '2' } }] } }], '{"contact":[{"name":{"text":"张"},"telecom":[{"value":"1"},{"value":"2"}]}]}'],
  ['{}', [{ type: 'add', path: 'Patient', name: 'contact', value: { part: [{ name: 'nothing', valueString: 'x' }] } }], REFUSED], ['{}', [{ type: 'add', path: 'Patient', name: 'multipleBirth', value: { valueInteger: 2 } }], '{"multipleBirthInteger":2}'], ['{}', [{ type: 'add', path: 'Patient', name: 'multipleBirth', value: { valueBoolean: true } }], '{"multipleBirthBoolean":true}'],
  ['{"multipleBirthInteger":2}', [{ type: 'add', path: 'Patient', name: 'multipleBirth', value: { valueBoolean: true } }], REFUSED], ['{}', [{ type: 'add', path: 'Patient', name: 'multipleBirth', value: { valueString: 'x' } }], REFUSED], ['{}', [{ type: 'add', path: 'Patient', name: 'birthDate', value: { _valueDate: { extension: [{ url: 'u:x', valueString: 'y' }] } } }], '{"_birthDate":{"extension":[{"url":"u:x","valueString":"y"}]}}'],
  // insert
  ['{"name":[{"given":["a","c"]}]}', [{ type: 'insert', path: 'Patient.name.given', index: 1, value: { valueString: 'b' } }], '{"name":[{"given":["a","b","c"]}]}'], ['{"name":[{"given":["a"]}]}', [{ type: 'insert', path: 'Patient.name.given', index: 2, value: { valueString: 'b' } }], REFUSED], ['{"name":[{"given":["a"]}]}', [{ type: 'insert', path: 'Patient.name.given', index: -1, value: { valueString: 'b' } }], REFUSED],
  ['{"name":[{"given":["a"]}]}', [{ type: 'insert', path: 'Patient.name.given', value: { valueString: 'b' } }], REFUSED], ['{"name":[{"given":["a"]},{"given":["b"]}]}', [{ type: 'insert', path: 'Patient.name.given', index: 0, value: { valueString: 'c' } }], REFUSED], ['{}', [{ type: 'insert', path: 'Patient.name', index: 0, value: { valueHumanName: { text: '王' } } }], '{"name":[{"text":"王"}]}'],
  ['{}', [{ type: 'insert', path: 'Patient.name', index: 1, value: { valueHumanName: { text: '王' } } }], REFUSED], ['{}', [{ type: 'insert', path: 'Patient.birthDate', index: 0, value: { valueDate: '2020' } }], REFUSED],
  // delete
  ['{"active":true,"gender":"male"}', [{ type: 'delete', path: 'Patient.active' }], '{"gender":"male"}'], ['{"gender":"male"}', [{ type: 'delete', path: 'Patient.active' }], '{"gender":"male"}'], ['{"name":[{"text":"a"},{"text":"b"}]}', [{ type: 'delete', path: 'Patient.name' }], REFUSED], ['{"name":[{"text":"a"},{"text":"b"}]}', [{ type: 'delete', path: 'Patient.name[1]' }], '{"name":[{"text":"a"}]}'],
  ['{"name":[{"text":"a"},{"text":"b"}]}', [{ type: 'delete', path: 'Patient.name[5]' }], '{"name":[{"text":"a"},{"text":"b"}]}'], ['{"active":true}', [{ type: 'delete', path: 'Patient' }], REFUSED], ['{"deceasedBoolean":true}', [{ type: 'delete', path: 'Patient.deceased' }], '{}'], ['{"name":[{"given":["a","b"],"_given":[null,{"id":"x"}]}]}', [{ type: 'delete', path: 'Patient.name.given[1]' }], '{"name":[{"given":["a"]}]}'],
  ['{"name":[{"given":["a","b"],"_given":[null,{"id":"x"}]}]}', [{ type: 'delete', path: 'Patient.name.given[0]' }], '{"name":[{"given":["b"],"_given":[{"id":"x"}]}]}'],
  // replace
  ['{"active":true}', [{ type: 'replace', path: 'Patient.active', value: { valueBoolean: false } }], '{"active":false}'], ['{}', [{ type: 'replace', path: 'Patient.active', value: { valueBoolean: false } }], REFUSED], ['{"name":[{"text":"a"},{"text":"b"}]}', [{ type: 'replace', path: 'Patient.name.text', value: { valueString: 'c' } }], REFUSED], ['{"active":true}', [{ type: 'replace', path: 'Patient.active' }], REFUSED],
  ['{"deceasedBoolean":true}', [{ type: 'replace', path: 'Patient.deceased', value: { valueDateTime: '2020' } }], '{"deceasedDateTime":"2020"}'], ['{"maritalStatus":{"text":"a"}}', [{ type: 'replace', path: 'Patient.maritalStatus', value: { valueCodeableConcept: { text: 'b' } } }], '{"maritalStatus":{"text":"b"}}'], ['{"name":[{"given":["a","b"]}]}', [{ type: 'replace', path: 'Patient.name.given[1]', value: { valueString: 'c' } }], '{"name":[{"given":["a","c"]}]}'],
  // move
  ['{"name":[{"given":["a","b","c"]}]}', [{ type: 'move', path: 'Patient.name.given', source: 0, destination: 2 }], '{"name":[{"given":["b","c","a"]}]}'], ['{"name":[{"given":["a","b","c"]}]}', [{ type: 'move', path: 'Patient.name.given', source: 1, destination: 1 }], '{"name":[{"given":["a","b","c"]}]}'], ['{"name":[{"given":["a","b"]}]}', [{ type: 'move', path: 'Patient.name.given', source: 0, destination: 2 }], REFUSED],
  ['{}', [{ type: 'move', path: 'Patient.name', source: 0, destination: 0 }], REFUSED], ['{"gender":"male"}', [{ type: 'move', path: 'Patient.gender', source: 0, destination: 0 }], REFUSED], ['{"name":[{"given":["a","b"],"_given":[null,{"id":"x"}]}]}', [{ type: 'move', path: 'Patient.name.given', source: 1, destination: 0 }], '{"name":[{"given":["b","a"],"_given":[{"id":"x"},null]}]}'],
  // criteria: an element is true by its value, and one of several is none
  ['{"active":false,"gender":"male"}', [{ type: 'delete', path: 'Patient.where(active).gender' }], '{"active":false,"gender":"male"}'], ['{"active":true,"gender":"male"}', [{ type: 'delete', path: 'Patient.where(active).gender' }], '{"active":true}'],
  ['{"name":[{"given":["a","b"]}]}', [{ type: 'delete', path: 'Patient.name.where(given).given[0]' }], REFUSED], ['{"name":[{"given":["a","b"]}]}', [{ type: 'delete', path: 'Patient.name.where(given.exists()).given[0]' }], '{"name":[{"given":["b"]}]}'],
  // the operation itself
  ['{}', [{ type: 'spam', path: 'Patient' }], REFUSED], ['{}', [{ path: 'Patient.active' }], REFUSED], ['{}', [{ type: 'delete' }], REFUSED], ['{}', [{ type: 'delete', path: 'Patient.' }], REFUSED], ['{}', [{ type: 'delete', path: "Patient.name.matches('a')" }], REFUSED], ['{"active":true}', [{ type: 'delete', path: 'Observation.status' }], '{"active":true}'],
  ['{"active":true}', [{ type: 'delete', path: 'Patient.active' }, { type: 'replace', path: 'Patient.gender', value: { valueCode: 'male' } }], 'refused at Parameters.parameter[1]'], ['{}', [{ type: 'add', path: 'Patient', name: 'name', value: { valueHumanName: { text: 'a' } } }, { type: 'add', path: 'Patient.name', name: 'family', value: { valueString: 'b' } }], '{"name":[{"text":"a","family":"b"}]}'],
];

test.each(PATHS.map(([resource, operations, answer]) => [resource, JSON.stringify(operations), answer] as const))('%s by %s', (resource, operations, answer) => {
  const whole = (text: string) => (text.startsWith('refused') ? text : `{${PERSON}${text === '{}' ? '}' : `,${text.slice(1)}`}`);
  const patch = { resourceType: 'Parameters', parameter: (JSON.parse(operations) as Given[]).map(operation) } as unknown as Parameters;
  expect(outcome(() => applyFhirPathPatch(parseFhirJson(whole(resource)) as Record<string, unknown>, patch))).toBe(whole(answer));
});

test.each([['a text', '"x"'], ['a number', '1'], ['nothing', 'null'], ['a list', '[]'], ['a truth', 'true']])('a patch that makes %s of a resource is refused', (_what, value) => {
  expect(outcome(() => applied({ resourceType: 'Patient' }, parseFhirJson(`[{"op":"replace","path":"","value":${value}}]`)))).toBe('refused at ');
});
