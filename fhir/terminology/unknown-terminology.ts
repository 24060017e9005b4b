/** Thrown when a part of a value set is not known here; names the address. */
export class UnknownTerminology extends Error {}

/** Thrown for a value set that includes itself, directly or through others: what it holds cannot be said. */
export class CircularValueSet extends UnknownTerminology {}
