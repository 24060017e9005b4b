import type { PreparedPerson } from './person-record.ts';

/**
 * Keys under which a record is filed; only records that share a key are compared. Each kind of error leaves some key
 * whole: a wrong ID digit keeps two of the three ID parts, a wrong birth date keeps name and phone, a homophone keeps the
 * pinyin. In a county of 500,000 a key holds a handful of people, so that finding candidates costs the same at any size.
 */
export function blockingKeys(person: PreparedPerson): string[] {
  return [...new Set([...numberKeys(person), ...nameKeys(person)])];
}

function numberKeys({ idCard, insuranceNumber, phone, name }: PreparedPerson): string[] {
  const keys: string[] = [];
  if (idCard !== undefined && idCard.number.length >= 17) {
    const [head, middle, tail] = [idCard.number.slice(0, 6), idCard.number.slice(6, 12), idCard.number.slice(12, 17)];
    keys.push(`id:${head}${middle}${tail}`, `ih:${head}${middle}`, `it:${middle}${tail}`, `ie:${head}${tail}`);
  } else if (idCard !== undefined) {
    keys.push(`id:${idCard.number}`);
  }
  if (insuranceNumber !== undefined) keys.push(`in:${insuranceNumber}`);
  // A household shares one telephone; with the surname's sound the group stays small where a clinic's number was typed.
  if (phone !== undefined) keys.push(`ph:${phone}:${name?.syllables[0] ?? ''}`);
  return keys;
}

function nameKeys({ name, birthDate, idCard, address }: PreparedPerson): string[] {
  if (name === undefined) return [];
  const keys: string[] = [];
  const sound = name.syllables.join('');
  const surname = name.syllables.slice(0, name.surnameSyllables).join('');
  for (const date of new Set([birthDate, idCard?.birthDate])) {
    if (date === undefined) continue;
    keys.push(`sd:${surname}:${date}`, `ny:${sound}:${date.slice(0, 4)}`, `nd:${sound}:${date.slice(5)}`);
  }
  if (address !== undefined) keys.push(`np:${sound}:${address.place.slice(-3)}`);
  return keys;
}
