import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyFhirPathPatch } from '#fhir/interactions/patch/fhirpath-patch.ts';
import { isEqual, patchBetween } from '#fhir/operations/diff/patch-between.ts';
import { markLiterals, parseFhirJson, printFhirJson } from '#fhir/types/decimal-json.ts';
import { validatePatch, validateResource } from '#fhir/validation/validate.ts';
import { seededRandom } from '#platform/kernel/random.ts';
import { fhirDataFolder, hasFhirData, listFiles, readText } from '../shared-data.ts';

type Content = Record<string, unknown>;

const texts = hasFhirData ? listFiles('hl7-r4-examples').flatMap((file) => readText('hl7-r4-examples', file).split('\n').filter(Boolean)) : [];
/** Bigger ones have more than a thousand differences, which no patch may have. */
const examples = texts.filter((text) => text.length < 60_000).map((text) => withoutId(parseFhirJson(text) as Content));
const byType = new Map<string, Content[]>();
for (const each of examples) byType.set(String(each.resourceType), [...(byType.get(String(each.resourceType)) ?? []), each]);

function withoutId({ id: _id, ...content }: Content): Content {
  return content;
}

const copy = (content: Content): Content => parseFhirJson(printed(content)) as Content;
function printed(content: Content): string {
  markLiterals(content);
  return printFhirJson(content);
}

/** What the patch, sent as text, makes of the first; undefined when it is the second. */
function failure(from: Content, to: Content): string | undefined {
  const patch = patchBetween(from, to);
  markLiterals(patch);
  const sent = parseFhirJson(printFhirJson(patch)) as typeof patch;
  if ((patch.parameter?.length ?? 0) > 1000) return undefined;
  const invalid = validatePatch(sent);
  if (invalid.length > 0) return `the patch is invalid: ${JSON.stringify(invalid[0])}`;
  try {
    const made = applyFhirPathPatch(copy(from), sent);
    return isEqual(made, to) ? undefined : `made ${printed(made).slice(0, 2000)}`;
  } catch (error) {
    return `${String(error)} ${JSON.stringify((error as { details?: unknown }).details)}`;
  }
}

/** The same content with members taken away, doubled, exchanged or put into another order, where it stays valid. */
function changed(content: Content, next: () => number): Content {
  const result = copy(content);
  const objects: Content[] = [];
  const gather = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (!Array.isArray(value)) objects.push(value as Content);
    for (const inner of Object.values(value)) gather(inner);
  };
  gather(result);
  const holder = objects[Math.floor(next() * objects.length)]!;
  const names = Object.keys(holder).filter((name) => name !== 'resourceType');
  const name = names[Math.floor(next() * names.length)];
  if (name === undefined) return result;
  const value = holder[name];
  if (Array.isArray(value) && !Array.isArray(holder[`_${name}`]) && !name.startsWith('_')) {
    const at = Math.floor(next() * value.length);
    const act = Math.floor(next() * 4);
    if (act === 0 && value.length > 1) value.splice(at, 1);
    else if (act === 1) value.splice(at, 0, structuredClone(value[Math.floor(next() * value.length)]));
    else if (act === 2) value.reverse();
    else value.push(structuredClone(value[at]));
  } else if (typeof value === 'string') holder[name] = `${value}x`;
  else delete holder[name];
  return result;
}

describe.skipIf(!hasFhirData)(`$diff over the examples in ${fhirDataFolder}`, () => {
  test('the patch from any example to the next of its type makes that one', () => {
    const failures: string[] = [];
    let pairs = 0;
    for (const [type, all] of byType) {
      for (const [index, from] of all.entries()) {
        const to = all[(index + 1) % all.length]!;
        pairs += 1;
        const reason = failure(from, to);
        if (reason !== undefined) failures.push(`${type} ${index}: ${reason}`);
      }
    }
    console.log(`$diff: ${pairs - failures.length} of ${pairs} pairs`);
    expect(failures).toEqual([]);
    expect(pairs).toBeGreaterThan(400);
  }, 120_000);

  test('the patch to a resource with random changes makes that resource', () => {
    const valid = examples.filter((each) => validateResource(each).length === 0);
    fc.assert(
      fc.property(fc.nat(valid.length - 1), fc.integer(), fc.integer({ min: 1, max: 5 }), (index, seed, times) => {
        const from = valid[index]!;
        const next = seededRandom(seed);
        let to = from;
        for (let time = 0; time < times; time += 1) {
          const candidate = changed(to, next);
          if (validateResource(candidate).length === 0) to = candidate;
        }
        const reason = failure(from, to);
        if (reason !== undefined) throw new Error(`${String(from.resourceType)} ${index}: ${reason}`);
      }),
      { numRuns: 1500, seed: 20261122 },
    );
  }, 180_000);
});
