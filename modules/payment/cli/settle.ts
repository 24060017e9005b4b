import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import type { Cli } from '#platform/cli/command.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { startProgress } from '#platform/cli/progress.ts';
import type { ProblemDetail } from '#platform/kernel/problem.ts';
import { answerCase } from '../server/rules/formulas/book.ts';
import type { Outcome } from '../server/rules/formulas/formula.ts';
import { readRegionParameters } from '../server/rules/region-parameters.ts';
import { openRegionYear, type RawCase, type RegionSettlement, type RegionYear, type ScoredCase } from '../server/rules/region-year.ts';
import { inputBytes, readCaseLines, type InputLine } from './case-lines.ts';
import { dropCheckpoint, keepCheckpoint, openLineWriter, readCheckpoint, type LineWriter } from './case-output.ts';

const CHECKPOINT_LINES = 50_000;
const REFUSED_SHOWN_MAX = 50;
const REFUSED_KEPT_MAX = 10_000;

export interface SettleOptions {
  readonly parameters?: string;
  readonly in: string;
  readonly out: string;
  readonly summary?: string;
  readonly restart?: boolean;
}

interface Refused {
  readonly place: string;
  readonly reason: string;
}

const wordsOf = (reasons: readonly ProblemDetail[]): string => reasons.map(({ path, message }) => `${path}: ${message.zh} · ${message.en}`).join('; ');

/** What one run holds; the region-year is open only where parameters are given. */
class Run {
  readonly year: RegionSettlement | undefined;
  readonly csv: boolean;
  readonly refused: Refused[] = [];
  refusedCount = 0;
  done = 0;
  pending = 0;
  cases = 0;

  constructor(year: RegionSettlement | undefined, csv: boolean) {
    this.year = year;
    this.csv = csv;
  }

  refuse(place: string, reason: string): undefined {
    this.refusedCount += 1;
    if (this.refused.length < REFUSED_KEPT_MAX) this.refused.push({ place, reason });
    return undefined;
  }

  /** The line to write for one line of the input; undefined when it is refused. */
  answer(line: InputLine): string | undefined {
    const place = `line ${line.number}`;
    if (line.kind === 'unreadable') return this.refuse(place, line.reason);
    if (line.kind === 'worked') return this.answerWorked(place, line.given.id, answerCase(line.given));
    if (!this.year) return this.refuse(place, '病例需要 --parameters · a case needs --parameters');
    const scored = this.year.add(line.given);
    if ('refused' in scored) return this.refuse(`${place} ${line.given.case}`, wordsOf(scored.refused));
    this.done += 1;
    this.cases += 1;
    return this.csv ? csvLine(line.given, scored) : jsonLine(line.given, scored);
  }

  private answerWorked(place: string, id: string, outcome: Outcome): string | undefined {
    if (outcome.status === 'REFUSED') return this.refuse(`${place} ${id}`, wordsOf(outcome.reasons));
    this.done += 1;
    if (outcome.status !== 'SETTLED') this.pending += 1;
    return `${JSON.stringify({ id, ...outcome })}\n`;
  }
}

const CSV_HEADING = 'case,institution,group,cost,patient_paid,band,score\n';
const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const csvLine = (given: RawCase, { band, scoreText }: ScoredCase): string =>
  `${cell(given.case)},${cell(given.institution)},${cell(given.group)},${given.cost},${given.patientPaid},${band},${scoreText}\n`;
const jsonLine = (given: RawCase, { band, scoreText }: ScoredCase): string =>
  `${JSON.stringify({ id: given.case, institution: given.institution, group: given.group, cost: given.cost, patient_paid: given.patientPaid, result: { band, score: scoreText } })}\n`;

/** `yigong payment settle`: scores every case and settles the year, without a database. */
export async function settleFile(cli: Cli, options: SettleOptions): Promise<void> {
  const begin = performance.now();
  const run = new Run(openYear(options.parameters), /\.csv$/i.test(options.out) || (options.out === '-' && /\.csv$/i.test(options.in)));
  const total = inputBytes(options.in);
  const stamp = stampOf(options, total);
  const resumable = options.in !== '-' && options.out !== '-';
  const before = resumable && !options.restart ? readCheckpoint(options.out, stamp) : undefined;
  const writer = openLineWriter(options.out, before?.bytes ?? 0);
  await copyThrough({ cli, options, run, writer, stamp, resumable, linesBefore: before?.lines ?? 0 });
  const summary = run.cases > 0 ? run.year?.settle() : undefined;
  if (summary && options.out === '-' && !run.csv) await writer.write(`${JSON.stringify({ summary: summaryOf(summary) })}\n`);
  await writer.close();
  if (resumable) dropCheckpoint(options.out);
  tell(cli, { run, summary, options, seconds: (performance.now() - begin) / 1000 });
}

function openYear(path: string | undefined): RegionSettlement | undefined {
  if (path === undefined) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new CliFailure('not-found', { zh: `无法读取参数文件 ${path}`, en: `The parameters ${path} cannot be read` }, [(error as Error).message]);
  }
  const read = readRegionParameters(document);
  if (read.status === 'READY') return openRegionYear(read.parameters);
  if (read.status === 'REFUSED') throw new CliFailure('refused', { zh: '参数自相矛盾，未作任何计算。', en: 'The parameters contradict themselves; nothing was calculated.' }, read.reasons.map(({ path: place, message }) => `${place}: ${message.zh} · ${message.en}`));
  throw new CliFailure('refused', { zh: 'PENDING_LOCAL_PARAMETERS：缺少本地参数，未作任何计算。', en: 'PENDING_LOCAL_PARAMETERS: local parameters are missing; nothing was calculated.' }, read.missing);
}

/** Changes with the input or the parameters: then an interrupted run begins anew. */
function stampOf({ in: input, parameters }: SettleOptions, bytes: number): string {
  const partOf = (path: string | undefined): string => (path === undefined || path === '-' ? '' : `${path}|${statSync(path).mtimeMs}`);
  return createHash('sha256').update(`${partOf(input)}|${bytes}|${partOf(parameters)}`).digest('hex');
}

interface Copy {
  readonly cli: Cli;
  readonly options: SettleOptions;
  readonly run: Run;
  readonly writer: LineWriter;
  readonly stamp: string;
  readonly resumable: boolean;
  /** Written by the interrupted run: scored again for the sums, not written again. */
  readonly linesBefore: number;
}

async function copyThrough({ cli, options, run, writer, stamp, resumable, linesBefore }: Copy): Promise<void> {
  const progress = startProgress({ total: 0, silent: cli.output.json || options.out === '-', title: '结算 · settle' });
  if (linesBefore === 0 && run.csv) await writer.write(CSV_HEADING);
  let lines = 0;
  for await (const line of readCaseLines(options.in)) {
    lines += 1;
    const text = run.answer(line);
    if (lines > linesBefore && text !== undefined) {
      const full = writer.write(text);
      if (full) await full;
    }
    if (lines % CHECKPOINT_LINES !== 0) continue;
    progress.update(0, `${lines.toLocaleString('en')} · ${run.refusedCount} 拒收 refused`);
    if (!resumable || lines <= linesBefore) continue;
    await writer.flush();
    keepCheckpoint(options.out, { stamp, lines, bytes: writer.bytes });
  }
  progress.end();
}

/** The names of the published region-year. */
function summaryOf(year: RegionYear): Record<string, unknown> {
  return {
    status: year.status, missing: year.missing, total_score: year.totalScore, total_cost: year.totalCost, fund_claims: year.fundClaims,
    insurance_share: year.insuranceShare, point_value: year.pointValue,
    institutions: year.institutions.map((each) => ({
      institution: each.institution, cases: each.cases, low: each.low, high: each.high, score: each.score, gross: each.gross, patients_paid: each.patientsPaid,
      cost: each.cost, fund_claim: each.fundClaim, due: each.due, surplus_before_assessment: each.surplusBeforeAssessment,
    })),
    total_due: year.totalDue,
  };
}

interface Told {
  readonly run: Run;
  readonly summary: RegionYear | undefined;
  readonly options: SettleOptions;
  readonly seconds: number;
}

const COLUMNS = { institution: '机构 institution', cases: '病例 cases', score: '分值 score', gross: '应得 gross', patientsPaid: '个人 patients', due: '应付 due', surplusBeforeAssessment: '盈亏 surplus' };

function tell(cli: Cli, { run, summary, options, seconds }: Told): void {
  if (summary && options.summary !== undefined) writeFileSync(options.summary, `${JSON.stringify(summaryOf(summary), null, 2)}\n`, { mode: 0o600 });
  if (options.out !== '-') tellAnswers(cli, { run, summary, options, seconds });
  cli.output.say(`${run.done} 条已计算 · calculated, ${run.refusedCount} 条拒收 · refused, ${run.pending} 条待本地参数 · pending, ${seconds.toFixed(2)} s`);
  if (run.refusedCount === 0) return;
  const shown = run.refused.slice(0, REFUSED_SHOWN_MAX).map(({ place, reason }) => `${place}: ${reason}`);
  if (run.refusedCount > shown.length) shown.push(`… ${run.refusedCount - shown.length} 条未列出 · more`);
  throw new CliFailure('partly-done', { zh: `${run.refusedCount} 条被拒收，其余已计算。`, en: `${run.refusedCount} refused, the rest is calculated.` }, shown);
}

function tellAnswers(cli: Cli, { run, summary, seconds }: Told): void {
  if (cli.output.json) {
    cli.output.print({ calculated: run.done, refused: run.refused, refusedCount: run.refusedCount, pending: run.pending, seconds, ...(summary ? { summary: summaryOf(summary) } : {}) });
    return;
  }
  if (!summary) return;
  cli.output.table(summary.institutions.map((each) => ({ ...each })), COLUMNS);
  cli.output.print({
    '状态 · status': summary.missing.length === 0 ? summary.status : `${summary.status} (${summary.missing.join(', ')})`,
    '总分值 · total score': summary.totalScore, '报销比例 · insurance share': summary.insuranceShare, '点值 · point value': summary.pointValue, '应付合计 · total due': summary.totalDue,
  });
}
