import type { Statement, StatementLine } from '../../contract/statements.ts';

type Totals = Pick<Statement, 'count' | 'totalFen' | 'performedFen' | 'reportedFen' | 'consortiumFen'>;

export function totalsOf(lines: readonly StatementLine[]): Totals {
  const sum = (key: keyof Totals): number => lines.reduce((total, line) => total + line[key], 0);
  return { count: sum('count'), totalFen: sum('totalFen'), performedFen: sum('performedFen'), reportedFen: sum('reportedFen'), consortiumFen: sum('consortiumFen') };
}

const COMMON_FUND = 'common-fund';

/**
 * The site that examines takes the whole price from the resident and owes the others their shares. What each is to pay
 * (negative) or receive (positive); all together are zero.
 */
export function balancesOf(lines: readonly StatementLine[]): Statement['balances'] {
  const balances = new Map<string, { organisationName: string; fen: number }>();
  const add = (organisationId: string, organisationName: string, fen: number): void => {
    const before = balances.get(organisationId);
    balances.set(organisationId, { organisationName, fen: (before?.fen ?? 0) + fen });
  };
  for (const line of lines) {
    add(line.performingOrganisationId, line.performingOrganisationName, line.performedFen - line.totalFen);
    add(line.reportingOrganisationId, line.reportingOrganisationName, line.reportedFen);
    if (line.consortiumFen !== 0) add(COMMON_FUND, '医共体统筹', line.consortiumFen);
  }
  return [...balances].map(([organisationId, balance]) => ({ organisationId, ...balance })).sort((a, b) => a.fen - b.fen || (a.organisationId < b.organisationId ? -1 : 1));
}
