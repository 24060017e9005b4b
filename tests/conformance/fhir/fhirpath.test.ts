import { describe, expect, test } from 'vitest';
import { openPathEngine, type PathEngine, type PathItem } from '#fhir/fhirpath/evaluate.ts';
import { parseFhirXml } from '#fhir/xml/read-xml.ts';
import { hasFhirData, readJson, readText } from '../shared-data.ts';

interface PathCase {
  readonly group: string;
  readonly name: string;
  readonly expression: string;
  readonly inputfile?: string;
  readonly invalid?: string;
  readonly mode?: string;
  readonly predicate?: boolean;
  readonly outputs: readonly { readonly type: string | null; readonly value: string }[];
}

/** Not to get worse: cases that agreed when this was last improved. */
const AGREED_MIN = 529;

const cases = hasFhirData ? readJson<PathCase[]>('fhirpath-r4', 'tests.json') : [];

const inputs = new Map<string, unknown>();

function inputOf(name: string): unknown {
  if (!inputs.has(name)) {
    inputs.set(name, name.endsWith('.xml') ? parseFhirXml(readText('fhirpath-r4', 'input', name)) : readJson('fhirpath-r4', 'input', name));
  }
  return inputs.get(name);
}

const shortType = (type: string): string => type.replace(/^(FHIR|System)\./, '').toLowerCase();

function isEqual(item: PathItem | undefined, { type, value }: { type: string | null; value: string }): boolean {
  if (!item) return false;
  if (type !== null && shortType(item.type) !== type.toLowerCase()) return false;
  const text = typeof item.value === 'object' ? JSON.stringify(item.value) : String(item.value);
  return text === value.replace(/^@T?/, '') || (typeof item.value === 'number' && Number(value) === item.value);
}

/** Nothing when the case agrees, otherwise what came instead. */
function disagreement(engine: PathEngine, each: PathCase): string | undefined {
  const context = each.inputfile === undefined ? {} : inputOf(each.inputfile);
  let items: PathItem[];
  try {
    items = engine.evaluate(each.expression, { context, isStrict: each.mode === 'strict', variables: { resource: context, rootResource: context, context } });
  } catch (error) {
    return each.invalid === undefined ? `failed: ${String(error).slice(0, 120)}` : undefined;
  }
  const shown = JSON.stringify(items).slice(0, 160);
  if (each.invalid !== undefined) return `should be refused (${each.invalid}), gave ${shown}`;
  if (each.predicate === true) return String(items.length > 0) === each.outputs[0]?.value ? undefined : `gave ${shown}`;
  const isSame = items.length === each.outputs.length && each.outputs.every((output, index) => isEqual(items[index], output));
  return isSame ? undefined : `expected ${JSON.stringify(each.outputs).slice(0, 160)}, gave ${shown}`;
}

describe.skipIf(!hasFhirData)('FHIRPath cases of FHIR/fhir-test-cases', () => {
  test('agreement does not get worse', async () => {
    const engine = await openPathEngine();
    const failures = cases.flatMap((each) => {
      const reason = disagreement(engine, each);
      return reason === undefined ? [] : [`${each.group}/${each.name}: ${each.expression.replace(/\s+/g, ' ')} — ${reason}`];
    });
    const agreed = cases.length - failures.length;
    console.log(`fhirpath-r4: ${agreed} agreed, ${failures.length} disagreed, 0 unsupported`);
    console.log(failures.join('\n'));
    expect(agreed).toBeGreaterThanOrEqual(AGREED_MIN);
  });
});
