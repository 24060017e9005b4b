import { expect, it } from 'vitest';
import { parseMessage, serialiseMessage, splitMessages } from './parse.ts';

const head = 'MSH|^~\\&|A|B|C|D|20261123||ADT^A01|1|P|2.5\r';

it.each(['|', '~', '^', '&', '\r', '\n'])('refuses a message of a million %j before anything is taken apart, and takes one of a hundred thousand', (mark) => {
  expect(() => parseMessage(`${head}OBX|1|ST${mark.repeat(1_000_000)}\r`)).toThrow(expect.objectContaining({ message: expect.stringContaining('too-large') as string }));
  expect(parseMessage(`${head}OBX|1|ST|${mark.repeat(100_000)}\r`).segments).toHaveLength(2);
});

it.each([['elements', '<a/>'], ['comments', '<!---->'], ['sections', '<![CDATA[x]]>']])('refuses XML of a million %s before it is read', (_what, piece) => {
  expect(() => parseMessage(`<ADT_A01 xmlns="urn:hl7-org:v2xml">${piece.repeat(1_000_000)}</ADT_A01>`)).toThrow(expect.objectContaining({ message: expect.stringContaining('too-large') as string }));
});

it('takes the lines that go on a text once each, and gives them back as they were', () => {
  const text = `${head}NTE|1||first\n${'and another line of the same report\n'.repeat(60_000)}\nPV1|1|I\r\n`.replaceAll('\r', '\n');
  const begun = performance.now();
  const message = parseMessage(text);
  // Taken apart anew for each line it was minutes.
  expect(performance.now() - begun).toBeLessThan(10_000);
  expect(message.segments.map(({ name }) => name)).toEqual(['MSH', 'NTE', 'PV1']);
  expect(serialiseMessage(message)).toBe(text);
});

it('leaves the lines of a batch out wherever they stand, and no others, also among millions of blank lines', () => {
  const [first, second] = [`${head}NTE|1||BHS is a word\r\n`, `${head}PV1|1|I\n`];
  expect(splitMessages(`FHS|^~\\&|A\r\nBHS|^~\\&|A\r${first}BTS|1\r${second}BTS|1\r\nFTS|1`)).toEqual([first, `${second}\n`]);
  expect(splitMessages(`${first}${'\r'.repeat(5_000_000)}BTS|1`)).toEqual([`${first}${'\r'.repeat(5_000_000)}`]);
});
