import type { PreparedAddress, PreparedIdCard, PreparedName, PreparedPerson } from './person-record.ts';
import { editDistance, jaroWinkler } from './similarity.ts';

/** How far two records agree in one field. `missing`: at least one side says nothing. */
export type NameLevel = 'exact' | 'homophone' | 'similar' | 'placeholder' | 'partial' | 'surname' | 'different' | 'missing';
export type IdCardLevel = 'equal' | 'near' | 'far' | 'conflict' | 'missing';
export type BirthDateLevel = 'exact' | 'by-id-card' | 'swapped' | 'one-part' | 'close' | 'defaulted' | 'same-year' | 'different' | 'missing';
export type SexLevel = 'equal' | 'different' | 'missing';
export type PhoneLevel = 'equal' | 'near' | 'different' | 'missing';
export type AddressLevel = 'equal' | 'place' | 'different' | 'missing';
export type InsuranceLevel = 'equal' | 'near' | 'different' | 'missing';

export interface PersonComparison {
  readonly name: NameLevel;
  readonly idCard: IdCardLevel;
  readonly birthDate: BirthDateLevel;
  readonly sex: SexLevel;
  readonly phone: PhoneLevel;
  readonly address: AddressLevel;
  readonly insuranceNumber: InsuranceLevel;
}

export function comparePersons(a: PreparedPerson, b: PreparedPerson): PersonComparison {
  return {
    name: both(a.name, b.name, compareNames),
    idCard: both(a.idCard, b.idCard, compareIdCards),
    birthDate: compareBirthDates(a, b),
    sex: both(a.sex ?? a.idCard?.sex, b.sex ?? b.idCard?.sex, (left, right) => (left === right ? 'equal' : 'different')),
    phone: both(a.phone, b.phone, compareNumbers),
    address: both(a.address, b.address, compareAddresses),
    insuranceNumber: both(a.insuranceNumber, b.insuranceNumber, compareNumbers),
  };
}

function both<Value, Level>(a: Value | undefined, b: Value | undefined, compare: (a: Value, b: Value) => Level): Level | 'missing' {
  return a === undefined || b === undefined ? 'missing' : compare(a, b);
}

function compareNames(a: PreparedName, b: PreparedName): NameLevel {
  if (a.placeholder || b.placeholder) return comparePlaceholder(a, b);
  if (a.text === b.text) return 'exact';
  const soundA = a.syllables.join(' ');
  const soundB = b.syllables.join(' ');
  if (soundA === soundB) return 'homophone';
  // A Latin name may be the pinyin of a Chinese one, or have its words in another order.
  if ([...a.syllables].sort().join('') === [...b.syllables].sort().join('')) return 'homophone';
  if (fuzzySound(soundA) === fuzzySound(soundB)) return 'similar';
  if (isLatin(a) && isLatin(b) && jaroWinkler(a.text, b.text) >= 0.93) return 'similar';
  if (soundOf(a, 'surname') !== soundOf(b, 'surname')) return 'different';
  return sharesGivenCharacter(a, b) ? 'partial' : 'surname';
}

function comparePlaceholder(a: PreparedName, b: PreparedName): NameLevel {
  return soundOf(a, 'surname') === soundOf(b, 'surname') || /^(新|婴|男|女|无)/u.test(a.placeholder ? a.text : b.text)
    ? 'placeholder'
    : 'different';
}

const isLatin = (name: PreparedName): boolean => /^[a-z0-9 ]+$/u.test(name.text);

const soundOf = (name: PreparedName, part: 'surname' | 'given'): string =>
  isLatin(name)
    ? name[part]
    : (part === 'surname' ? name.syllables.slice(0, name.surnameSyllables) : name.syllables.slice(name.surnameSyllables)).join(' ');

/** Pairs that dialects and hurried typing exchange: zh/z, ch/c, sh/s, n/l at the head; ang/an, eng/en, ing/in at the end. */
const fuzzySound = (sound: string): string =>
  sound.replace(/\b([zcs])h/g, '$1').replace(/\bl/g, 'n').replace(/(an|en|in)g\b/g, '$1');

function sharesGivenCharacter(a: PreparedName, b: PreparedName): boolean {
  const given = new Set(a.given);
  return [...b.given].some((character) => given.has(character));
}

/**
 * Two valid numbers that differ belong to two people: the check character notices any one wrong digit and any swapped
 * pair. Where one is invalid, or was completed from 15 digits by us, the distance of the first 17 digits decides.
 */
function compareIdCards(a: PreparedIdCard, b: PreparedIdCard): IdCardLevel {
  if (a.number === b.number) return 'equal';
  const proven = (card: PreparedIdCard): boolean => card.valid && !card.from15Digits;
  if (proven(a) && proven(b)) return 'conflict';
  const [bodyA, bodyB] = [a.number.slice(0, 17), b.number.slice(0, 17)];
  const distance = editDistance(bodyA, bodyB, 2);
  if (distance === 0) return 'equal';
  if (distance <= 2) return 'near';
  return 'far';
}

function compareBirthDates(a: PreparedPerson, b: PreparedPerson): BirthDateLevel {
  const written = both(a.birthDate, b.birthDate, compareDates);
  if (written === 'exact') return written;
  const candidates = [a.birthDate, a.idCard?.birthDate];
  const others = [b.birthDate, b.idCard?.birthDate];
  return candidates.some((date) => date !== undefined && others.includes(date)) ? 'by-id-card' : written;
}

const CLOSE_DAYS = 60;

function compareDates(a: string, b: string): BirthDateLevel {
  if (a === b) return 'exact';
  const [yearA, monthA, dayA] = a.split('-');
  const [yearB, monthB, dayB] = b.split('-');
  if (yearA === yearB && monthA === dayB && dayA === monthB) return 'swapped';
  const equalParts = Number(yearA === yearB) + Number(monthA === monthB) + Number(dayA === dayB);
  if (equalParts === 2) return yearA === yearB || Math.abs(Number(yearA) - Number(yearB)) <= 10 ? 'one-part' : 'different';
  if (Math.abs(Date.parse(a) - Date.parse(b)) <= CLOSE_DAYS * 86_400_000) return 'close';
  if (yearA !== yearB) return 'different';
  return a.endsWith('-01-01') || b.endsWith('-01-01') ? 'defaulted' : 'same-year';
}

function compareNumbers(a: string, b: string): 'equal' | 'near' | 'different' {
  if (a === b) return 'equal';
  return a.length >= 8 && editDistance(a, b, 1) === 1 ? 'near' : 'different';
}

function compareAddresses(a: PreparedAddress, b: PreparedAddress): AddressLevel {
  const samePlace = a.place === b.place || endsWithPlace(a.place, b.place) || endsWithPlace(b.place, a.place);
  if (!samePlace) return 'different';
  return a.numbers.join(' ') === b.numbers.join(' ') && a.numbers.length > 0 ? 'equal' : 'place';
}

/** 柳林塘坊村 and 塘坊村: one side left the township out. */
const endsWithPlace = (long: string, short: string): boolean => short.length >= 2 && long.endsWith(short);
