import type { Pool } from 'pg';
import type { Database } from '#platform/database/transaction.ts';

/** Some sixteen thousand resources of 1.5 kB: what a morning's open records hold. Taken from the system as it fills. */
const BYTES_MAX = 24 * 1024 * 1024;
/** Longer texts (attachments) would push out a hundred others. */
const TEXT_BYTES_MAX = 64 * 1024;
/** Of the last pages so many in which the share of texts known is remembered. */
const PAGES = 32;
/** From this share on a page is cheaper asked for without texts, and the unknown ones by their keys. */
const WARM_FROM = 0.75;

interface Place {
  readonly key: string;
  readonly stamp: string;
  readonly at: number;
  readonly length: number;
}

/**
 * Texts of current versions that this process has sent lately, in one ring of bytes outside the heap; the oldest give way. What may be seen
 * is decided by the database each time: here lies only what a row of this key and stamp holds (docs/decisions/0115).
 */
export class KeptTexts {
  private readonly capacity: number;
  private bytes: Buffer | undefined;
  private readonly places = new Map<string, Place>();
  /** In the order of the ring; those before `first` are gone. */
  private order: Place[] = [];
  private first = 0;
  private end = 0;
  private warmth = 0;

  constructor(capacity = BYTES_MAX) {
    this.capacity = capacity;
  }

  get isWarm(): boolean {
    return this.warmth >= WARM_FROM;
  }

  /** How many texts of a page were known. */
  learn(known: number, of: number): void {
    if (of > 0) this.warmth += (known / of - this.warmth) / PAGES;
  }

  /** Where the text of a row lies, if it is the row's. Good until the next `keep`. */
  find(key: string, stamp: string): Place | undefined {
    const place = this.places.get(key);
    return place?.stamp === stamp ? place : undefined;
  }

  /** A copy of the texts, each behind the other. */
  take(places: readonly Place[]): Buffer[] {
    const whole = Buffer.allocUnsafe(places.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    return places.map((place) => {
      this.bytes!.copy(whole, at, place.at, place.at + place.length);
      at += place.length;
      return whole.subarray(at - place.length, at);
    });
  }

  keep(key: string, stamp: string, text: Buffer): void {
    const { length } = text;
    if (length > TEXT_BYTES_MAX || length > this.capacity) return;
    this.bytes ??= Buffer.allocUnsafeSlow(this.capacity);
    if (this.end + length > this.capacity) {
      while (this.oldest !== undefined && this.oldest.at >= this.end) this.drop();
      this.end = 0;
    }
    while (this.oldest !== undefined && this.oldest.at >= this.end && this.oldest.at < this.end + length) this.drop();
    text.copy(this.bytes, this.end);
    const place = { key, stamp, at: this.end, length };
    this.places.set(key, place);
    this.order.push(place);
    this.end += length;
  }

  private get oldest(): Place | undefined {
    return this.order[this.first];
  }

  private drop(): void {
    const place = this.order[this.first]!;
    this.first += 1;
    if (this.places.get(place.key) === place) this.places.delete(place.key);
    if (this.first * 2 < this.order.length) return;
    this.order = this.order.slice(this.first);
    this.first = 0;
  }
}

const kept = new WeakMap<Pool, KeptTexts>();

/** Of the database behind a sight. */
export function keptTextsOf({ pool }: Database): KeptTexts {
  let texts = kept.get(pool);
  if (texts === undefined) kept.set(pool, (texts = new KeptTexts()));
  return texts;
}
