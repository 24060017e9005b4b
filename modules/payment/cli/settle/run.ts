import type { Pool } from '#platform/cli/pieces/pool.ts';
import type { Input, Piece } from '#platform/cli/pieces/read-pieces.ts';
import { saveState, type ResumeState } from '#platform/cli/pieces/resume-state.ts';
import type { Out } from '#platform/cli/pieces/write-out.ts';
import type { Progress } from '#platform/cli/progress.ts';
import { openKnownStays } from '../../server/rules/known-stays.ts';
import { TWICE, type RegionTallies } from '../../server/rules/region-year.ts';
import { createSeenIds } from '../../server/rules/seen-ids.ts';
import type { Refused, SettleAnswer, SettleTask } from './worker-messages.ts';

const REFUSED_KEPT_MAX = 10_000;
const SAVE_EVERY_MS = 1000;

interface RunSetting {
  readonly input: Input;
  readonly pool: Pool<SettleTask, SettleAnswer>;
  readonly out: Out;
  readonly tallies: RegionTallies | undefined;
  readonly progress: Progress;
  /** What an interrupted run has written: read again for its sums, not written again. */
  readonly before: ResumeState | undefined;
  readonly save: { readonly out: string; readonly mark: string } | undefined;
}

/** One run over a file: pieces in threads, and what needs the order of the whole file here. */
export class SettleRun {
  readonly #setting: RunSetting;
  readonly #seen = createSeenIds();
  readonly #stays = openKnownStays();
  readonly refused: Refused[] = [];
  refusedCount = 0;
  done = 0;
  pending = 0;
  cases = 0;
  #savedAt = 0;
  #ends: ResumeState[] = [];

  constructor(setting: RunSetting) {
    this.#setting = setting;
  }

  /** Reads ahead as far as the pool takes pieces; checks and writes their answers in order. */
  async go(): Promise<void> {
    const { input, pool } = this.#setting;
    const flying: (() => Promise<void>)[] = [];
    let sequence = 0;
    for await (const piece of input.pieces) {
      const task: SettleTask = { sequence, line: piece.line, encoding: input.encoding, ...(piece.rows === undefined ? {} : { rows: piece.rows }) };
      // The thread takes the bytes away; a piece that holds a repeated case is worked on once more.
      const answer = pool.submit(piece.bytes === undefined ? task : { ...task, bytes: piece.bytes.slice() });
      answer.catch(() => undefined);
      sequence += 1;
      flying.push(async () => this.#land(await answer, { piece, task }));
      if (flying.length >= pool.window) await flying.shift()!();
    }
    for (const land of flying) await land();
  }

  async #land(first: SettleAnswer, { piece, task }: { piece: Piece; task: SettleTask }): Promise<void> {
    const { pool, out, tallies, before, progress } = this.#setting;
    const refuse = this.#forbidden(first);
    const answer = refuse.size === 0 ? first : await pool.submit({ ...task, refuse, ...(piece.bytes === undefined ? {} : { bytes: piece.bytes }) });
    tallies?.merge(answer.sums);
    this.done += answer.done;
    this.pending += answer.pending;
    this.cases += answer.lines.length;
    this.refusedCount += answer.refusedCount;
    if (this.refused.length < REFUSED_KEPT_MAX) this.refused.push(...answer.refused);
    const written = before !== undefined && piece.end <= before.inputOffset;
    if (!written) await out.write(answer);
    progress.update(piece.end, `${this.done.toLocaleString('en')} · ${this.refusedCount} 拒收 refused`);
    if (!written) this.#save(piece);
  }

  /** Lines of the piece whose case number or stay was met before. */
  #forbidden({ lines, marks, stays }: SettleAnswer): Map<number, string> {
    const refuse = new Map<number, string>();
    let next = 0;
    for (let at = 0; at < lines.length; at += 1) {
      const stay = stays[next]?.at === at ? stays[next++] : undefined;
      const fault = stay && this.#stays.faultOf(stay);
      if (fault !== undefined) refuse.set(lines[at]!, `${fault.path}: ${fault.message.zh} · ${fault.message.en}`);
      else if (!this.#seen.addMark({ a: marks[2 * at]!, b: marks[2 * at + 1]! })) refuse.set(lines[at]!, `case: ${TWICE.zh} · ${TWICE.en}`);
      else if (stay !== undefined) this.#stays.keep(stay);
    }
    return refuse;
  }

  #save(piece: Piece): void {
    const { save, out } = this.#setting;
    if (save === undefined) return;
    this.#ends.push({ input: save.mark, inputOffset: piece.end, line: piece.nextLine, outputOffset: out.bytes, cases: this.cases, refused: this.refusedCount, statuses: {} });
    const now = performance.now();
    if (now - this.#savedAt < SAVE_EVERY_MS) return;
    const held = this.#ends.findLastIndex(({ outputOffset }) => outputOffset <= out.held);
    if (held < 0) return;
    this.#savedAt = now;
    saveState(save.out, this.#ends[held]!);
    this.#ends = this.#ends.slice(held + 1);
  }
}
