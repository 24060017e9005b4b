import type { Subject } from '#platform/access/subject.ts';
import type { Archive } from '../../commands/store/store-instances.ts';
import type { InstanceRow } from '../../store/studies.ts';
import type { FileReader } from '../dicomweb/file-reader.ts';
import type { Elements } from './find.ts';
import type { RawDataSet } from './raw-data-set.ts';
import { dataSetFor, RETRIEVED, selectInstances, watchesOf } from './retrieve.ts';

/** How far a retrieval is. */
export interface Progress {
  readonly status: number;
  readonly remaining: number;
  readonly completed: number;
  readonly warnings: number;
  readonly failedUids: readonly string[];
}

export interface DimseHouse {
  readonly archive: Archive;
  readonly files: FileReader;
  readonly onError: (error: unknown) => void;
}

export interface Caller {
  readonly subject: Subject;
  /** Read anew; undefined when the title may not call any more. */
  readonly subjectNow: () => Promise<Subject | undefined>;
}

/** The association that asks, as far as a retrieval needs it. */
interface Asking extends Caller {
  /** Whether the other side stores this class in this form over the association. */
  readonly takes: (sopClass: string, transferSyntax: string) => boolean;
  /** Sends one C-STORE and waits for its status; undefined when the connection ended. */
  readonly store: (dataSet: RawDataSet) => Promise<number | undefined>;
  readonly isCancelled: () => boolean;
  /** Ends the connection in the middle of an object; nothing when the whole of it has gone out. */
  readonly breakOff: () => void;
  readonly tell: (progress: Progress) => void;
}

const PENDING = 0xff00;
/** Coercion and the like: kept all the same (PS3.4 B.2.3). */
const isWarning = (status: number): boolean => status >>> 12 === 0xb;

/**
 * C-GET (PS3.4 C.4.3): one C-STORE after the other over the association that asked, the bytes as they are kept where it takes them so.
 * What may not be seen any more meanwhile is not sent and counts as failed.
 */
export async function getInstances(house: DimseHouse, identifier: Elements, asking: Asking): Promise<Progress> {
  const selected = await selectInstances(house.archive, asking.subject, { identifier, action: 'imaging.get', detail: {} });
  if ('status' in selected) return { status: selected.status, remaining: 0, completed: 0, warnings: 0, failedUids: [] };
  const { rows } = selected;
  const watches = watchesOf(house.archive, asking.subjectNow, rows);
  let [completed, warnings] = [0, 0];
  const failedUids: string[] = [];
  const progress = (status: number, done: number): Progress => ({ status, remaining: rows.length - done, completed, warnings, failedUids });
  for (const [done, row] of rows.entries()) {
    if (asking.isCancelled()) return progress(RETRIEVED.cancelled, done);
    const watch = watches.of(row.studyUid);
    const status = (await watch.isOpen()) ? await watch.during(sendOne(house, row, asking), asking.breakOff) : undefined;
    if (status === undefined) failedUids.push(row.sopUid);
    else if (isWarning(status)) warnings += 1;
    else if (status === RETRIEVED.success) completed += 1;
    else failedUids.push(row.sopUid);
    if (done + 1 < rows.length) asking.tell(progress(PENDING, done + 1));
  }
  return progress(finalStatus(rows.length, { failed: failedUids.length, warnings }), rows.length);
}

function finalStatus(total: number, { failed, warnings }: { failed: number; warnings: number }): number {
  if (failed === 0 && warnings === 0) return RETRIEVED.success;
  return failed === total ? RETRIEVED.allFailed : RETRIEVED.someFailed;
}

/** Undefined where it could not be sent at all; the others are sent all the same. */
async function sendOne({ files, onError }: DimseHouse, row: InstanceRow, { takes, store }: Asking): Promise<number | undefined> {
  try {
    const dataSet = await dataSetFor(files, row, (transferSyntax) => takes(row.sopClass, transferSyntax));
    return dataSet === undefined ? undefined : await store(dataSet);
  } catch (error) {
    onError(error);
    return undefined;
  }
}
