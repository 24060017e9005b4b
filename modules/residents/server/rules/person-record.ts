/** What a source system says about a person, as it was typed. All but `id` may be missing or wrong. */
export interface PersonRecord {
  readonly id: string;
  readonly name?: string;
  /** GB/T 2261.1 digit, FHIR code or 男/女. */
  readonly sex?: string;
  /** `YYYY-MM-DD` or `YYYYMMDD`. */
  readonly birthDate?: string;
  /** Resident identity number, 18 or 15 characters. */
  readonly idCard?: string;
  readonly phone?: string;
  readonly address?: string;
  readonly insuranceNumber?: string;
}

export interface PreparedName {
  /** Simplified characters (or lower-case letters) without spaces and dots. */
  readonly text: string;
  readonly surname: string;
  readonly given: string;
  /** One syllable per character, without tones; a Latin name is one syllable per word. */
  readonly syllables: readonly string[];
  readonly surnameSyllables: number;
  /** A newborn written down as somebody's child (马某之子, 新生儿): the given name says nothing yet. */
  readonly placeholder: boolean;
}

export interface PreparedIdCard {
  /** 18 characters, or what was typed where it cannot be one. */
  readonly number: string;
  /** Real date and right check character. */
  readonly valid: boolean;
  /** Its check character was computed by us, so it proves nothing. */
  readonly from15Digits: boolean;
  readonly birthDate?: string;
  readonly sex?: 'male' | 'female';
}

export interface PreparedAddress {
  /** Without county, with one word for one thing: `柳林塘坊村4组45号`. */
  readonly text: string;
  /** The part before the first number: township and village, or road. */
  readonly place: string;
  readonly numbers: readonly string[];
}

/** The same person made comparable; computed once per record, never per pair. */
export interface PreparedPerson {
  readonly id: string;
  readonly name?: PreparedName;
  readonly sex?: 'male' | 'female';
  readonly birthDate?: string;
  readonly idCard?: PreparedIdCard;
  readonly phone?: string;
  readonly address?: PreparedAddress;
  readonly insuranceNumber?: string;
}
