import { createHash } from 'node:crypto';
import type { DicomFile } from '#platform/dicom/read-file.ts';
import { numberOf, textAt } from '#platform/dicom/values.ts';
import { isNative } from '#platform/dicom/transfer-syntaxes.ts';
import { elementsOf, textElement, writeDicom, type NewElement } from '#platform/dicom/write-file.ts';

/** Attributes of PS3.15 table E.1-1 (basic profile) that are emptied because an object of the class must have them. */
const EMPTIED = new Set(['00080050', '00080090', '00100010', '00100020', '00100030', '00100040', '00200010', '00080033', '00080030', '00080031', '00080032', '0040A123']);
/** Of the same table: removed. Groups of operators, institutions, devices, comments and physicians. */
const REMOVED = /^(0008(0080|0081|0082|0092|0094|0096|1010|1030|1040|1048|1049|1050|1052|1060|1062|1070|1072|1080|1084|103E|1111|1120|1140|2111|4000|0201|1195)|0010(0021|0032|1000|1001|1002|1005|1010|1020|1030|1040|1050|1060|1080|1081|1090|2000|2110|2150|2152|2154|2160|2180|21B0|21C0|21D0|21F0|2203|2297|2299|4000)|0012....|0018(1000|1002|1004|1005|1007|1008|1012|1014|1030|1400|4000|700A|9424|A003)|0020(9158|4000)|0028(4000)|0032(1020|1021|1030|1032|1033|1060|1064|1066|1067|1070|4000)|0038....|0040(0001|0006|0007|0008|000B|0010|0011|0012|0241|0242|0243|0244|0245|0248|0253|0254|0275|0280|0555|1001|1004|1005|1010|1011|1101|1102|1103|1400|2001|2008|2009|2010|2400|3001|4023|4025|4027|4028|4030|4034|4035|4036|4037|A027|A073|A075|A078|A07A|A07C|A088|A730|DB0C|DB0D)|0070(0001|0081|0084|0086)|0088(0140|0200|0904|0906|0910|0912)|0400....|2030....|3006(0024|00A6|0008)|300E0008|4008....|FFFAFFFA|FFFCFFFC|50......|60..(3000|4000))$/;
/** UIDs of classes and syntaxes say what it is, not whose. */
const CLASS_UID = /^1\.2\.840\.10008\./;

export interface Disguise {
  /** Known to this export alone: the same UID becomes the same UID in all of its files, and nothing leads back. */
  readonly secret: string;
}

/** Why a picture is not given out: what is written into its pixels cannot be taken away here. */
export const isBurnedIn = ({ dataSet }: DicomFile): boolean =>
  dataSet.elements.has('00420011') || textAt(dataSet, '00280301')?.toUpperCase() === 'YES' || dataSet.elements.has('60003000') && numberOf(dataSet, '60000010') !== undefined
  || (textAt(dataSet, '00280301') === undefined && /^(SC|OT|US|ES|XC|DOC)$/.test(textAt(dataSet, '00080060') ?? ''));

/** A copy without identity by the basic profile: identity removed or emptied, private elements removed, UIDs replaced, days shifted alike. */
export function deIdentify(file: DicomFile, disguise: Disguise): Buffer {
  const person = textAt(file.dataSet, '00100020') ?? '';
  const shift = 1 + (parseInt(digest(disguise, `days of ${person}`).slice(0, 8), 16) % 3_000);
  const marks: NewElement[] = [
    textElement('00100010', 'PN', `TEACHING^${digest(disguise, `name of ${person}`).slice(0, 8).toUpperCase()}`),
    textElement('00100020', 'LO', digest(disguise, `number of ${person}`).slice(0, 12).toUpperCase()),
    textElement('00120062', 'CS', 'YES'),
    textElement('00120063', 'LO', 'PS3.15 Basic Application Confidentiality Profile'),
    textElement('00280303', 'CS', 'MODIFIED'),
  ];
  const cleaned = clean(elementsOf(file.dataSet), { disguise, shift }).filter(({ tag }) => !marks.some((mark) => mark.tag === tag));
  return writeDicom({ elements: [...cleaned, ...marks], ...(isNative(file.transferSyntax) ? {} : { transferSyntax: file.transferSyntax }) });
}

function clean(elements: readonly NewElement[], rule: { disguise: Disguise; shift: number }): NewElement[] {
  return elements.flatMap((element): NewElement[] => {
    const { tag, vr } = element;
    // An odd group is private: nobody knows what its maker wrote there, nor in an element of unknown kind.
    if (parseInt(tag.slice(0, 4), 16) % 2 === 1 || vr === 'UN' || REMOVED.test(tag)) return [];
    if (element.items !== undefined) return [{ ...element, items: element.items.map((item) => clean(item, rule)) }];
    if (EMPTIED.has(tag) || vr === 'PN') return [{ tag, vr, bytes: Buffer.alloc(0) }];
    const text = (): string => (element.bytes ?? Buffer.alloc(0)).toString('latin1').replace(/[\0 ]+$/, '');
    if (vr === 'UI') return [textElement(tag, vr, text().split('\\').map((uid) => (uid === '' || CLASS_UID.test(uid) ? uid : uidFrom(digest(rule.disguise, uid)))).join('\\'))];
    if (vr === 'DA') return [textElement(tag, vr, text().split('\\').map((day) => shiftDay(day, rule.shift)).join('\\'))];
    if (vr === 'DT') return [textElement(tag, vr, text().split('\\').map((time) => `${shiftDay(time.slice(0, 8), rule.shift)}${time.slice(8)}`).join('\\'))];
    return [element];
  });
}

const digest = ({ secret }: Disguise, text: string): string => createHash('sha256').update(`${secret} ${text}`).digest('hex');
const uidFrom = (hex: string): string => `2.25.${BigInt(`0x${hex.slice(0, 31)}`)}`;

/** Back by so many days; what is no day is emptied. */
function shiftDay(day: string, days: number): string {
  if (!/^\d{8}$/.test(day)) return '';
  const at = new Date(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T00:00:00Z`);
  return Number.isNaN(at.getTime()) ? '' : new Date(at.getTime() - days * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
}
