import { seededWholes } from '#platform/kernel/random.ts';

/** A region-year out of a seed: invented numbers, the same each time. */
export interface GeneratedYear {
  readonly parameters: {
    readonly name: string;
    readonly parameters: { readonly low: string; readonly high: string; readonly score_decimals: number; readonly point_value_decimals: number; readonly money_decimals: number; readonly rounding: string };
    readonly groups: { group: string; average: string; rw: string }[];
    readonly institutions: { institution: string; level: string; coefficient: string; assessment: string; deduction: string }[];
    readonly fund_total: string;
  };
  readonly cases: () => Generator<GeneratedCase>;
}

interface GeneratedCase {
  readonly case: string;
  readonly institution: string;
  readonly group: string;
  readonly cost: string;
  readonly patientPaid: string;
}

const GROUPS = 300;
const INSTITUTIONS = 24;

const decimals = (value: number, places: number): string => {
  const digits = String(value).padStart(places + 1, '0');
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
};

export function generateYear(seed: number, size: number): GeneratedYear {
  const next = seededWholes(seed);
  const between = (from: number, to: number): number => from + (next() % (to - from + 1));
  const averages = Array.from({ length: GROUPS }, () => between(150_000, 4_500_000));
  const sum = averages.reduce((total, average) => total + average, 0);
  const groups = averages.map((average, index) => ({
    group: `G${String(index).padStart(4, '0')}`,
    average: decimals(average, 2),
    rw: decimals(Math.round((average * GROUPS * 10_000_000) / sum), 4),
  }));
  const institutions = Array.from({ length: INSTITUTIONS }, (_, index) => ({
    institution: `H${String(index).padStart(2, '0')}`,
    level: '二级',
    coefficient: decimals(between(5_500, 11_500), 4),
    assessment: decimals(between(900, 1000), 3),
    deduction: decimals(between(0, 9_000_000), 2),
  }));
  const parameters = {
    name: `generated-${seed}`,
    parameters: { low: '0.5', high: '2', score_decimals: 4, point_value_decimals: 4, money_decimals: 2, rounding: 'half up' },
    groups,
    institutions,
    fund_total: decimals(size * 1_450_000, 2),
  };
  return { parameters, cases: () => generateCases(seed + 1, size, { averages, institutions, groups }) };
}

function* generateCases(seed: number, size: number, { averages, institutions, groups }: { averages: readonly number[]; institutions: GeneratedYear['parameters']['institutions']; groups: GeneratedYear['parameters']['groups'] }): Generator<GeneratedCase> {
  const next = seededWholes(seed);
  for (let number = 0; number < size; number += 1) {
    const [group, institution] = [next() % GROUPS, next() % INSTITUTIONS];
    const coefficient = Number(institutions[institution]!.coefficient);
    const kind = next() % 20;
    // One in twenty lies on a line exactly where the line is a whole fen, some lie far below or above.
    const factor = kind === 0 ? 0.5 : kind === 1 ? 2 : kind === 2 ? 0.1 + (next() % 40) / 100 : kind === 3 ? 2 + (next() % 400) / 100 : 0.6 + (next() % 130) / 100;
    const cost = Math.max(1, Math.round(averages[group]! * coefficient * factor));
    yield {
      case: `C${seed}-${number}`,
      institution: institutions[institution]!.institution,
      group: groups[group]!.group,
      cost: decimals(cost, 2),
      patientPaid: decimals(Math.floor((cost * (15 + (next() % 30))) / 100), 2),
    };
  }
}
