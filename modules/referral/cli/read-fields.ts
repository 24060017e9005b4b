import { readFileSync } from 'node:fs';

/** Fields of an operation as given on the command line: JSON, or `@file` that holds it. */
export function readFields(given: string | undefined): Record<string, unknown> {
  if (given === undefined) return {};
  const text = given.startsWith('@') ? readFileSync(given.slice(1), 'utf8') : given;
  const value: unknown = JSON.parse(text);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Error('--fields 应为 JSON 对象 · must be a JSON object');
  return value as Record<string, unknown>;
}
