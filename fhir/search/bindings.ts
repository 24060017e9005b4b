/** Bound values of one statement; the same value is bound once. */
export class Bindings {
  readonly values: unknown[] = [];
  private readonly places = new Map<unknown, number>();
  private aliases = 0;

  /** The placeholder with its cast, such as `$3::text`. */
  bind(value: string | number | null, type: string): string {
    const place = `${type}:${String(value)}`;
    let index = this.places.get(place);
    if (index === undefined) {
      this.values.push(value);
      index = this.values.length;
      this.places.set(place, index);
    }
    return `$${index}::${type}`;
  }

  /** Adds values that a text already numbers itself (the access scope). */
  append(values: readonly unknown[]): void {
    this.values.push(...values);
  }

  alias(): string {
    this.aliases += 1;
    return `t${this.aliases}`;
  }
}
