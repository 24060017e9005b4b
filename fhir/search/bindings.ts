export interface BoundStatement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Bound values of one statement; the same value is bound once. */
export class Bindings {
  readonly values: unknown[] = [];
  /** For a database that is spread over machines, which takes no lateral look-ups. */
  readonly isDistributed: boolean;
  private readonly places = new Map<unknown, number>();
  private aliases = 0;

  constructor(isDistributed = false) {
    this.isDistributed = isDistributed;
  }

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

/** One statement with only the values that it uses, numbered anew. */
export function compact(text: string, values: readonly unknown[]): BoundStatement {
  const used: unknown[] = [];
  const places = new Map<string, number>();
  const renumbered = text.replace(/\$(\d+)/g, (_, number: string) => {
    let place = places.get(number);
    if (place === undefined) {
      used.push(values[Number(number) - 1]);
      places.set(number, (place = used.length));
    }
    return `$${place}`;
  });
  return { text: renumbered, values: used };
}
