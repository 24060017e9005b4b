import { csvLine, csvRows } from '#platform/documents/csv.ts';
import { caseColumns, rowToFields, type CaseColumns } from '../../server/rules/cases/case-columns.ts';
import { readCase, type CaseInput, type RefusedCase } from '../../server/rules/cases/read-case.ts';
import { STATUS } from '../../server/rules/drg/case.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import type { Format } from '#platform/cli/pieces/read-pieces.ts';
import type { Engine } from './engine.ts';

/** What a piece of the file is read as and written as. */
export interface PieceStyle {
  readonly from: Format;
  readonly to: Format;
  readonly explain: boolean;
  /** Title row of a table. */
  readonly titles: readonly string[];
  /** Between the cells of a table. */
  readonly separator: string;
}

export interface PieceCounts {
  cases: number;
  refused: number;
  readonly statuses: Record<string, number>;
  /** The first refusals, for the person who watches. */
  readonly samples: string[];
}

export interface PieceResult {
  /** Text to append, or rows of cells for Excel. */
  readonly text: string;
  readonly rows: readonly (readonly string[])[];
  readonly counts: PieceCounts;
}

const SAMPLES_MAX = 3;

interface Line {
  readonly number: number;
  readonly id: unknown;
  readonly row: readonly string[];
  readonly reading: { readonly input: CaseInput } | { readonly refused: RefusedCase };
}

/** Groups the lines of one piece, in order. Made once a worker; keeps nothing between pieces. */
export class PieceGrouper {
  readonly #engine: Engine;
  readonly #style: PieceStyle;
  readonly #columns: CaseColumns | undefined;
  readonly #texts = new WeakMap<object, string>();

  constructor(engine: Engine, style: PieceStyle) {
    this.#engine = engine;
    this.#style = style;
    if (style.from === 'ndjson') return;
    const columns = caseColumns(style.titles);
    if ('refused' in columns) throw new CliFailure('refused', columns.refused);
    this.#columns = columns;
  }

  /** `from` is the number of the first line of the piece in the file, from 1. */
  run(given: { readonly text: string } | { readonly rows: readonly (readonly string[])[] }, from: number): PieceResult {
    const counts: PieceCounts = { cases: 0, refused: 0, statuses: {}, samples: [] };
    const rows: (readonly string[])[] = [];
    let text = '';
    for (const line of 'text' in given ? this.#lines(given.text, from) : this.#tableLines(given.rows, from)) {
      const written = this.#write(line, counts);
      if (typeof written === 'string') text += written;
      else rows.push(written);
    }
    return { text, rows, counts };
  }

  #lines(text: string, from: number): Iterable<Line> {
    return this.#style.from === 'ndjson' ? jsonLines(text, from) : this.#csvLines(text, from);
  }

  *#csvLines(text: string, from: number): Generator<Line> {
    const columns = this.#columns!;
    for (const { line, cells, fault } of csvRows(text, { separator: this.#style.separator, columns: columns.titles.length, from })) {
      if (cells === undefined) yield { number: line, id: null, row: [], reading: { refused: { place: 'row', zh: fault.zh, en: fault.en } } };
      else {
        const { id, fields } = rowToFields(columns, cells);
        yield { number: line, id, row: cells, reading: readCase(fields) };
      }
    }
  }

  *#tableLines(rows: readonly (readonly string[])[], from: number): Generator<Line> {
    let number = from;
    for (const row of rows) {
      const { id, fields } = rowToFields(this.#columns!, row);
      yield { number, id, row, reading: readCase(fields) };
      number += 1;
    }
  }

  #write(line: Line, counts: PieceCounts): string | readonly string[] {
    const refused = 'refused' in line.reading ? line.reading.refused : this.#mapMissing(line.reading.input);
    counts.cases += 1;
    if (refused !== undefined) {
      counts.refused += 1;
      if (counts.samples.length < SAMPLES_MAX) counts.samples.push(`line ${line.number} ${refused.place}: ${refused.zh} · ${refused.en}`);
      return this.#written(line, { result: this.#engine.refused, refused });
    }
    const input = (line.reading as { input: CaseInput }).input;
    const told = this.#style.explain ? this.#engine.explain(input) : { result: this.#engine.group(input), explanation: undefined };
    const status = String(told.result.status);
    counts.statuses[status] = (counts.statuses[status] ?? 0) + 1;
    const lacking = this.#lacking(input, status);
    if (lacking === undefined) return this.#written(line, told);
    counts.refused += 1;
    if (counts.samples.length < SAMPLES_MAX) counts.samples.push(`line ${line.number} ${lacking.place}: ${lacking.zh} · ${lacking.en}`);
    return this.#written(line, { ...told, refused: lacking });
  }

  /** Why the grouper itself would not take the case: the result stays as the scheme says, with the reason beside it. */
  #lacking(input: CaseInput, status: string): RefusedCase | undefined {
    if (input.diagnoses[0] === '') return { place: 'diagnoses[0]', zh: '缺少主要诊断', en: 'the principal diagnosis is missing' };
    if (status !== STATUS.checkFailed) return undefined;
    const check = this.#engine.explain(input).explanation.find((step) => (step as { step: string }).step === 'check') as RefusedCase | undefined;
    return { place: input.diagnoses.length === 0 ? 'diagnoses' : 'input', zh: check?.zh ?? status, en: check?.en ?? 'the case is not complete' };
  }

  #mapMissing({ codeSet }: CaseInput): RefusedCase | undefined {
    if (this.#engine.maps || codeSet === null || codeSet === undefined || !/^(clinical|临床|国临)/i.test(codeSet)) return undefined;
    return { place: 'codeSet', zh: '临床版编码须给出 --code-map', en: 'clinical codes need --code-map' };
  }

  #written(line: Line, told: { result: Readonly<Record<string, unknown>>; explanation?: readonly unknown[] | undefined; refused?: RefusedCase }): string | readonly string[] {
    if (this.#style.to === 'ndjson') {
      const explanation = told.explanation === undefined ? '' : `,"explanation":${JSON.stringify(told.explanation)}`;
      const refused = told.refused === undefined ? '' : `,"refused":${JSON.stringify({ line: line.number, ...told.refused })}`;
      return `{"id":${idText(line.id)},"result":${this.#resultText(told.result)}${explanation}${refused}}\n`;
    }
    const before = this.#columns === undefined ? [String(line.id ?? '')] : padded(line.row, this.#columns.titles.length);
    const cells = [
      ...before,
      ...this.#engine.columns.map((name) => cellText(told.result[name])),
      told.refused === undefined ? '' : `${told.refused.place}: ${told.refused.zh} · ${told.refused.en}`,
      ...(this.#style.explain ? [(told.explanation ?? []).map((step) => (step as { zh: string }).zh).join('；')] : []),
    ];
    return this.#style.to === 'csv' ? csvLine(cells) : cells;
  }

  /** Results of DRG are few objects: their text is made once. */
  #resultText(result: Readonly<Record<string, unknown>>): string {
    const known = this.#texts.get(result);
    if (known !== undefined) return known;
    const text = JSON.stringify(result);
    this.#texts.set(result, text);
    return text;
  }
}

function* jsonLines(text: string, from: number): Generator<Line> {
  let number = from - 1;
  let at = 0;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : end);
    at = end < 0 ? text.length : end + 1;
    number += 1;
    if (line === '' || line.trim() === '') continue;
    yield jsonLine(line, number);
  }
}

function jsonLine(line: string, number: number): Line {
  let value: unknown;
  try {
    value = JSON.parse(line.charCodeAt(0) === 0xfeff ? line.slice(1) : line);
  } catch {
    return { number, id: null, row: [], reading: { refused: { place: '$', zh: '不是合法的 JSON', en: 'not valid JSON' } } };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { number, id: null, row: [], reading: { refused: { place: '$', zh: '应为对象', en: 'an object is expected' } } };
  const { id, input } = value as { id?: unknown; input?: unknown };
  return { number, id, row: [], reading: readCase(input === undefined ? value : input) };
}

/** Plain ids need no escaping. */
const PLAIN_ID = /^[\w.:-]*$/;
const idText = (id: unknown): string => (typeof id === 'string' && PLAIN_ID.test(id) ? `"${id}"` : JSON.stringify(id ?? null));

const padded = (row: readonly string[], length: number): string[] => Array.from({ length }, (_, at) => row[at] ?? '');
const cellText = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

/** Titles of the table that is written; one that the input has already gets `result_` before it. */
export function titlesOut(engine: Pick<Engine, 'columns'>, { from, titles, explain }: PieceStyle): string[] {
  const before = from === 'ndjson' ? ['id'] : titles.map((title) => title.replace(/^﻿/, ''));
  const added = [...engine.columns, 'refused', ...(explain ? ['explanation'] : [])];
  return [...before, ...added.map((title) => (before.includes(title) ? `result_${title}` : title))];
}
