/** Distinct values of one integer array column: halves of 64-bit numbers (high, low), or 32-bit numbers. Never changed once made. */
export class NumberList {
  readonly halves: readonly number[];
  readonly isWide: boolean;

  private constructor(halves: readonly number[], isWide: boolean) {
    this.halves = halves;
    this.isWide = isWide;
  }

  static readonly none = new NumberList([], true);

  /** Of pairs high, low; repeated ones are left out. */
  static ofPairs(pairs: readonly number[]): NumberList {
    return new NumberList(distinctPairs(pairs), true);
  }

  static ofIntegers(integers: Iterable<number>): NumberList {
    return new NumberList([...integers], false);
  }

  get length(): number {
    return this.isWide ? this.halves.length / 2 : this.halves.length;
  }

  /** Array literal, as COPY and plain parameters take it. */
  toString(): string {
    if (!this.isWide) return `{${this.halves.join(',')}}`;
    const texts: string[] = [];
    for (let index = 0; index < this.halves.length; index += 2) texts.push(((BigInt(this.halves[index]! | 0) << 32n) | BigInt(this.halves[index + 1]! >>> 0)).toString());
    return `{${texts.join(',')}}`;
  }

  /** Called by the driver for parameters. */
  toPostgres(): string {
    return this.toString();
  }
}

/** Up to here comparing each with each is quicker than a table. */
const COMPARED_MAX = 96;

function distinctPairs(pairs: readonly number[]): number[] {
  const found: number[] = [];
  const known = pairs.length > COMPARED_MAX ? new Set<string>() : undefined;
  for (let index = 0; index < pairs.length; index += 2) {
    const [high, low] = [pairs[index]! | 0, pairs[index + 1]! | 0];
    if (known === undefined ? holds(found, high, low) : known.has(`${high} ${low}`)) continue;
    known?.add(`${high} ${low}`);
    found.push(high, low);
  }
  return found;
}

function holds(found: readonly number[], high: number, low: number): boolean {
  for (let index = 0; index < found.length; index += 2) if (found[index + 1] === low && found[index] === high) return true;
  return false;
}
