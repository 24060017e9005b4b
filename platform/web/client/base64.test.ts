import { expect, test } from 'vitest';
import { base64OfBytes, base64OfFile } from './base64.ts';

test('bytes of every value and more than one chunk come back as they were', async () => {
  const bytes = Uint8Array.from({ length: 70_001 }, (_, at) => at % 256);
  expect(Buffer.from(base64OfBytes(bytes), 'base64').equals(Buffer.from(bytes))).toBe(true);
  expect(await base64OfFile(new Blob([bytes]))).toBe(base64OfBytes(bytes));
  expect(base64OfBytes(new Uint8Array())).toBe('');
});
