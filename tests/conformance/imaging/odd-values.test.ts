import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textElement, writeDicom, type NewElement } from '#platform/dicom/write-file.ts';
import { TestArchive } from './test-archive.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2';
const named = (number: number): NewElement[] => [textElement('00080016', 'UI', CT), textElement('00080018', 'UI', `1.2.3.${number}.1.1`), textElement('0020000D', 'UI', `1.2.3.${number}`), textElement('0020000E', 'UI', `1.2.3.${number}.1`)];
const long = 'x'.repeat(65_000);

/** What devices write although they must not; each is kept or refused as a whole, and never our failure. */
const ODD: readonly (readonly [string, readonly NewElement[]])[] = [
  ['NUL inside of texts', [textElement('00100010', 'PN', 'A\0B^C'), textElement('00100020', 'LO', 'P\0Q'), textElement('00081030', 'LO', 'D\0E'), textElement('00080050', 'SH', 'X\0Y'), textElement('00204000', 'LT', 'l\0m'), textElement('00200011', 'IS', '1\0')]],
  ['texts of 65,000 letters where 64 are allowed', ['00100020', '00080050', '00081030', '00200010', '00080020', '00080030', '00100030', '00100040', '00080060'].map((tag) => textElement(tag, 'LO', long))],
  ['a name of 65,000 letters and many groups', [textElement('00100010', 'PN', `${long.slice(0, 60_000)}=${'='.repeat(500)}`)]],
  ['a thousand other numbers of the patient', [textElement('00101000', 'LO', Array.from({ length: 1000 }, (_, index) => `N${index}`).join('\\'))]],
  ['numbers past all columns', [textElement('00200013', 'IS', '99999999999999999999'), textElement('00200011', 'IS', '-5000000000'), textElement('00280008', 'IS', '5000000000'), textElement('00280010', 'IS', '1')]],
  ['numbers that are none', [textElement('00200013', 'IS', '1.5'), textElement('00200011', 'IS', 'one'), textElement('00280008', 'IS', '2.5'), textElement('00280010', 'IS', 'x')]],
  ['days and times that are none', [textElement('00080020', 'DA', '20261399'), textElement('00080030', 'TM', '256199'), textElement('00100030', 'DA', '00000000')]],
  ['a day with dots and a time with colons', [textElement('00080020', 'DA', '2026.11.22'), textElement('00080030', 'TM', '10:20:30')]],
  ['a range where a day should be', [textElement('00080020', 'DA', '20260101-20261231')]],
  ['letters that the stated set does not have', [textElement('00080005', 'CS', 'GB18030'), { tag: '00100010', vr: 'PN', bytes: Buffer.from([0x81, 0x30, 0xff, 0x84, 0x31, 0xa4, 0x39, 0xff, 0x5e, 0x80]) }]],
  ['a set that nobody knows', [textElement('00080005', 'CS', 'ISO_IR 999'), { tag: '00100010', vr: 'PN', bytes: Buffer.from([0xc4, 0xe3, 0xba, 0xc3]) }]],
  ['UTF-8 cut inside a letter', [textElement('00080005', 'CS', 'ISO_IR 192'), { tag: '00100010', vr: 'PN', bytes: Buffer.from([0xe5, 0xbc, 0xa0, 0x5e, 0xe4, 0xb8]) }]],
  ['signs of control in a description', [textElement('00081030', 'LO', 'a\u0001\u001b[31m\u007f')]],
  ['blanks and line ends where words should be', [textElement('00081030', 'LO', ' \t\r\n '), textElement('00080060', 'CS', 'C  T'), textElement('0008103E', 'LO', ' '), textElement('00180015', 'CS', '\t'), textElement('00080050', 'SH', '\u0001')]],
  ['the thirty-first of February at a quarter past midnight, far east', [textElement('00080020', 'DA', '20260231'), textElement('00080030', 'TM', '001500'), textElement('00080201', 'SH', '+9900')]],
  ['a modality of small letters and signs', [textElement('00080060', 'CS', "ct'; drop table")]],
  ['private elements of unknown kinds', [textElement('00090010', 'LO', 'MAKER'), { tag: '00091001', vr: 'UN', bytes: Buffer.from([0, 1, 2, 3]) }, { tag: '00091002', vr: 'ZZ', bytes: Buffer.from('ab') }]],
];

describe('objects with values that the standard forbids', () => {
  let archive: TestArchive;
  beforeAll(async () => {
    archive = await TestArchive.open();
  });
  afterAll(() => archive.close());

  it.each(ODD.map(([what, elements], index) => [what, elements, index + 1] as const))('%s', async (_what, elements, number) => {
    const stored = await archive.store([writeDicom({ elements: [...named(number), ...elements] })]);
    expect([200, 409], stored.text).toContain(stored.status);
    const found = await archive.send('GET', `/studies?StudyInstanceUID=1.2.3.${number}&includefield=all`);
    expect(found.status, found.text).toBe(stored.status === 200 ? 200 : 204);
    const metadata = await archive.send('GET', `/studies/1.2.3.${number}/metadata`);
    expect(metadata.status, metadata.text).toBe(stored.status === 200 ? 200 : 404);
  });
});
