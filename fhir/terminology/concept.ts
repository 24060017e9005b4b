/** One concept of a code system, wherever it is kept. */
export interface Concept {
  readonly code: string;
  readonly display?: string;
  readonly definition?: string;
  readonly parent?: string;
  readonly properties?: Readonly<Record<string, readonly string[]>>;
}

/** The concept that it stands in, and those that its properties name. */
export const parentsOf = ({ parent, properties }: Concept): readonly string[] =>
  [...new Set([...(parent === undefined ? [] : [parent]), ...(properties?.parent ?? [])])];

export interface ListAsked {
  /** Part of the code, display or a designation, in any case. */
  readonly text?: string;
  /** Without concepts that are no longer in use. */
  readonly isActiveOnly?: boolean;
  /** Without groups that are no answer themselves. */
  readonly isSelectableOnly?: boolean;
  readonly offset: number;
  readonly limit: number;
}

export interface ConceptPage {
  readonly total: number;
  readonly concepts: readonly Concept[];
}

/** A code system as the operations see it: of the R4 definitions (in memory) or stored by users (indexed rows). */
export interface CodeSystemSource {
  readonly url: string;
  readonly version?: string;
  readonly name?: string;
  readonly find: (code: string) => Promise<Concept | undefined>;
  readonly list: (asked: ListAsked) => Promise<ConceptPage>;
  /** Concepts directly below. */
  readonly listChildren: (code: string) => Promise<readonly Concept[]>;
  /** The concept and everything below it. */
  readonly listBelow: (code: string) => Promise<readonly Concept[]>;
  /** Codes of every ancestor, not itself. */
  readonly listAbove: (code: string) => Promise<readonly string[]>;
  /** Whether `above` is an ancestor of `code`, not itself. */
  readonly isBelow: (code: string, above: string) => Promise<boolean>;
}
