import { openCsv } from '#platform/documents/csv.ts';
import { parseDecimal, toDecimal } from '#platform/kernel/decimal.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import { readDipCatalogue } from './dip/read-catalogue.ts';
import type { PackFiles } from './drg/read-pack.ts';
import { Findings } from './findings.ts';
import type { Scheme } from './room-grouper.ts';

const problem = problemsOf(contract.problems);
const WEIGHTS_FILE = 'weights.csv';

export interface GroupWeight {
  readonly group: string;
  /** Decimal text with 4 places. */
  readonly weight: string;
  readonly lowRisk: boolean;
}

/** Local weights: `weights.csv` with `group,weight[,low_risk]` for DRG, the scores of the catalogue for DIP. None is invented. */
export function weightsOf(scheme: Scheme, files: PackFiles): GroupWeight[] {
  if (scheme === 'dip') return readDipCatalogue(files).groups.flatMap(({ code, score }) => (score === null ? [] : [{ group: code, weight: toDecimal(parseDecimal(score)!, 4), lowRisk: false }]));
  const text = files.get(WEIGHTS_FILE);
  if (text === undefined) return [];
  const findings = new Findings();
  const weights = new Map<string, GroupWeight>();
  for (const { line, cells, fault } of openCsv(text).rows) {
    const [group = '', weight = '', risk = ''] = cells ?? [];
    const value = parseDecimal(weight.trim());
    const place = `${WEIGHTS_FILE} line ${line}`;
    if (cells === undefined) findings.add(place, fault.zh, fault.en);
    else if (group === '' || value === undefined || value.over < 0n) findings.add(place, `权重须为不小于 0 的数：${weight}`, `a weight not below zero is needed: ${weight}`);
    else if (weights.has(group)) findings.add(place, `${group} 重复`, `${group} stands twice`);
    else weights.set(group, { group, weight: toDecimal(value, 4), lowRisk: risk.trim() === '1' });
  }
  if (!findings.empty) throw problem('casemix.pack-refused', findings.list);
  return [...weights.values()];
}
