import { describe, expect, it } from 'vitest';
import { bytesOf, rowFrom } from './content-rows.ts';

const message = (kind: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.write(kind, 'latin1');
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const rowMessage = (values: readonly (string | null)[]): Buffer => {
  const count = Buffer.alloc(2);
  count.writeInt16BE(values.length);
  const parts = values.map((value) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(value === null ? -1 : Buffer.byteLength(value));
    return Buffer.concat([length, Buffer.from(value ?? '')]);
  });
  return message('D', Buffer.concat([count, ...parts]));
};
const COLUMNS = ['id', 'content', 'version', 'nothing'].map((name) => ({ name, parse: name === 'version' ? Number : (value: string) => value }));

describe('rows whose content stays bytes', () => {
  it('are read where their message begins', () => {
    const [first, second] = [rowMessage(['一', '{"a":"医"}', '7', null]), rowMessage(['', '', '8', null])];
    const data = Buffer.concat([Buffer.from('before'), first, second]);
    const rows = [6, 6 + first.length].map((start) => rowFrom(data, COLUMNS, start) as { content: string });
    expect(rows.map((row) => [{ ...row }, row.content, bytesOf(row)?.toString('utf8')])).toEqual([
      [{ id: '一', version: 7, nothing: null }, '{"a":"医"}', '{"a":"医"}'],
      [{ id: '', version: 8, nothing: null }, '', ''],
    ]);
  });

  it('lose their bytes when they are copied, so that nothing goes out beside a change', () => {
    const row = rowFrom(rowMessage(['a', '{"secret":1}', '1', null]), COLUMNS) as { content: string };
    expect(bytesOf({ ...row, content: '{}' })).toBeUndefined();
    expect(bytesOf({ content: '{}' })).toBeUndefined();
  });
});
