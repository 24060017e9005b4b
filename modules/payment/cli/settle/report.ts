import type { Cli } from '#platform/cli/command.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import type { RegionYear } from '../../server/rules/region-year.ts';
import type { SettleRun } from './run.ts';

const REFUSED_SHOWN_MAX = 50;

/** The names of the published region-year. */
export function summaryOf(year: RegionYear): Record<string, unknown> {
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
  readonly run: SettleRun;
  readonly summary: RegionYear | undefined;
  /** False where the answers themselves go to standard output. */
  readonly toScreen: boolean;
  readonly seconds: number;
}

const COLUMNS = { institution: '机构 institution', cases: '病例 cases', score: '分值 score', gross: '应得 gross', patientsPaid: '个人 patients', due: '应付 due', surplusBeforeAssessment: '盈亏 surplus' };

/** Says what was settled; throws CliFailure `partly-done` when lines were refused. */
export function tell(cli: Cli, { run, summary, toScreen, seconds }: Told): void {
  if (toScreen) tellAnswers(cli, { run, summary, toScreen, seconds });
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
