import { CliFailure } from '#platform/cli/exit-codes.ts';
import { csvLine, csvRows } from '#platform/documents/csv.ts';
import type { ProblemDetail } from '#platform/kernel/problem.ts';
import type { GroupedForSettlement, SettlementGrouping } from '#modules/casemix/server/api.ts';
import { answerCase } from '../../server/rules/formulas/book.ts';
import { faultOfDays } from '../../server/rules/known-stays.ts';
import type { RegionParameters } from '../../server/rules/region-parameters.ts';
import { openTallies, type RegionTallies } from '../../server/rules/region-year.ts';
import { openCaseScorer, type CaseScorer, type RawCase, type ScoredCase } from '../../server/rules/score-case.ts';
import { markOf } from '../../server/rules/seen-ids.ts';
import { caseOfObject, caseRowReader } from './case-fields.ts';
import type { GivenStayLine, Refused, SettleAnswer, SettleStyle, SettleTask } from './worker-messages.ts';

const REFUSED_KEPT_MAX = 200;

/** What one thread works with. */
export interface SettleEngine {
  readonly parameters: RegionParameters | undefined;
  readonly grouping: SettlementGrouping | undefined;
}

export const outTitles = (grouped: boolean): string[] => ['case', 'institution', 'group', 'cost', 'patient_paid', 'band', 'score', ...(grouped ? ['status', 'coefficient'] : [])];

const wordsOf = (reasons: readonly ProblemDetail[]): string => reasons.map(({ path, message }) => `${path}: ${message.zh} · ${message.en}`).join('; ');

/** Groups, scores and sums the lines of one piece. Nothing is kept between pieces, so they may be worked on in any order. */
export class PieceSettler {
  readonly #style: SettleStyle;
  readonly #grouping: SettlementGrouping | undefined;
  readonly #parameters: RegionParameters | undefined;
  readonly #scorer: CaseScorer | undefined;
  readonly #caseOfRow: ((row: readonly string[]) => RawCase) | undefined;
  readonly #fieldsOfRow: ((row: readonly string[]) => unknown) | undefined;

  constructor({ parameters, grouping }: SettleEngine, style: SettleStyle) {
    this.#style = style;
    this.#grouping = grouping;
    this.#parameters = parameters;
    this.#scorer = parameters && openCaseScorer(parameters);
    if (style.from === 'ndjson') return;
    this.#caseOfRow = caseRowReader(style.titles, grouping !== undefined);
    const fields = grouping?.rows(style.titles);
    if (fields !== undefined && typeof fields !== 'function') throw new CliFailure('refused', fields.refused);
    this.#fieldsOfRow = fields;
  }

  run(task: SettleTask): SettleAnswer {
    const piece = new Piece(task, this.#parameters);
    if (task.rows !== undefined) task.rows.forEach((row, index) => this.#row(piece, row, task.line + index));
    else {
      const text = new TextDecoder(task.encoding).decode(task.bytes);
      if (this.#style.from === 'ndjson') this.#jsonLines(piece, text);
      else this.#csvRows(piece, text);
    }
    return piece.answer();
  }

  #csvRows(piece: Piece, text: string): void {
    const { separator, titles } = this.#style;
    for (const { line, cells, fault } of csvRows(text, { separator, columns: titles.length, from: piece.task.line })) {
      if (cells === undefined) piece.refuse(`line ${line}`, `${fault.zh} · ${fault.en}`);
      else this.#row(piece, cells, line);
    }
  }

  #row(piece: Piece, row: readonly string[], line: number): void {
    this.#settle(piece, { line, given: this.#caseOfRow!(row), fields: this.#fieldsOfRow === undefined ? undefined : () => this.#fieldsOfRow!(row) });
  }

  #jsonLines(piece: Piece, text: string): void {
    let [at, line] = [0, piece.task.line - 1];
    while (at < text.length) {
      const found = text.indexOf('\n', at);
      const end = found < 0 ? text.length : found;
      const source = text.slice(at, end);
      at = end + 1;
      line += 1;
      if (source.trim() !== '') this.#jsonLine(piece, source, line);
    }
  }

  #jsonLine(piece: Piece, source: string, line: number): void {
    let row: Record<string, unknown>;
    try {
      const value: unknown = JSON.parse(source.charCodeAt(0) === 0xfeff ? source.slice(1) : source);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return piece.refuse(`line ${line}`, '应为对象 · an object is expected');
      row = value as Record<string, unknown>;
    } catch {
      return piece.refuse(`line ${line}`, '不是正确的 JSON · not valid JSON');
    }
    const { inputs } = row;
    if (typeof inputs === 'object' && inputs !== null) return piece.worked(line, { id: String(row['id'] ?? line), ...(row['kind'] === undefined ? {} : { kind: String(row['kind']) }), inputs: inputs as Record<string, unknown> });
    this.#settle(piece, { line, given: caseOfObject(row), fields: this.#grouping === undefined ? undefined : () => row['input'] ?? row });
  }

  #settle(piece: Piece, { line, given, fields }: { line: number; given: RawCase; fields: (() => unknown) | undefined }): void {
    const place = given.case === '' ? `line ${line}` : `line ${line} ${given.case}`;
    if (this.#scorer === undefined) return piece.refuse(place, '病例需要 --parameters · a case needs --parameters');
    const forbidden = piece.task.refuse?.get(line);
    if (forbidden !== undefined) return piece.refuse(place, forbidden);
    const grouped = fields === undefined ? undefined : this.#grouping!.group(fields());
    if (grouped !== undefined && 'refused' in grouped) return piece.refuse(place, `${grouped.refused.place}: ${grouped.refused.zh} · ${grouped.refused.en}`);
    const whole = grouped === undefined ? given : { ...given, group: grouped.group };
    const taken = this.#scorer.score(whole, grouped !== undefined && (grouped.auxiliary !== undefined || grouped.stayScore !== undefined) ? grouped : undefined);
    if ('refused' in taken) return piece.refuse(place, `${grouped === undefined || grouped.status === '分组成功' ? '' : `${grouped.status} `}${wordsOf(taken.refused)}`);
    const days = faultOfDays(whole);
    if (days !== undefined) return piece.refuse(place, wordsOf([days]));
    piece.take({ line, given: whole, taken, text: this.#written(whole, taken.scored, grouped) });
  }

  #written(given: RawCase, { band, scoreText }: ScoredCase, grouped: GroupedForSettlement | undefined): string | string[] {
    if (this.#style.to === 'ndjson') {
      const more = grouped === undefined ? '' : `,"status":${JSON.stringify(grouped.status)},"coefficient":"${grouped.auxiliary ?? '1'}"`;
      return `{"id":${JSON.stringify(given.case)},"institution":${JSON.stringify(given.institution)},"group":${JSON.stringify(given.group)},"cost":"${given.cost}","patient_paid":"${given.patientPaid}","result":{"band":"${band}","score":"${scoreText}"${more}}}\n`;
    }
    const cells = [given.case, given.institution, given.group, given.cost, given.patientPaid, band, scoreText, ...(grouped === undefined ? [] : [grouped.status, grouped.auxiliary ?? '1'])];
    return this.#style.to === 'csv' ? csvLine(cells) : cells;
  }
}

interface Taken {
  readonly line: number;
  readonly given: RawCase;
  readonly taken: Parameters<RegionTallies['take']>[1];
  readonly text: string | string[];
}

/** Collects the answer of one piece. */
class Piece {
  readonly task: SettleTask;
  readonly #tallies: RegionTallies | undefined;
  readonly #refused: Refused[] = [];
  readonly #rows: (readonly string[])[] = [];
  readonly #lines: number[] = [];
  readonly #marks: number[] = [];
  readonly #stays: GivenStayLine[] = [];
  #text = '';
  #done = 0;
  #pending = 0;
  #refusedCount = 0;

  constructor(task: SettleTask, parameters: RegionParameters | undefined) {
    this.task = task;
    this.#tallies = parameters && openTallies(parameters);
  }

  refuse(place: string, reason: string): void {
    this.#refusedCount += 1;
    if (this.#refused.length < REFUSED_KEPT_MAX) this.#refused.push({ place, reason });
  }

  worked(line: number, given: { id: string; kind?: string; inputs: Record<string, unknown> }): void {
    const outcome = answerCase(given);
    if (outcome.status === 'REFUSED') return this.refuse(`line ${line} ${given.id}`, wordsOf(outcome.reasons));
    this.#done += 1;
    if (outcome.status !== 'SETTLED') this.#pending += 1;
    this.#text += `${JSON.stringify({ id: given.id, ...outcome })}\n`;
  }

  take({ line, given, taken, text }: Taken): void {
    this.#done += 1;
    this.#tallies!.take(given.institution, taken);
    const { a, b } = markOf(given.case);
    if (given.person && given.admitted && given.discharged) this.#stays.push({ at: this.#lines.length, person: given.person, admitted: given.admitted, discharged: given.discharged });
    this.#lines.push(line);
    this.#marks.push(a, b);
    if (typeof text === 'string') this.#text += text;
    else this.#rows.push(text);
  }

  answer(): SettleAnswer {
    return {
      sequence: this.task.sequence, bytes: new TextEncoder().encode(this.#text), rows: this.#rows, done: this.#done, pending: this.#pending, refusedCount: this.#refusedCount, refused: this.#refused,
      lines: Uint32Array.from(this.#lines), marks: Float64Array.from(this.#marks), stays: this.#stays, sums: this.#tallies?.sums() ?? new Map(),
    };
  }
}
