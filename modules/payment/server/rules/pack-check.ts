import { compare, exact, ONE, ZERO, type Exact } from '#platform/kernel/decimal.ts';
import type { ProblemDetail, Text } from '#platform/kernel/problem.ts';
import type { PackContent } from '../../contract/pack-content.ts';
import { bandFaults, type AssistanceBand, type BenefitRules } from './benefit.ts';
import { FORMULA_BOOK } from './formulas/book.ts';
import { runFormula } from './formulas/formula.ts';
import { sharesSumToOne, type PackageTerms } from './package.ts';
import { readRegionParameters } from './region-parameters.ts';

const MESSAGES = {
  share: { zh: '必须在 0 与 1 之间', en: 'must be between 0 and 1' },
  sum: { zh: '基金、牵头与成员的分担比例之和不为 1', en: 'the shares of fund, lead and members do not sum to 1' },
  twice: { zh: '重复出现', en: 'appears twice' },
  negative: { zh: '不能为负数', en: 'must not be negative' },
  period: { zh: '有效期止早于起', en: 'ends before it begins' },
  gap: { zh: '与上一段之间有空档', en: 'leaves a gap after the band before' },
  overlap: { zh: '与上一段重叠', en: 'overlaps the band before' },
  reversed: { zh: '上限不大于下限', en: 'ends before it begins' },
  open: { zh: '上一段没有上限', en: 'follows a band without an end' },
} satisfies Record<string, Text>;

interface PackCheck {
  readonly reasons: readonly ProblemDetail[];
  readonly missing: string[];
}

/** Contradictions of a pack with their places, and the parts that the city has not decided. */
export function checkPack(content: PackContent, validity: { validFrom: string; validUntil: string }): PackCheck {
  const reasons: ProblemDetail[] = [];
  const fault = (path: string, message: Text): void => void reasons.push({ path, message });
  if (validity.validUntil < validity.validFrom) fault('validUntil', MESSAGES.period);
  const region = readRegionParameters(content);
  if (region.status === 'REFUSED') reasons.push(...region.reasons);
  checkShares(content, fault);
  checkBenefit(content, fault);
  checkStages(content, reasons);
  checkPanels(content, fault);
  return { reasons, missing: missingOf(content, region.status === 'PENDING_LOCAL_PARAMETERS' ? region.missing : []) };
}

type Fault = (path: string, message: Text) => void;

const isShare = (text: string): boolean => compare(exact(text), ZERO) >= 0 && compare(exact(text), ONE) <= 0;

function checkShares({ advance, review, package: terms }: PackContent, fault: Fault): void {
  const shares: [string, string | undefined][] = [
    ['advance.share', advance?.share], ['review.quotaShare', review?.quotaShare], ['package.prepayShare', terms?.prepayShare], ['package.surplusCap', terms?.surplusCap], ['package.overrunCap', terms?.overrunCap],
    ['package.shares.fund', terms?.shares.fund], ['package.shares.lead', terms?.shares.lead], ['package.shares.members', terms?.shares.members],
  ];
  for (const [path, value] of shares) if (value !== undefined && !isShare(value)) fault(path, MESSAGES.share);
  if (terms && !sharesSumToOne(exactShares(terms.shares))) fault('package.shares', MESSAGES.sum);
  for (const [name, beta] of Object.entries(terms?.betas ?? {})) if (beta.startsWith('-')) fault(`package.betas.${name}`, MESSAGES.negative);
}

function checkBenefit({ benefit }: PackContent, fault: Fault): void {
  const seen = new Set<string>();
  for (const [index, cell] of (benefit?.matrix ?? []).entries()) {
    const key = `${cell.level}|${cell.referred}|${cell.disease}`;
    if (seen.has(key)) fault(`benefit.matrix.${index}`, MESSAGES.twice);
    if (!isShare(cell.ratio)) fault(`benefit.matrix.${index}.ratio`, MESSAGES.share);
    seen.add(key);
  }
  for (const [index, { amount }] of (benefit?.deductibles ?? []).entries()) if (amount.startsWith('-')) fault(`benefit.deductibles.${index}.amount`, MESSAGES.negative);
  const bands = bandsOf(benefit?.assistance ?? []);
  for (const { index, fault: kind } of bandFaults(bands)) fault(`benefit.assistance.${index}`, MESSAGES[kind]);
  for (const [index, { ratio }] of bands.entries()) if (compare(ratio, ONE) > 0 || ratio.over < 0n) fault(`benefit.assistance.${index}.ratio`, MESSAGES.share);
}

function checkStages({ perDiem }: PackContent, reasons: ProblemDetail[]): void {
  const formula = FORMULA_BOOK.get('per_diem')!;
  for (const [index, { stages }] of perDiem.entries()) {
    const outcome = runFormula(formula, { days: '0', stages });
    if (outcome.status === 'REFUSED') reasons.push(...outcome.reasons.map(({ path, message }) => ({ path: `perDiem.${index}.${path}`, message })));
  }
}

function checkPanels({ capitation, perDiem }: PackContent, fault: Fault): void {
  const codes = (list: 'capitation' | 'perDiem', values: readonly string[]): void =>
    values.forEach((code, index) => void (values.indexOf(code) !== index && fault(`${list}.${index}`, MESSAGES.twice)));
  codes('capitation', capitation.map(({ panel }) => panel));
  codes('perDiem', perDiem.map(({ group }) => group));
  for (const [index, { perHead }] of capitation.entries()) if (perHead.startsWith('-')) fault(`capitation.${index}.perHead`, MESSAGES.negative);
}

function missingOf(content: PackContent, region: readonly string[]): string[] {
  const parts = (['advance', 'review', 'appeal', 'benefit', 'package'] as const).filter((part) => content[part] === undefined);
  const assessments = content.institutions.flatMap(({ assessment }, index) => (assessment === undefined ? [`institutions.${index}.assessment`] : []));
  return [...region, ...(content.fund_total === undefined ? ['fund_total'] : []), ...assessments, ...parts];
}

const bandsOf = (bands: NonNullable<PackContent['benefit']>['assistance']): AssistanceBand[] =>
  bands.map(({ from, to, ratio }) => ({ from: exact(from), to: to === undefined ? undefined : exact(to), ratio: exact(ratio) }));

const exactShares = ({ fund, lead, members }: { fund: string; lead: string; members: string }): PackageTerms['shares'] => ({ fund: exact(fund), lead: exact(lead), members: exact(members) });

/** The terms of a package in exact numbers. */
export const termsOf = (terms: NonNullable<PackContent['package']>, heads: number): PackageTerms => ({
  heads: exact(heads), perHead: exact(terms.perHead), reserve: exact(terms.reserve), prepayShare: exact(terms.prepayShare), surplusCap: exact(terms.surplusCap), overrunCap: exact(terms.overrunCap),
  shares: exactShares(terms.shares),
});

/** The benefit rules in exact numbers. */
export function benefitOf(benefit: NonNullable<PackContent['benefit']>): BenefitRules {
  const ceiling: Exact | undefined = benefit.ceiling === undefined ? undefined : exact(benefit.ceiling);
  return {
    cells: benefit.matrix.map(({ level, referred, disease, ratio }) => ({ level, referred, disease, ratio: exact(ratio) })),
    bypassPoints: exact(benefit.bypassPoints),
    contractPoints: exact(benefit.contractPoints),
    ceilingFen: ceiling && (ceiling.over * 100n) / ceiling.under,
    assistance: bandsOf(benefit.assistance),
  };
}

interface Change {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

const KEYS = ['group', 'institution', 'id', 'panel'] as const;

/** Every value by its place; rows of a list go by their code, so that a new row moves no other. */
function flatten(value: unknown, path: string, into: Map<string, string>): Map<string, string> {
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) {
      const row = (typeof each === 'object' && each !== null ? each : {}) as Record<string, unknown>;
      const key = KEYS.map((name) => row[name]).find((code) => typeof code === 'string');
      flatten(each, `${path}[${typeof key === 'string' ? key : index}]`, into);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, each] of Object.entries(value)) flatten(each, path === '' ? name : `${path}.${name}`, into);
  } else if (value !== undefined) into.set(path, String(value));
  return into;
}

/** What differs between two packs, place by place. */
export function comparePackContents(before: PackContent, after: PackContent): Change[] {
  const [old, fresh] = [flatten(before, '', new Map()), flatten(after, '', new Map())];
  const places = [...new Set([...old.keys(), ...fresh.keys()])].sort();
  return places.filter((path) => old.get(path) !== fresh.get(path)).map((path) => ({ path, before: old.get(path) ?? null, after: fresh.get(path) ?? null }));
}
