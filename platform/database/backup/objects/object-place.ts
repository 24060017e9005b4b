import { dirname, join } from 'node:path';
import type { Sql } from '#platform/database/transaction.ts';

/** A folder of files that rows name: each written whole under its name and never changed in place, at most replaced or removed. */
export interface ObjectPlace {
  /** In the backup folder and in manifests. */
  readonly name: string;
  /** Below the data folder. */
  readonly folder: string;
  /** The folder in it where files lie until they are whole. */
  readonly incoming: string;
  /** Where the file of that name lies in the folder. */
  pathOf(name: string): string;
  /** Names that rows name, in order, after one of them; a page. */
  listNamed(sql: Sql, asked: { after: string; limit: number }): Promise<string[]>;
  /** Those of these names that rows name. */
  findNamed(sql: Sql, names: readonly string[]): Promise<ReadonlySet<string>>;
  /** Names of files that were begun in that time, in order, after one of them; a page. Of some there is no file (yet). */
  listBegun(sql: Sql, asked: { from: Date; until: Date; after: string; limit: number }): Promise<string[]>;
  /** What people call these files: a line for every row that names one. */
  describe(sql: Sql, names: readonly string[]): Promise<string[]>;
}

/** Files that lie in a store of its own, which has its own backup. */
export interface OutsidePlace {
  readonly name: string;
  /** Where, for people: without passwords. */
  readonly store: string;
}

export interface ObjectsToKeep {
  readonly places: readonly ObjectPlace[];
  readonly outside: readonly OutsidePlace[];
}

/** One version of a file in the backup folder; its name says everything of it, so that the folder itself is the index. */
export interface CopyName {
  readonly name: string;
  /** When the file was written, milliseconds since 1970: another version has another time. */
  readonly writtenMs: number;
  /** Of the file in the data folder. */
  readonly sha256: string;
  /** Sealed by the key of the backup, because the file lay in clear. */
  readonly isPacked: boolean;
  /** When a backup found that the data folder does not have it any more. */
  readonly goneMs?: number;
}

const COPY = /^(.+)\.(\d+)\.([0-9a-f]{64})(\.sealed)?(?:\.gone-(\d+))?$/;

export const copyFileName = ({ name, writtenMs, sha256, isPacked, goneMs }: CopyName): string =>
  `${name}.${writtenMs}.${sha256}${isPacked ? '.sealed' : ''}${goneMs === undefined ? '' : `.gone-${goneMs}`}`;

export function readCopyName(file: string): CopyName | undefined {
  const [, name, written, sha256, packed, gone] = COPY.exec(file) ?? [];
  if (name === undefined || sha256 === undefined) return undefined;
  return { name, writtenMs: Number(written), sha256, isPacked: packed !== undefined, ...(gone === undefined ? {} : { goneMs: Number(gone) }) };
}

export const isSameCopy = (one: CopyName, other: CopyName): boolean => one.name === other.name && one.writtenMs === other.writtenMs && one.sha256 === other.sha256 && one.isPacked === other.isPacked;

const OBJECTS = 'objects';
const INCOMING = 'incoming';

/** Below the backup folder. */
export const copiesPathOf = (place: Pick<ObjectPlace, 'name'>): string => `${OBJECTS}/${place.name}`;
export const copiesRootOf = (backupFolder: string, place: Pick<ObjectPlace, 'name'>): string => join(backupFolder, copiesPathOf(place));
export const incomingOf = (backupFolder: string): string => join(backupFolder, OBJECTS, INCOMING);
/** Below the place, in the data folder as in the backup folder. */
export const folderOfObject = (place: ObjectPlace, name: string): string => dirname(place.pathOf(name));
/** What a packed copy is bound to. */
export const packedNameOf = (place: Pick<ObjectPlace, 'name'>, name: string): string => `${OBJECTS}/${place.name}/${name}`;
