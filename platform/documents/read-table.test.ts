import { crc32, deflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { writeXlsx } from 'hucre';
import { readTable } from './read-table.ts';

interface Part {
  readonly name: string;
  readonly body: Buffer;
  /** What the directory says of its size. */
  readonly said?: number;
}

/** A zip with whatever its directory says. */
function zipOf(parts: readonly Part[]): Buffer {
  const [files, lines]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const { name, body, said = body.length } of parts) {
    const packed = deflateRawSync(body, { level: 9 });
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(said === body.length ? crc32(body) : 0, 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(said, 18);
    facts.writeUInt16LE(name.length, 22);
    files.push(Buffer.from('PK\u0003\u0004'), facts, Buffer.from(name), packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    lines.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), facts, tail, Buffer.from(name)]));
    at += 30 + name.length + packed.length;
  }
  const directory = Buffer.concat(lines);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, directory, end]);
}

const sheet = (rows: string): Buffer => Buffer.from(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`);
const part = (name: string, text: string): Part => ({ name, body: Buffer.from(text) });
const bookOf = (first: Part, more: readonly Part[] = []): Buffer => zipOf([
  part('[Content_Types].xml', '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'),
  part('_rels/.rels', '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'),
  part('xl/workbook.xml', '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'),
  part('xl/_rels/workbook.xml.rels', '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'),
  first, ...more,
]);
const SHEET = 'xl/worksheets/sheet1.xml';
const text = (cell: string, value: string): string => `<c r="${cell}" t="inlineStr"><is><t>${value}</t></is></c>`;
const ROWS = `<row r="1">${text('A1', '姓名')}</row><row r="2">${text('A2', '张三')}</row>`;

it('a workbook is read; of a formula its last value, never what it would fetch', async () => {
  expect(await readTable(bookOf({ name: SHEET, body: sheet(ROWS) }))).toMatchObject({ headings: ['姓名'], rows: [{ line: 2, cells: ['张三'] }] });
  const formula = `<row r="1">${text('A1', '姓名')}</row><row r="2"><c r="A2" t="str"><f>WEBSERVICE("http://127.0.0.1/")</f><v>1</v></c></row>`;
  expect((await readTable(bookOf({ name: SHEET, body: sheet(formula) })))?.rows[0]?.cells).toEqual(['1']);
});

it.each([['nothing', 0], ['a little', 1000]])('a sheet of 430 megabytes of which the directory says %s is refused', async (_what, said) => {
  const book = bookOf({ name: SHEET, body: Buffer.concat([sheet(ROWS), Buffer.alloc(430 * 1024 * 1024, 0x20)]), said });
  expect(await readTable(book)).toBeUndefined();
}, 60_000);

it('what is no workbook, or one cut or with other files alone, is refused', async () => {
  const whole = Buffer.from(await writeXlsx({ sheets: [{ name: 'a', rows: [['姓名'], ['张三']] }] }));
  expect((await readTable(whole))?.headings).toEqual(['姓名']);
  for (const bytes of [whole.subarray(0, whole.length / 2), zipOf([part('evil.txt', 'x')]), Buffer.from('PK\u0003\u0004 and no more'), Buffer.from('MZ\u0000\u0000\u0000')]) expect(await readTable(bytes)).toBeUndefined();
});

/** `姓名` in GB18030, then signs of four bytes: U+20000, U+9FA6. */
const HEAD = Buffer.from('d0d5c3fb0a', 'hex');
it('reads the signs of four bytes that names are written with', async () => {
  const table = await readTable(Buffer.concat([HEAD, Buffer.from('95328236', 'hex'), Buffer.from('\n'), Buffer.from('82358f33', 'hex')]));
  expect(table).toMatchObject({ charset: 'gb18030', headings: ['姓名'], rows: [{ cells: ['\u{20000}'] }, { cells: ['\u9fa6'] }] });
});
