import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Slabs, splitRows, tellApart, type RowConnection } from './row-stream.ts';

const message = (kind: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.write(kind, 'latin1');
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const rowMessage = (value: string): Buffer => {
  const head = Buffer.alloc(6);
  head.writeInt16BE(1);
  head.writeInt32BE(Buffer.byteLength(value), 2);
  return message('D', Buffer.concat([head, Buffer.from(value)]));
};
const STREAM = Buffer.concat([message('2', Buffer.alloc(0)), rowMessage('一'), rowMessage(''), message('C', Buffer.from('SELECT 2\0')), rowMessage('医'), message('Z', Buffer.from('I'))]);

/** What reaches whom, in order. */
function listen(hasTaker: boolean): { connection: RowConnection; others: EventEmitter; seen: string[] } {
  const [connection, others, seen] = [new EventEmitter() as RowConnection, new EventEmitter(), [] as string[]];
  connection.on('dataRow', ({ fields }: { fields: readonly (string | null)[] }) => seen.push(`row ${fields.join('|')}`));
  others.on('data', (chunk: Buffer) => seen.push(...chunk.toString('latin1').replace(/[^A-Z]/g, '')));
  if (hasTaker) {
    connection.rowTaker = {
      takeRow: (data, start) => seen.push(`taken ${data.toString('utf8', start + 11, start + 11 + data.readInt32BE(start + 7))}`),
      takeEnd: () => seen.push('end'),
    };
  }
  return { connection, others, seen };
}
const DRIVER = ['row 一', 'row ', ...'CSELECT', 'row 医', ...'ZI'];
const TAKER = ['taken 一', 'taken ', 'end', 'taken 医', ...'ZI'];

describe('messages of PostgreSQL', () => {
  it.each([{ hasTaker: false, expected: DRIVER }, { hasTaker: true, expected: TAKER }])('are told apart in their order, wherever a stream is cut (taker: $hasTaker)', ({ hasTaker, expected }) => {
    for (let cut = 1; cut < STREAM.length; cut += 1) {
      const { connection, others, seen } = listen(hasTaker);
      const split = splitRows(connection, others);
      split(STREAM.subarray(0, cut));
      split(STREAM.subarray(cut));
      expect(seen).toEqual(expected);
    }
  });

  const long = (bytes: number): string => '医a'.repeat(Math.ceil(bytes / 4));
  const TEXTS = [['', 'a', long(1_400)], Array.from({ length: 21 }, (_, index) => long(1_200 + index * 37)), [long(70_000), 'b', long(200_000), 'c'], Array.from({ length: 400 }, (_, index) => `r${index}`)];
  const READS = [[1, 8_192], [8_192], [3, 5, 70_000], [4, 4, 4, 16_384], [70_000]];

  it.each(TEXTS.flatMap((texts) => READS.map((reads) => ({ texts, reads, count: texts.length }))))('$count of them lie whole in one piece of memory in reads of $reads bytes, and stay as they were', ({ texts, reads }) => {
    const stream = Buffer.concat(texts.flatMap((each) => [rowMessage(each), message('C', Buffer.from('SELECT 1\0'))]));
    const rows: Buffer[] = [];
    const connection = new EventEmitter() as RowConnection;
    let ends = 0;
    connection.rowTaker = { takeRow: (data, start) => rows.push(data.subarray(start + 11, start + 11 + data.readInt32BE(start + 7))), takeEnd: () => (ends += 1) };
    const slabs = new Slabs((data, place) => tellApart(data, place, { connection, others: new EventEmitter() }));
    for (let [at, turn] = [0, 0]; at < stream.length; turn += 1) {
      const room = slabs.room();
      const bytes = Math.min(reads[turn % reads.length]!, room.length, stream.length - at);
      stream.copy(room, 0, at, at + bytes);
      slabs.filled(bytes);
      at += bytes;
    }
    expect(ends).toBe(texts.length);
    expect(rows.map((row) => row.toString('utf8')).every((row, index) => row === texts[index])).toBe(true);
    expect(rows).toHaveLength(texts.length);
  });
});
