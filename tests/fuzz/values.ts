import type { Random } from '#tests/world/random.ts';

/** Text that has broken somebody's system before. */
const ODD_TEXT = [
  '', ' ', '　', '\u0000', 'a\u0000b', '\ud800', '\udc00x', '\ufeff', '\u202e王', '王𠮷𬱖', '古丽·买买提', '１４０／９０', '140/90', '1e400', '-0', 'NaN', 'null', 'undefined', 'true', '[]', '{}', '__proto__',
  'constructor', '../../etc/passwd', '..%2f..%2f', '%', '%00', '%zz', '%_\\', "'; drop table fhir.resource; --", '$1', '{{7*7}}', '<script>alert(1)</script>', '&amp;lol;', '2026-02-31', '2026-13-01', '0000-00-00', '9999-12-31',
  '2026-11-22T25:61:00Z', '99012119710304102X', '110101500101001', '９９０１２１', 'Patient/', 'Patient/1/_history/', 'urn:uuid:x', 'http://127.0.0.1:1/', 'file:///etc/passwd', '|', '||', '\\|', '\\', ',', '$', '*', '#', '?', 'é', 'ﬁ', 'İ', 'ß', '🏥',
  'a'.repeat(70), '医'.repeat(3000), '9'.repeat(400), '('.repeat(300), 'a'.repeat(40) + '!',
] as const;

const ODD_NUMBERS = [0, -1, 1, 0.1, 1.5, -0, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 2 ** 63, 1e21, 1e-9, 1e308, 500, 501, 100_000] as const;

export const oddText = (random: Random): string => random.pick(ODD_TEXT);

/** Any JSON value, mostly odd, never deep. */
export function oddValue(random: Random, depth = 0): unknown {
  const kind = random.int(0, depth > 2 ? 5 : 8);
  if (kind <= 2) return oddText(random);
  if (kind === 3) return random.pick(ODD_NUMBERS);
  if (kind === 4) return random.chance(0.5);
  if (kind === 5) return null;
  if (kind === 6) return Array.from({ length: random.int(0, 4) }, () => oddValue(random, depth + 1));
  return Object.fromEntries(Array.from({ length: random.int(0, 4) }, () => [random.pick(['id', 'value', 'extension', 'resourceType', 'constructor', oddText(random)]), oddValue(random, depth + 1)]));
}

type Container = Record<string | number, unknown>;

/** Every place inside a JSON value, by its container and key. */
function placesOf(value: unknown, found: { container: Container; key: string | number }[] = []): { container: Container; key: string | number }[] {
  if (typeof value !== 'object' || value === null) return found;
  const container = value as Container;
  for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
    found.push({ container, key });
    placesOf(container[key], found);
  }
  return found;
}

/** A copy with one to four places changed: replaced, taken away, doubled, wrapped or swapped with another place. */
export function mutate<Value>(random: Random, value: Value): Value {
  const copy = structuredClone(value);
  for (let times = random.int(1, 4); times > 0; times -= 1) {
    const places = placesOf(copy);
    if (places.length === 0) return copy;
    const { container, key } = random.pick(places);
    const other = random.pick(places);
    const change = random.int(0, 5);
    if (change <= 1) container[key] = oddValue(random);
    else if (change === 2) removeFrom(container, key);
    else if (change === 3) container[key] = [container[key], structuredClone(container[key])];
    else if (change === 4) container[key] = { value: container[key] };
    else container[key] = structuredClone(other.container[other.key]);
  }
  return copy;
}

function removeFrom(container: Container, key: string | number): void {
  if (Array.isArray(container)) container.splice(Number(key), 1);
  else delete container[key];
}

/** A text with pieces cut out, doubled, flipped or put in; never much longer than it was. */
export function mutateText(random: Random, text: string): string {
  let changed = text;
  for (let times = random.int(1, 5); times > 0; times -= 1) {
    const from = random.int(0, Math.max(0, changed.length - 1));
    const until = Math.min(changed.length, from + random.int(1, 30));
    const kind = random.int(0, 4);
    if (kind === 0) changed = changed.slice(0, from) + changed.slice(until);
    else if (kind === 1) changed = changed.slice(0, until) + changed.slice(from);
    else if (kind === 2) changed = changed.slice(0, from) + oddText(random) + changed.slice(from);
    else if (kind === 3) changed = changed.slice(0, from) + String.fromCharCode((changed.charCodeAt(from) || 32) ^ (1 << random.int(0, 6))) + changed.slice(from + 1);
    else changed = changed.slice(0, from);
  }
  return changed;
}
