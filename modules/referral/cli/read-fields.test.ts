import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readFields } from './read-fields.ts';

test('fields come as JSON, from a file, or not at all', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'referral-')), 'fields.json');
  writeFileSync(file, '{"note":"好"}');
  expect(readFields(undefined)).toEqual({});
  expect(readFields('{"priority":"urgent"}')).toEqual({ priority: 'urgent' });
  expect(readFields(`@${file}`)).toEqual({ note: '好' });
  expect(() => readFields('[1]')).toThrow('JSON');
});
