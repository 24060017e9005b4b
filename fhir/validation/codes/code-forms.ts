import { ownEntry } from '#platform/kernel/own-entry.ts';
import { childItems, eachItem, type Item } from '#fhir/profiles/items.ts';
import type { Coding } from '#fhir/types/resources.gen.ts';
import { structureOf } from '#fhir/types/structure-table.ts';
import type { IssueList } from '../issues.ts';
import { isExpressionConstraint } from './snomed-expression.ts';

/** Codes whose form alone tells that their system cannot have them, though the system is not delivered. */
export function checkCodeForms(root: Item, list: IssueList): void {
  eachItem(root, (item) => {
    if (item.type === 'Coding') checkCoding(item, list);
    if (item.type === 'ValueSet.compose.include') checkListed(item, list);
    if (typeof item.value !== 'object' || item.value === null) return;
    for (const { name } of structureOf(item.type).elements) {
      const known = name === 'language' && item.type !== 'Expression' ? LANGUAGE : (CODES[`${item.type}.${name}`] ?? undefined);
      if (known) for (const { type, value, path } of childItems(item, name)) if (type === 'code' && typeof value === 'string' && !known.has(value)) list.error(path, known.text, 'code-invalid');
    }
  });
}

interface Form {
  readonly has: (code: string) => boolean;
  readonly text: readonly [zh: string, en: string];
}

/** BCP 47: language, script, region, variants, extensions, private use; nobody registered a language of four letters or more. */
const TAG = /^(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wy-z\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?|x(?:-[a-z\d]{1,8})+|i-[a-z]+|art-lojban|zh-min(?:-nan)?|sgn-[a-z]{2}-[a-z]{2})$/i;
const LANGUAGE: Form = { has: (code) => TAG.test(code), text: ['不是有效的语言代码（BCP 47）。', 'This is no language tag (BCP 47).'] };
const MEDIA: Form = { has: (code) => /^[\w!#$&^.+-]+\/[\w!#$&^.+*-]+(\s*;.*)?$/.test(code), text: ['不是有效的媒体类型。', 'This is no media type.'] };
const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
const CURRENCY: Form = { has: (code) => currencies.has(code) || /^X[A-Z]{2}$/.test(code), text: ['不是 ISO 4217 货币代码。', 'This is no currency of ISO 4217.'] };

/** Required value sets that are too open to be listed. */
const CODES: Readonly<Record<string, Form>> = {
  'Attachment.contentType': MEDIA, 'Binary.contentType': MEDIA, 'Signature.targetFormat': MEDIA, 'Signature.sigFormat': MEDIA, 'Money.currency': CURRENCY,
};

const LOINC: Form = { has: isLoinc, text: ['不是有效的 LOINC 代码（格式或校验位不符）。', 'This cannot be a LOINC code: its form or its check digit is wrong.'] };
const SNOMED: Form = { has: isSnomed, text: ['不是有效的 SNOMED CT 代码（格式或校验位不符）。', 'This cannot be a code of SNOMED CT: its form or its check digit is wrong.'] };
const SYSTEMS: Readonly<Record<string, Form>> = { 'http://loinc.org': LOINC, 'http://snomed.info/sct': SNOMED, 'urn:ietf:bcp:47': LANGUAGE, 'urn:ietf:bcp:13': MEDIA, 'urn:iso:std:iso:4217': CURRENCY };

const formOf = (system: unknown): Form | undefined => (typeof system === 'string' ? ownEntry(SYSTEMS, system) : undefined);

/** False for a code that cannot be one of the system, by its form. */
export const hasSystemForm = (system: string, code: string): boolean => formOf(system)?.has(code) ?? true;

function checkCoding({ value, path }: Item, list: IssueList): void {
  const { system, code } = (value ?? {}) as Partial<Coding>;
  const form = formOf(system);
  if (form && typeof code === 'string' && !form.has(code)) list.error(`${path}.code`, form.text, 'code-invalid');
}

function checkListed({ value, path }: Item, list: IssueList): void {
  const { system, concept, filter } = value as { system?: string; concept?: unknown; filter?: unknown };
  if (Array.isArray(concept)) concept.forEach((each: { code?: unknown } | null, index) => checkCoding({ value: { system, code: each?.code }, type: 'Coding', path: `${path}.concept[${index}]` }, list));
  if (system !== 'http://snomed.info/sct' || !Array.isArray(filter)) return;
  filter.forEach((each: { property?: unknown; value?: unknown } | null, index) => {
    const isWrong = each?.property === 'constraint' && typeof each.value === 'string' && !isExpressionConstraint(each.value);
    if (isWrong) list.error(`${path}.filter[${index}].value`, ['不是有效的 SNOMED CT 表达式约束（ECL）。', 'This is no expression constraint (ECL) of SNOMED CT.']);
  });
}

/** Number, hyphen, check digit (mod 10); parts, lists and answers have letters before. */
function isLoinc(code: string): boolean {
  const match = /^(?:LA|LL|LP|LG|MTHU)?(\d{1,8})-(\d)$/.exec(code);
  if (!match) return false;
  const sum = [...match[1]!].reverse().reduce((total, digit, at) => total + (at % 2 === 0 ? Math.floor(Number(digit) / 5) + ((Number(digit) * 2) % 10) : Number(digit)), 0);
  return code.startsWith('L') || code.startsWith('M') || (10 - (sum % 10)) % 10 === Number(match[2]);
}

/** An identifier of SNOMED CT (6 to 18 digits, the last by Verhoeff), or an expression made of several. */
function isSnomed(code: string): boolean {
  const ids = code.replace(/\|[^|]*\|/g, '').match(/\d{6,18}/g) ?? [];
  const isExpression = /[:+={(|]/.test(code);
  return ids.length > 0 && ids.every(isSnomedId) && (isExpression || ids[0] === code);
}

/** Multiplication of the dihedral group of ten, and the permutation of Verhoeff. */
const DIHEDRAL = ['0123456789', '1234067895', '2340178956', '3401289567', '4012395678', '5987604321', '6598710432', '7659821043', '8765932104', '9876543210'];
const PERMUTED = ['0123456789', '1576283094', '5803796142', '8916043527', '9453126870', '4286573901', '2793806415', '7046913258'];

const isSnomedId = (id: string): boolean =>
  [...id].reverse().reduce((check, digit, at) => Number(DIHEDRAL[check]![Number(PERMUTED[at % 8]![Number(digit)])]), 0) === 0;
