import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LaneMessages } from './lane-messages.ts';

const word = fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => text.replaceAll('\0', ''));
const value = fc.option(fc.string({ unit: 'binary', maxLength: 60 }).chain((part) => fc.constantFrom(1, 1, 200).map((times) => part.repeat(times))));
const statement = fc.record({ name: word, text: word, values: fc.array(value, { maxLength: 12 }) });

const int16 = (number: number): Buffer => Buffer.from([number >> 8, number & 255]);
const int32 = (number: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(number);
  return bytes;
};

/** Made piece by piece, by the letter of the standard. */
function whole(kind: string, ...pieces: readonly (string | Buffer)[]): Buffer {
  const body = Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
  return Buffer.concat([Buffer.from(kind), int32(body.length + 4), body]);
}
const parse = (name: string, text: string): Buffer => whole('P', `${name}\0${text}\0`, int16(0));
/** Without formats all are texts. */
const bind = (name: string, values: readonly (string | null)[]): Buffer =>
  whole('B', `\0${name}\0`, int16(0), int16(values.length), ...values.flatMap((each) => (each === null ? [int32(-1)] : [int32(Buffer.byteLength(each)), each])), int16(0));
const describePortal = whole('D', 'P\0');
const executeAll = whole('E', '\0', int32(0));
const sync = whole('S');

describe('messages of a lane', () => {
  it('are those of the protocol, one behind the other, whatever the values', () => {
    const ours = new LaneMessages();
    fc.assert(fc.property(fc.array(statement, { maxLength: 8 }), (statements) => {
      const expected: Buffer[] = [];
      for (const { name, text, values } of statements) {
        ours.parse(name, text);
        ours.bind(name, values);
        ours.describe();
        ours.execute();
        expected.push(parse(name, text), bind(name, values), describePortal, executeAll);
      }
      ours.sync();
      expected.push(sync);
      expect(ours.take().equals(Buffer.concat(expected))).toBe(true);
    }));
  });

  it('begin anew where something was left', () => {
    const ours = new LaneMessages();
    ours.execute();
    ours.restart();
    ours.sync();
    expect([ours.take(), ours.take()]).toEqual([sync, Buffer.alloc(0)]);
  });
});
