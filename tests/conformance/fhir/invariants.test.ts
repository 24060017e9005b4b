import { describe, expect, test } from 'vitest';
import { compileCondition, type Condition } from '#fhir/fhirpath/compile.ts';
import { openPathEngine } from '#fhir/fhirpath/evaluate.ts';
import { PathUnsupported } from '#fhir/fhirpath/parse.ts';
import { eachItem } from '#fhir/profiles/items.ts';
import { invariantLines } from '#fhir/types/invariants.gen.ts';
import { hasFhirData, listFiles, readLines } from '../shared-data.ts';

interface Rule {
  readonly key: string;
  readonly expression: string;
  readonly compiled: Condition;
}

const rules = new Map<string, Rule[]>();
let left = 0;
for (const line of invariantLines) {
  const [path, rows] = JSON.parse(line) as [string, [string, string, string, string][]];
  for (const [key, , expression] of rows) {
    try {
      rules.set(path, [...(rules.get(path) ?? []), { key, expression, compiled: compileCondition(expression, path) }]);
    } catch (error) {
      if (!(error instanceof PathUnsupported)) throw error;
      left += 1;
    }
  }
}

describe.skipIf(!hasFhirData)('compiled invariants', () => {
  test('agree with the interpreting engine on every element of every HL7 example', async () => {
    const engine = await openPathEngine();
    const different: string[] = [];
    let count = 0;
    for (const file of listFiles('hl7-r4-examples')) {
      for (const example of readLines('hl7-r4-examples', file)) {
        eachItem({ value: example, type: 'Resource', path: example.resourceType }, (item, resource) => {
          for (const { key, expression, compiled } of rules.get(item.type) ?? []) {
            if (item.value === undefined) continue;
            const variables = { resource, rootResource: example, context: item.value };
            const base = item.type === (resource as { resourceType: string }).resourceType ? {} : { base: item.type };
            const expected = engine.holds(expression, { context: item.value, variables, ...base });
            count += 1;
            if (compiled(item.value, resource) !== expected) different.push(`${example.resourceType}/${example.id} ${item.path} ${key}: expected ${expected}`);
          }
        });
      }
    }
    console.log(`invariants: ${count - different.length} agreed, ${different.length} disagreed, ${left} rules left to the engine`);
    console.log(different.slice(0, 30).join('\n'));
    expect(different).toEqual([]);
  }, 120_000);
});
