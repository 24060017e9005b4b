import { pinyin } from 'pinyin-pro';
import { normaliseIdCard, idCardTo18, readIdCard } from '#platform/kernel/check-digits.ts';
import { isCalendarDate } from '#platform/kernel/period.ts';
import { splitChineseName, toSimplified } from './name-characters.ts';
import type { PersonRecord, PreparedAddress, PreparedIdCard, PreparedName, PreparedPerson } from './person-record.ts';

/** Makes a record comparable. Pure; the costly part is the pinyin, so call it once per record. */
export function preparePerson(record: PersonRecord): PreparedPerson {
  return {
    id: record.id,
    name: present(record.name, prepareName),
    sex: present(record.sex, prepareSex),
    birthDate: present(record.birthDate, prepareBirthDate),
    idCard: present(record.idCard, prepareIdCard),
    phone: present(record.phone, preparePhone),
    address: present(record.address, prepareAddress),
    insuranceNumber: present(record.insuranceNumber, prepareInsuranceNumber),
  };
}

const present = <Value>(text: string | undefined, prepare: (text: string) => Value | undefined): Value | undefined =>
  text === undefined || text.trim() === '' ? undefined : prepare(text);

const HAN = /\p{Script=Han}/u;
/** 某之子, 王芳之女, 李某某之婴, 新生儿, 赵芳大女: what a delivery room writes before there is a name. */
const PLACEHOLDER = /(之[子女婴男儿]|之[大小长次双][子女]|新生[儿婴]|婴儿|[男女]婴|无名氏?|不详|未命名|未起名)[0-9一二三四甲乙]?$/u;

export function prepareName(text: string): PreparedName | undefined {
  const folded = text.normalize('NFKC');
  if (!HAN.test(folded)) return prepareLatinName(folded);
  const characters = toSimplified(folded.replace(/[^\p{L}\p{N}]/gu, ''));
  if (characters === '') return undefined;
  const placeholder = PLACEHOLDER.test(characters);
  const { surname, given } = splitChineseName(characters);
  const syllables = pinyinOf(characters);
  return { text: characters, surname, given, syllables, surnameSyllables: [...surname].length, placeholder };
}

/** Tone-less syllables of a Chinese name, the surname read as a surname (单 shan, 仇 qiu). */
function pinyinOf(name: string): string[] {
  return pinyin(name, { toneType: 'none', type: 'array', surname: 'head', v: true }).map((syllable) => syllable.toLowerCase());
}

function prepareLatinName(text: string): PreparedName | undefined {
  const words = text
    .normalize('NFD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  if (words.length === 0) return undefined;
  return {
    text: words.join(' '),
    surname: words.at(-1)!,
    given: words.slice(0, -1).join(' '),
    syllables: words,
    surnameSyllables: 1,
    placeholder: false,
  };
}

const SEXES: Readonly<Record<string, 'male' | 'female'>> = {
  '1': 'male', '2': 'female', male: 'male', female: 'female', m: 'male', f: 'female', 男: 'male', 女: 'female', 男性: 'male', 女性: 'female',
};

export const prepareSex = (text: string): 'male' | 'female' | undefined => SEXES[text.normalize('NFKC').trim().toLowerCase()];

export function prepareBirthDate(text: string): string | undefined {
  const match = /^(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?$/u.exec(text.normalize('NFKC').trim());
  if (!match) return undefined;
  const date = `${match[1]}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}`;
  return isCalendarDate(date) ? date : undefined;
}

export function prepareIdCard(text: string): PreparedIdCard | undefined {
  const typed = normaliseIdCard(text);
  if (typed === '') return undefined;
  const read = readIdCard(typed);
  const from15Digits = /^\d{15}$/.test(typed);
  if (!read.ok) return { number: idCardTo18(typed), valid: false, from15Digits };
  return { number: read.value.number, valid: true, from15Digits, birthDate: read.value.birthDate, sex: read.value.sex };
}

/** Digits only, without the country prefix and the zero that some desks dial before a mobile number. */
export function preparePhone(text: string): string | undefined {
  const digits = text.normalize('NFKC').replace(/\D/gu, '').replace(/^(0086|86)(?=1\d{10}$)/, '').replace(/^0(?=1\d{10}$)/, '');
  // 00000000000 and 11111111111 are what a form gets when nobody knows the number.
  return digits.length < 7 || /^(\d)\1+$/.test(digits) ? undefined : digits;
}

export function prepareInsuranceNumber(text: string): string | undefined {
  const number = text.normalize('NFKC').replace(/[\s-]/gu, '').toUpperCase();
  return number === '' || /^0+$/.test(number) ? undefined : number;
}

const CHINESE_DIGITS = '零一二三四五六七八九';

/** 十二组 → 12组; only before words that count things, so that village names like 三河 keep their characters. */
function arabicNumbers(text: string): string {
  return text.replace(/第?([一二三四五六七八九十百]{1,5})(?=[组社队号栋幢单室层楼弄]|村民小组|小组)/gu, (_, number: string) => {
    const [tens, ones] = number.includes('十') ? number.split('十') : [undefined, number];
    const digit = (part: string | undefined): number => (part ? CHINESE_DIGITS.indexOf(part) : 0);
    return String(tens === undefined ? digit(ones) : (tens === '' ? 10 : digit(tens) * 10) + digit(ones));
  });
}

/** One spelling per place: no province, city and county, no 镇/乡/街道, 社 and 队 as 组, half-width Arabic numbers. */
export function prepareAddress(text: string): PreparedAddress | undefined {
  const folded = arabicNumbers(toSimplified(text.normalize('NFKC').toLowerCase()).replace(/[\s,，.。\-#()]/gu, ''));
  const local = folded
    .replace(/^.{2,8}?(省|自治区)/u, '')
    .replace(/^[^县区镇乡村]{2,6}?(市|州|地区|盟)(?=.{2})/u, '')
    .replace(/^[^镇乡村组]{1,6}?[县区](?=.{2})/u, '')
    .replace(/(镇|乡|街道办事处|街道办|街道)(?=.)/u, '')
    .replace(/(村民委员会|村委会|居民委员会|居委会)/u, '村')
    .replace(/(?<=\d)(社|队|村民小组|小组)/gu, '组');
  if (local === '') return undefined;
  return { text: local, place: local.replace(/\d.*$/u, ''), numbers: local.match(/\d+/gu) ?? [] };
}
