import { scaledText } from '#platform/kernel/decimal.ts';
import type { FrozenScore } from '../../contract/frozen-scores.ts';
import type { PackContent } from '../../contract/pack-content.ts';
import type { InstitutionSums } from '../store/cases.ts';
import { assessmentCoefficient } from './assessment.ts';
import { figuresFrom, type BareFigure, type FigureRequest } from './figures.ts';

interface Cleared {
  readonly figures: readonly BareFigure[];
  readonly missing: readonly string[];
}

interface ClearingInput {
  readonly sums: readonly InstitutionSums[];
  readonly content: PackContent;
  readonly packVersion: string;
}

const yuan = (amountFen: number): string => scaledText(BigInt(amountFen), 2);

/** Collects figures and what is missing for them. */
function openLedger(packVersion: string) {
  const figures: BareFigure[] = [];
  const missing = new Set<string>();
  return {
    figures,
    missing,
    /** The value of the first name, or undefined while parameters are missing. */
    make: (request: Omit<FigureRequest, 'packVersion'>): string | undefined => {
      const figured = figuresFrom({ ...request, packVersion });
      if (figured.status === 'SETTLED') figures.push(...figured.figures);
      else for (const name of figured.missing) missing.add(request.organisationId === null ? name : `${request.organisationId}.${name}`);
      return figured.status === 'SETTLED' ? figured.figures[0]?.value : undefined;
    },
  };
}

interface YearInput extends ClearingInput {
  readonly advances: ReadonlyMap<string, string>;
  /** Frozen scores of the year by institution; they go before a coefficient of the pack. */
  readonly scores?: ReadonlyMap<string, FrozenScore>;
}

const coefficientOf = (frozen: FrozenScore | undefined, { assessmentBands }: PackContent): string | undefined => (frozen === undefined || assessmentBands.length === 0 ? undefined : assessmentCoefficient(frozen, assessmentBands));

/** The numbers of a year: total score, share, point value, and gross, due and balance of each institution. */
export function clearYear({ sums, content, packVersion, advances, scores = new Map() }: YearInput): Cleared {
  const ledger = openLedger(packVersion);
  const whole = { organisationId: null } as const;
  const totalScore = ledger.make({ ...whole, formula: 'sum', inputs: { parts: sums.map(({ score }) => score), decimals: '4' }, names: { sum: 'totalScore' } });
  const totalCost = ledger.make({ ...whole, formula: 'sum', inputs: { parts: sums.map(({ costFen }) => yuan(costFen)) }, names: { sum: 'totalCost' } });
  const paid = ledger.make({ ...whole, formula: 'sum', inputs: { parts: sums.map(({ patientsPaidFen }) => yuan(patientsPaidFen)) }, names: { sum: 'patientsPaid' } });
  const share = ledger.make({ ...whole, formula: 'insurance_share', inputs: { total_cost: totalCost, patients_paid: paid }, names: { insurance_share: 'insuranceShare' } });
  const pointValue = content.rate === undefined
    ? ledger.make({ ...whole, formula: 'settlement_point_value', inputs: { fund_total: content.fund_total, insurance_share: share, total_score: totalScore }, names: { point_value: 'pointValue' } })
    : ledger.make({ ...whole, formula: 'sum', inputs: { parts: [content.rate], decimals: '4' }, names: { sum: 'pointValue' } });
  const dues = sums.map((each) => {
    const institution = content.institutions.find((row) => row.institution === each.institution);
    institutionFigures(ledger.make, each);
    return ledger.make({
      organisationId: each.institution, formula: 'institution_due', names: { due: 'due', gross: 'gross', balance: 'balance' },
      inputs: {
        total_score: each.score, point_value: pointValue, patients_paid: yuan(each.patientsPaidFen), assessment: coefficientOf(scores.get(each.institution), content) ?? institution?.assessment, deduction: institution?.deduction ?? '0',
        advanced: advances.get(each.institution) ?? '0',
      },
    });
  });
  if (dues.every((due) => due !== undefined)) ledger.make({ ...whole, formula: 'sum', inputs: { parts: dues }, names: { sum: 'totalDue' } });
  // A point value that is pending makes every due pending: only the cause is named.
  const missing = [...ledger.missing].filter((name) => pointValue !== undefined || !name.endsWith('.point_value'));
  return { figures: ledger.figures, missing };
}

function institutionFigures(make: (request: Omit<FigureRequest, 'packVersion'>) => string | undefined, each: InstitutionSums): void {
  const sum = (name: string, part: string, decimals: string): void => void make({ organisationId: each.institution, formula: 'sum', inputs: { parts: [part], decimals }, names: { sum: name } });
  sum('score', each.score, '4');
  sum('cost', yuan(each.costFen), '2');
  sum('cases', String(each.cases), '0');
  sum('low', String(each.low), '0');
  sum('high', String(each.high), '0');
}

/** The advance of a month for each institution at the point value of the budget. */
export function advanceMonth({ sums, content, packVersion }: ClearingInput): Cleared {
  const ledger = openLedger(packVersion);
  const advances = sums.map((each) => {
    institutionFigures(ledger.make, each);
    return ledger.make({
      organisationId: each.institution, formula: 'monthly_advance', names: { advance: 'advance', retained: 'retained' },
      inputs: { month_total_weight: each.score, rate: content.advance?.pointValue, patients_paid: yuan(each.patientsPaidFen), advance_share: content.advance?.share, deductions: '0' },
    });
  });
  if (advances.every((advance) => advance !== undefined)) ledger.make({ organisationId: null, formula: 'sum', inputs: { parts: advances }, names: { sum: 'totalAdvance' } });
  return { figures: ledger.figures, missing: [...ledger.missing] };
}
