import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { bytesOf, rowFrom, splitRows } from './content-rows.ts';

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
  it('are told from other messages, in order, wherever the stream is cut', () => {
    const stream = Buffer.concat([message('2', Buffer.alloc(0)), rowMessage(['一', '{"a":"医"}', '7', null]), rowMessage(['', '', '8', null]), message('C', Buffer.from('SELECT 2\0')), message('Z', Buffer.from('I'))]);
    for (let cut = 1; cut < stream.length; cut += 1) {
      const [connection, others, seen] = [new EventEmitter(), new EventEmitter(), [] as string[]];
      connection.on('dataRow', ({ fields, message: row }: { fields: readonly (string | null)[]; message: Buffer }) => {
        const { version, ...rest } = rowFrom(row, COLUMNS) as { version: number; content: string };
        seen.push(`row ${fields.join('|')} ${version} ${rest.content ?? ''}`);
        const given = rowFrom(row, COLUMNS) as { content: string };
        expect(given.content).toBe(fields[1]);
        expect(bytesOf(given)?.toString('utf8')).toBe(fields[1]);
      });
      others.on('data', (chunk: Buffer) => seen.push(`others ${chunk.toString('latin1').replace(/[^A-Z0-9a-z]/g, '')}`));
      const split = splitRows(connection, others);
      split(stream.subarray(0, cut));
      split(stream.subarray(cut));
      expect(seen.filter((each) => each.startsWith('row'))).toEqual(['row 一|{"a":"医"}|7| 7 ', 'row ||8| 8 ']);
      expect(seen.filter((each) => each.startsWith('others')).map((each) => each.slice(7)).join('')).toBe('2CSELECT2ZI');
      expect(seen.findIndex((each) => each.startsWith('row'))).toBeGreaterThan(seen.indexOf('others 2'));
    }
  });

  it('lose their bytes when they are copied, so that nothing goes out beside a change', () => {
    const row = rowFrom(rowMessage(['a', '{"secret":1}', '1', null]), COLUMNS) as { content: string };
    expect(bytesOf({ ...row, content: '{}' })).toBeUndefined();
    expect(bytesOf({ content: '{}' })).toBeUndefined();
  });
});
