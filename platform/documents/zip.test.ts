import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { zipArchive } from './zip.ts';

it('an archive is read by others, names in Chinese and empty files too', async () => {
  const wanted = { '胸部/1.dcm': Buffer.from([1, 2, 3]), 'empty.txt': Buffer.alloc(0), 'long.bin': Buffer.alloc(70_000, 7) };
  const parts: Buffer[] = [];
  for await (const part of zipArchive(Object.entries(wanted).map(([name, body]) => ({ name, read: () => Promise.resolve(body) })))) parts.push(part);
  const { loadAsync } = createRequire(import.meta.url)('jszip') as { loadAsync(data: Buffer, options: object): Promise<{ files: Record<string, { async(kind: 'nodebuffer'): Promise<Buffer> }> }> };
  const { files } = await loadAsync(Buffer.concat(parts), { checkCRC32: true });
  for (const [name, body] of Object.entries(wanted)) expect(await files[name]!.async('nodebuffer')).toEqual(body);
  expect(Object.keys(files).filter((name) => !name.endsWith('/'))).toEqual(Object.keys(wanted));
});
