import type { PackFile, PackFinding } from '../../contract/pack.ts';

export interface Known {
  /** Ids of the indicator registry. */
  readonly indicators: ReadonlySet<string>;
  /** Rooms of the platform. */
  readonly rooms: ReadonlySet<string>;
}

/** A path inside a file of the pack, such as `['tasks', 3, 'lead']`. */
export type Place = readonly (string | number)[];

/** Tells the line of a place in a file. */
export type Locate = (file: PackFile, place: Place) => Pick<PackFinding, 'file' | 'line' | 'column' | 'path'>;
