/** What a form leaves empty is not sent: no empty text, no empty list line, no empty group. */
export function withoutBlanks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutBlanks).filter((each) => each !== undefined);
  if (value === null || value === '' || value === undefined) return undefined;
  if (typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, each]) => [key, withoutBlanks(each)] as const).filter(([, each]) => each !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
