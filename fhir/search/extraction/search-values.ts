import { decimalOf, hashText, type Hash } from '../hash.ts';
import { valueHash } from '../values/person-numbers.ts';
import { foldWords } from '../text/fold-words.ts';

/** Rows for the narrow tables; `parameter` is the bigint column value. */
export interface DateValue {
  readonly parameter: string;
  readonly low: number;
  readonly high: number;
}

export interface NumberValue {
  readonly parameter: string;
  /** Decimal text; null for an open end. */
  readonly low: string | null;
  readonly high: string | null;
  readonly system: string | null;
  readonly code: string | null;
  readonly unit: string | null;
}

export interface StringValue {
  readonly parameter: string;
  readonly normalised: string;
  readonly exact: string;
}

/** A text of the resource beside the search value (`link`) that leads from it to the resource. */
export interface TextValue {
  /** What the link is: 0 a coding, 1 a reference, 2 the text itself under `of`. */
  readonly kind: 0 | 1 | 2;
  readonly of: Hash | undefined;
  readonly link: Hash;
  readonly text: string;
}

/** What a search parameter needs at extraction; the same object for every resource of the type. */
export interface Target {
  readonly code: string;
  readonly hash: Hash;
  /** Of `code:identifier`, for references. */
  readonly identifierHash: Hash;
  readonly presence: number;
  /** Numbers of persons: hashed with a key. */
  readonly isNumber: boolean;
  /** The type's main date goes to the row itself. */
  readonly isMainDate: boolean;
  /** The type's main code is also indexed by person. */
  readonly isMainCode: boolean;
}

/** Everything that one resource can be found by. Filled by the compiled extractor. */
export class SearchValues {
  /** Pairs high, low of the 64-bit keys. */
  readonly hashes: number[] = [];
  readonly present = new Set<number>();
  readonly dates: DateValue[] = [];
  readonly numbers: NumberValue[] = [];
  readonly strings: StringValue[] = [];
  readonly mainCodes = new Set<string>();
  readonly texts: TextValue[] = [];
  /** Elements whose words `texts` holds. */
  readonly covered = new Set<object>();
  private readonly elements = new Map<Target, number>();
  atLow = Infinity;
  atHigh = -Infinity;

  add(target: Target, value: Hash): void {
    this.hashes.push(target.hash.high ^ value.high, target.hash.low ^ value.low);
  }

  addText(target: Target, text: string): void {
    this.add(target, valueHash(target, text));
  }

  /** The keys added so far, one by one. */
  pairs(): Hash[] {
    const found: Hash[] = [];
    for (let index = 0; index < this.hashes.length; index += 2) found.push({ high: this.hashes[index]!, low: this.hashes[index + 1]! });
    return found;
  }

  /** Counts the elements of a composite. */
  nextElement(target: Target): number {
    const ordinal = this.elements.get(target) ?? 0;
    this.elements.set(target, ordinal + 1);
    return ordinal;
  }

  /** A text that is a search value itself, compared by its words. */
  addWords(of: Hash, text: string): void {
    const words = foldWords(text);
    if (words === '') return;
    const link = hashText(`~${words}`);
    this.hashes.push(of.high ^ link.high, of.low ^ link.low);
    this.texts.push({ kind: 2, of, link, text: words });
  }

  /** Distinct keys as bigint texts. */
  keys(): string[] {
    const keys = new Set<string>();
    for (let index = 0; index < this.hashes.length; index += 2) {
      keys.add(decimalOf(this.hashes[index]!, this.hashes[index + 1]!));
    }
    return [...keys];
  }
}
