import { deflateRawSync } from 'node:zlib';
import type { Random } from '#tests/world/random.ts';
import { mutateText } from './values.ts';

const ADT = 'MSH|^~\\&|alpha-HIS|alpha|Y|Y|20261122083000||ADT^A01^ADT_A01|1|P|2.5\rEVN||20261122083000\rPID|1||100200^^^alpha^MR||王^小明||19800203|M|||青山镇^^^^||13800000000\rPV1|1|I|内科^101^1||||D1^李|||||||||||V1|||||||||||||||||||||||||20261122083000\r';
const ORU = 'MSH|^~\\&|alpha-LIS|alpha|Y|Y|20261122||ORU^R01^ORU_R01|2|P|2.5\rPID|1||100200^^^alpha^MR||王^小明||19800203|M\rOBR|1|1|1|24331-1^血脂^LN|||20261122\rOBX|1|NM|2093-3^总胆固醇^LN||5.20|mmol/L|3.0-5.7|N|||F\r';
const CDA = '<?xml version="1.0" encoding="UTF-8"?><ClinicalDocument xmlns="urn:hl7-org:v3"><id root="1.2.3" extension="1"/><code code="34133-9" codeSystem="2.16.840.1.113883.6.1"/><effectiveTime value="20261122"/><recordTarget><patientRole><id extension="100200" root="1.2"/><patient><name><given>小明</given><family>王</family></name><administrativeGenderCode code="M"/><birthTime value="19800203"/></patient></patientRole></recordTarget><component><structuredBody><component><section><code code="11450-4"/><text>高血压</text></section></component></structuredBody></component></ClinicalDocument>';
const AECG = '<?xml version="1.0"?><AnnotatedECG xmlns="urn:hl7-org:v3"><id root="1"/><component><series><component><sequenceSet><component><sequence><code code="MDC_ECG_LEAD_I"/><value><origin value="0" unit="uV"/><scale value="5" unit="uV"/><digits>1 2 3 4</digits></value></sequence></component></sequenceSet></component></series></component></AnnotatedECG>';
const CSV = '姓名,性别,出生日期,身份证号,手机\n王小明,男,1980-02-03,,13800000000\n"李,四",女,1990-13-40,x,\n';
const DISCHARGES = '病案号,主要诊断,其他诊断,手术操作,性别,年龄,住院天数,总费用,离院方式\n1,I10.x00,E11.900,38.9300,1,46,5,12345.67,1\n';
const YAML = 'name: alpha\nversion: 1\nvalidFrom: 2026-01-01\nrules:\n  - when: { code: I10 }\n    then: { group: A }\n  - &a [1, 2, *a]\n';
const NDJSON = '{"resourceType":"Patient","id":"f1"}\n{"resourceType":"Observation","status":"final"}\n';

/** A zip with one entry, as Excel files are; its sizes may be made to lie by the mutation. */
function zip(name: string, content: string): string {
  const packed = deflateRawSync(Buffer.from(content, 'utf8'));
  const head = Buffer.alloc(30);
  head.write('PK\u0003\u0004', 'latin1');
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(packed.length, 18);
  head.writeUInt32LE(Buffer.byteLength(content), 22);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, Buffer.from(name), packed]).toString('latin1');
}

const DICOM = `${'\0'.repeat(128)}DICM\u0002\0\0\0UL\u0004\0\u00b0\0\0\0\u0002\0\u0010\0UI\u0014\x001.2.840.10008.1.2.1\0\u0010\0\u0010\0PN\u0008\0WANG^XM `;
const SCP = `\u1234${'\0'.repeat(60)}SCPECG${'\0'.repeat(200)}`;

const SAMPLES: readonly { text: string; encoding: BufferEncoding }[] = [
  ...[ADT, ORU, CDA, AECG, CSV, DISCHARGES, YAML, NDJSON, `\u000b${ADT}\u001c\r`].map((text) => ({ text, encoding: 'utf8' as const })),
  ...[zip('xl/worksheets/sheet1.xml', '<worksheet><sheetData><row><c t="n"><v>1</v></c></row></sheetData></worksheet>'), DICOM, SCP, '%PDF-1.4\n', '\u001f\u008b\u0008\0'].map((text) => ({ text, encoding: 'latin1' as const })),
];

/** Fields through which files and messages come in. */
export const isImportField = (name: string): boolean => /^(content|base64|contentBase64|file|body|message|payload|data|text)$/i.test(name);

/** A message, document or table that was damaged on its way; mostly in base64, as files travel. */
export function importText(random: Random): string {
  const { text, encoding } = random.pick(SAMPLES);
  const sent = random.chance(0.75) ? mutateText(random, text) : text;
  return random.chance(0.8) ? Buffer.from(sent, encoding).toString('base64') : sent;
}
