import { chinaDayOf, isCalendarDate } from '#platform/kernel/period.ts';
import type { ProblemDetail, Text } from '#platform/kernel/problem.ts';
import type { Bill, BillHit, BillLine, BillRule } from '../../../contract/bill-rules.ts';
import { factsBySubject } from './person-rules.ts';
import { groupsOfLines, type LineGroup } from './line-rules.ts';
import { isListed } from './bill-facts.ts';

const MESSAGES = {
  date: { zh: '不是真实的日期', en: 'is not a day of the calendar' },
  order: { zh: '出院早于入院', en: 'is before the admission' },
  outside: { zh: '收费日期不在住院期间', en: 'lies outside the stay' },
  quantity: { zh: '数量必须大于零', en: 'must be above zero' },
  negative: { zh: '不能为负数', en: 'must not be negative' },
  twice: { zh: '行号重复', en: 'appears twice' },
  age: { zh: '年龄不能为负数', en: 'must not be negative' },
} satisfies Record<string, Text>;

/** What makes a bill unreadable for the rules: impossible dates, negative costs, lines outside the stay. */
export function faultsOfBill(bill: Bill): ProblemDetail[] {
  const faults: ProblemDetail[] = [];
  const fault = (path: string, message: Text): void => void faults.push({ path, message });
  if (!isCalendarDate(bill.admittedOn)) fault('admittedOn', MESSAGES.date);
  if (bill.dischargedOn !== null && !isCalendarDate(bill.dischargedOn)) fault('dischargedOn', MESSAGES.date);
  else if (bill.dischargedOn !== null && bill.dischargedOn < bill.admittedOn) fault('dischargedOn', MESSAGES.order);
  if (bill.ageDays !== null && bill.ageDays < 0) fault('ageDays', MESSAGES.age);
  const seen = new Set<string>();
  for (const [index, line] of bill.lines.entries()) {
    const day = chinaDayOf(line.at);
    if (!isCalendarDate(day)) fault(`lines.${index}.at`, MESSAGES.date);
    else if (day < bill.admittedOn || (bill.dischargedOn !== null && day > bill.dischargedOn)) fault(`lines.${index}.at`, MESSAGES.outside);
    if (!(line.quantity > 0)) fault(`lines.${index}.quantity`, MESSAGES.quantity);
    if (line.amountFen < 0) fault(`lines.${index}.amountFen`, MESSAGES.negative);
    if (seen.has(line.id)) fault(`lines.${index}.id`, MESSAGES.twice);
    seen.add(line.id);
  }
  return faults;
}

/** Every rule that the bill breaks, each with its evidence, in the order of the rules. The bill has no faults. */
export function auditBill(bill: Bill, rules: readonly BillRule[]): BillHit[] {
  return rules.flatMap((rule) => {
    const lines = rule.kind === 'length-of-stay' ? bill.lines : bill.lines.filter((line) => isListed(line.item, rule.items));
    if (lines.length === 0) return [];
    const bySubject = factsBySubject(rule, bill);
    if (bySubject !== undefined) return bySubject === 'kept' ? [] : [hitOf(rule, { lines, facts: bySubject.facts, suggestion: bySubject.suggestion })];
    return groupsOfLines(rule, { bill, lines }).map((group) => hitOf(rule, group));
  });
}

function hitOf(rule: BillRule, { lines, facts, excessFen, suggestion }: LineGroup & { suggestion?: BillHit['suggestion'] }): BillHit {
  return {
    ruleId: rule.id,
    kind: rule.kind,
    title: rule.title,
    basis: rule.basis,
    lineIds: lines.map(({ id }) => id),
    facts: [...facts],
    amountFen: excessFen ?? sumFen(lines),
    suggestion: suggestion ?? null,
  };
}

const sumFen = (lines: readonly BillLine[]): number => lines.reduce((sum, line) => sum + line.amountFen, 0);
