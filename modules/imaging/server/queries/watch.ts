import { gateFor } from '#platform/access/gate.ts';
import { sightOf } from '#platform/access/sight.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Database } from '#platform/database/transaction.ts';
import { Problem } from '#platform/kernel/problem.ts';
import { addressFilters, listStudyRows, STUDY_SCOPE } from '../store/studies.ts';

/** A long answer is decided upon anew after so long: with the 800 ms for which is remembered who asks, within a second of what ended it. */
export const AGAIN_MS = 150;
const PIECE_BYTES = 256 * 1024;

/** The decision about an answer that is under way; the one that let it begin counts for the first moment. */
export class Watch {
  private readonly decide: () => Promise<boolean>;
  private decidedAt = performance.now();
  private isEnded = false;

  constructor(decide: () => Promise<boolean>) {
    this.decide = decide;
  }

  /** False once and for all when it may not go on. */
  async isOpen(): Promise<boolean> {
    if (this.isEnded || performance.now() - this.decidedAt < AGAIN_MS) return !this.isEnded;
    this.decidedAt = performance.now();
    this.isEnded = !(await this.decide().catch((error: unknown) => {
      if (error instanceof Problem) return false;
      throw error;
    }));
    return !this.isEnded;
  }

  /** Breaks off work that takes longer than the right to it. */
  async during<Result>(work: Promise<Result>, breakOff: () => void): Promise<Result> {
    const timer = setInterval(() => void this.isOpen().then((isOpen) => (isOpen ? undefined : breakOff()), breakOff), AGAIN_MS);
    try {
      return await work;
    } finally {
      clearInterval(timer);
    }
  }

  /** Lets pieces through as long as they may be seen; ends with an error then, so that nobody takes what came for the whole. */
  async *guard(pieces: AsyncIterable<Buffer>, onEnd: () => Promise<void>): AsyncGenerator<Buffer> {
    for await (const piece of pieces) {
      for (let at = 0; at < piece.length; at += PIECE_BYTES) {
        if (!(await this.isOpen())) {
          await onEnd();
          throw new EndedMeanwhile();
        }
        yield piece.subarray(at, at + PIECE_BYTES);
      }
    }
  }
}

class EndedMeanwhile extends Error {
  readonly code = 'ended-meanwhile';

  constructor() {
    super('The right to the answer ended while it was given');
    this.name = 'EndedMeanwhile';
  }
}

/** One watch for each study of an answer. `subjectNow` reads anew who asks; undefined for nobody any more. */
export class StudyWatches {
  private readonly database: Database;
  private readonly subjectNow: () => Promise<Subject | undefined>;
  private readonly watches = new Map<string, Watch>();

  constructor(database: Database, subjectNow: () => Promise<Subject | undefined>) {
    this.database = database;
    this.subjectNow = subjectNow;
  }

  /** From the moment of the selection on. */
  begin(studyUids: Iterable<string>): this {
    for (const studyUid of studyUids) this.watches.set(studyUid, new Watch(() => this.seesNow(studyUid)));
    return this;
  }

  of(studyUid: string): Watch {
    return this.watches.get(studyUid) ?? this.begin([studyUid]).of(studyUid);
  }

  private async seesNow(studyUid: string): Promise<boolean> {
    const subject = await this.subjectNow();
    if (subject === undefined) return false;
    const scope = gateFor(subject, this.database).scope(STUDY_SCOPE);
    const { rows } = await listStudyRows(this.database.sighted(sightOf(subject)), { scope, filters: addressFilters({ studyUid }), limit: 1, offset: 0 });
    return rows.length > 0;
  }
}
