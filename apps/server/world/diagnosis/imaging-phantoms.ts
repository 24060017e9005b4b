import { createHash } from 'node:crypto';
import iconv from 'iconv-lite';
import { shortElement, textElement, writeDicom, type NewElement } from '#platform/dicom/write-file.ts';

/** What a synthetic study says of itself. */
export interface PhantomStudy {
  /** The same text gives the same UIDs. */
  readonly seed: string;
  readonly patientId: string;
  /** `Zhang^San=张^三`. */
  readonly patientName: string;
  readonly birthDate: string;
  readonly sex: 'M' | 'F';
  /** `YYYYMMDD`. */
  readonly date: string;
  readonly time: string;
  readonly accessionNumber: string;
  readonly characterSet: 'GB18030' | 'ISO_IR 192';
}

/** Study Instance UID of a seed. */
export const studyUidOf = (seed: string): string => uidOf(seed);

const CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2';
const DX_IMAGE = '1.2.840.10008.5.1.4.1.1.1.1';
const SIDE = 128;

/** UIDs of the form 2.25 (PS3.5 annex B.2) from a text. */
const uidOf = (text: string): string => `2.25.${BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, 31)}`)}`;

/** A chest-like phantom of ellipses: body, two lungs, spine and a nodule that the later study shows larger. */
export function ctStudy(study: PhantomStudy, { slices, noduleMm }: { slices: number; noduleMm: number }): Buffer[] {
  return Array.from({ length: slices }, (_, index) => {
    const z = (index - slices / 2) * 5;
    return writeDicom({ elements: [
      ...common(study, { modality: 'CT', sopClass: CT_IMAGE, description: '胸部CT平扫', seriesDescription: '肺窗 5mm', bodyPart: 'CHEST', index }),
      text('00180050', 'DS', '5'), text('00180060', 'DS', '120'), text('00200032', 'DS', `-160\\-160\\${z}`), text('00200037', 'DS', '1\\0\\0\\0\\1\\0'), text('00200052', 'UI', uidOf(`${study.seed} frame`)),
      text('00201041', 'DS', String(z)), text('00280030', 'DS', '2.5\\2.5'), text('00281050', 'DS', '-600\\40'), text('00281051', 'DS', '1500\\400'), text('00281052', 'DS', '-1024'), text('00281053', 'DS', '1'), text('00281054', 'LO', 'HU'),
      ...image(SIDE, 16, ctPixels(z, noduleMm)),
    ] });
  });
}

const inside = (x: number, y: number, [cx, cy, rx, ry]: readonly [number, number, number, number]): boolean => ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1;

/** Stored values are Hounsfield units and 1024. */
function ctPixels(z: number, noduleMm: number): Buffer {
  const bytes = Buffer.alloc(SIDE * SIDE * 2);
  const lung = Math.max(0.15, 1 - (z / 170) ** 2);
  for (let row = 0; row < SIDE; row += 1) {
    for (let column = 0; column < SIDE; column += 1) {
      const [x, y] = [(column - SIDE / 2) * 2.5, (row - SIDE / 2) * 2.5];
      let value = -1000;
      if (inside(x, y, [0, 0, 150, 105])) value = 40;
      if (inside(x, y, [-62, -8, 50 * lung, 72 * lung]) || inside(x, y, [62, -8, 50 * lung, 72 * lung])) value = -850;
      if (inside(x, y, [10, 5, 34, 42])) value = 45;
      if (inside(x, y, [0, 70, 17, 20])) value = 650;
      if ((x - 58) ** 2 + (y + 20) ** 2 + (z - 20) ** 2 <= noduleMm ** 2) value = 30;
      // A little grain, the same in every run.
      bytes.writeUInt16LE(value + 1024 + ((row * 31 + column * 17 + Math.round(z) * 7) & 15), (row * SIDE + column) * 2);
    }
  }
  return bytes;
}

/** An upright chest film, dense parts bright, as MONOCHROME2. */
export function filmStudy(study: PhantomStudy): Buffer[] {
  const side = 256;
  const bytes = Buffer.alloc(side * side * 2);
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      const [x, y] = [column - side / 2, row - side / 2];
      const rib = Math.sin((y + Math.abs(x) * 0.35) / 6) > 0.55 ? 260 : 0;
      const isLung = inside(x, y, [-48, -6, 36, 82]) || inside(x, y, [48, -6, 36, 82]);
      const heart = inside(x, y, [16, 42, 42, 36]) ? 900 : 0;
      const spine = Math.abs(x) < 10 ? 700 : 0;
      const body = inside(x, y, [0, 10, 118, 140]) ? 1500 : 120;
      bytes.writeUInt16LE(Math.min(4095, (isLung ? 650 + rib : body) + heart + spine + ((row * 13 + column * 29) & 31)), (row * side + column) * 2);
    }
  }
  return [writeDicom({ elements: [
    ...common(study, { modality: 'DX', sopClass: DX_IMAGE, description: '胸部正位片', seriesDescription: '胸部正位', bodyPart: 'CHEST', index: 0 }),
    text('00280030', 'DS', '1.4\\1.4'), text('00281050', 'DS', '1600'), text('00281051', 'DS', '3000'), text('00181164', 'DS', '1.4\\1.4'),
    ...image(side, 12, bytes),
  ] })];
}

const text = (tag: string, vr: string, value: string): NewElement => textElement(tag, vr, value);

function image(side: number, bitsStored: number, bytes: Buffer): NewElement[] {
  return [
    shortElement('00280002', 1), text('00280004', 'CS', 'MONOCHROME2'), shortElement('00280010', side), shortElement('00280011', side), shortElement('00280100', 16),
    shortElement('00280101', bitsStored), shortElement('00280102', bitsStored - 1), shortElement('00280103', 0), { tag: '7FE00010', vr: 'OW', bytes },
  ];
}

interface Series {
  readonly modality: string;
  readonly sopClass: string;
  readonly description: string;
  readonly seriesDescription: string;
  readonly bodyPart: string;
  readonly index: number;
}

function common(study: PhantomStudy, { modality, sopClass, description, seriesDescription, bodyPart, index }: Series): NewElement[] {
  const chinese = (tag: string, vr: string, value: string): NewElement => ({ tag, vr, bytes: study.characterSet === 'GB18030' ? iconv.encode(value, 'gb18030') : Buffer.from(value, 'utf8') });
  return [
    text('00080005', 'CS', study.characterSet), text('00080008', 'CS', 'ORIGINAL\\PRIMARY'), text('00080016', 'UI', sopClass), text('00080018', 'UI', uidOf(`${study.seed} ${index}`)),
    text('00080020', 'DA', study.date), text('00080021', 'DA', study.date), text('00080030', 'TM', study.time), text('00080050', 'SH', study.accessionNumber), text('00080060', 'CS', modality),
    text('00080070', 'LO', 'Yigong phantom'), chinese('00081030', 'LO', description), chinese('0008103E', 'LO', seriesDescription), chinese('00100010', 'PN', study.patientName), text('00100020', 'LO', study.patientId),
    text('00100030', 'DA', study.birthDate), text('00100040', 'CS', study.sex), text('00180015', 'CS', bodyPart), text('0020000D', 'UI', uidOf(study.seed)), text('0020000E', 'UI', uidOf(`${study.seed} series`)),
    text('00200010', 'SH', '1'), text('00200011', 'IS', '1'), text('00200013', 'IS', String(index + 1)),
  ];
}
