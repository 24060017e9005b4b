import { expect, it } from 'vitest';
import { blocksIn, bodiesOf } from './receive-block.ts';

const sizes = (blocks: readonly Buffer[]): number[] => blocks.map(({ length }) => length);
const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');

it('a message begun anew leaves what stands before it broken; one whose end stands before the start is whole', () => {
  const { whole, broken } = blocksIn(bytesOf('MSH|one\u000bMSH|two\u001c\r\u000bMSH|three'));
  expect([whole.map(String), broken.map(String)]).toEqual([['MSH|two\u001c\r', 'MSH|three'], ['MSH|one']]);
});

it.each([['broken', '\u000bMSH|'], ['whole', 'MSH|\u001c\r\u000b']])('millions of %s starts in one block are a few rows, and no byte is lost', (_what, start) => {
  const content = bytesOf(`${start.repeat(3_000_000)}\u000bMSH|last`);
  const { whole, broken } = blocksIn(content);
  expect(whole.length + broken.length).toBeLessThan(60);
  expect(String(whole.at(-1))).toBe('MSH|last');
  const all = [...sizes(whole), ...sizes(broken)];
  // The mark before each start belongs to the frame.
  expect(all.reduce((sum, size) => sum + size, 0)).toBe(content.length - (all.length - 1));
});

it('more heads than a batch holds are refused before any is kept', () => {
  expect([...bodiesOf(bytesOf('MSH|^~\\&|A\r'.repeat(10_000)))]).toHaveLength(10_000);
  expect(() => bodiesOf(bytesOf('MSH|^~\\&|A\r'.repeat(200_000))).next()).toThrow('v2.too-large');
});
