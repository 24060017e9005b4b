import { addDays, chinaDayOf } from '#platform/kernel/period.ts';
import type { Bill, BillHit, BillLine, BillRule } from '../../../contract/bill-rules.ts';
import { daysOfStay, isListed } from './bill-facts.ts';

/** Lines that break a rule together; `excessFen` where only a part of their amount is too much. */
export interface LineGroup {
  readonly lines: readonly BillLine[];
  readonly facts: BillHit['facts'];
  readonly excessFen?: number;
}

interface Scope {
  readonly bill: Bill;
  /** Of the rule's items. */
  readonly lines: readonly BillLine[];
}

const dayOf = ({ at }: BillLine): string => chinaDayOf(at);
const quantityOf = (lines: readonly BillLine[]): number => lines.reduce((sum, line) => sum + line.quantity, 0);

function groupBy(lines: readonly BillLine[], keyOf: (line: BillLine) => string): Map<string, BillLine[]> {
  const groups = new Map<string, BillLine[]>();
  for (const line of lines) groups.set(keyOf(line), [...(groups.get(keyOf(line)) ?? []), line]);
  return groups;
}

/** The groups of lines that break a rule about lines. */
export function groupsOfLines(rule: BillRule, scope: Scope): LineGroup[] {
  switch (rule.kind) {
    case 'duplicate-charge':
      return duplicates(scope.lines);
    case 'included-item':
      return together({ scope, others: rule.included, within: rule.within, charged: 'others' });
    case 'incompatible-items':
      return together({ scope, others: rule.others, within: rule.within, charged: 'both' });
    case 'quantity-limit':
      return quantities(rule, scope);
    case 'course-limit':
      return courses(rule.maxDays, scope);
    case 'amount-limit':
      return amounts(rule.maxFen, scope);
    case 'days-of-stay':
      return stayDays(scope);
    default:
      return [];
  }
}

/** The second and further charges of one item at one moment. */
function duplicates(lines: readonly BillLine[]): LineGroup[] {
  return [...groupBy(lines, (line) => `${line.item}|${line.at}`).values()].filter((group) => group.length > 1).map((group) => ({
    lines: group,
    facts: [{ name: 'item', value: group[0]!.item }, { name: 'at', value: group[0]!.at }, { name: 'times', value: String(group.length) }],
    excessFen: group.slice(1).reduce((sum, line) => sum + line.amountFen, 0),
  }));
}

function together({ scope, others, within, charged }: { scope: Scope; others: readonly string[]; within: 'day' | 'stay'; charged: 'others' | 'both' }): LineGroup[] {
  const keyOf = (line: BillLine): string => (within === 'day' ? dayOf(line) : 'stay');
  const partners = groupBy(scope.bill.lines.filter((line) => isListed(line.item, others)), keyOf);
  return [...groupBy(scope.lines, keyOf)].flatMap(([key, main]) => {
    const beside = (partners.get(key) ?? []).filter((line) => !main.includes(line));
    if (beside.length === 0) return [];
    const atStake = charged === 'others' ? beside : [...main, ...beside];
    return [{
      lines: [...main, ...beside],
      facts: [{ name: within === 'day' ? 'day' : 'stay', value: within === 'day' ? key : scope.bill.admittedOn }, { name: 'beside', value: [...new Set(beside.map(({ name }) => name))].join(' | ') }],
      excessFen: atStake.reduce((sum, line) => sum + line.amountFen, 0),
    }];
  });
}

/** The first day of the window that a day belongs to; weeks and longer are counted from the admission. */
function windowOf(day: string, per: 'day' | 'week' | 'month' | 'year' | 'stay', admittedOn: string): string {
  if (per === 'day') return day;
  if (per === 'stay') return admittedOn;
  const length = per === 'week' ? 7 : per === 'month' ? 30 : 365;
  const days = Math.round((Date.parse(day) - Date.parse(admittedOn)) / 86_400_000);
  return addDays(admittedOn, Math.floor(days / length) * length);
}

function quantities(rule: Extract<BillRule, { kind: 'quantity-limit' }>, { bill, lines }: Scope): LineGroup[] {
  const groups = groupBy(lines, (line) => `${line.item}|${windowOf(dayOf(line), rule.per, bill.admittedOn)}`);
  return [...groups].filter(([, group]) => quantityOf(group) > rule.max).map(([key, group]) => {
    const quantity = quantityOf(group);
    const sum = group.reduce((total, line) => total + line.amountFen, 0);
    return {
      lines: group,
      facts: [{ name: 'from', value: key.split('|')[1] ?? '' }, { name: 'per', value: rule.per }, { name: 'quantity', value: String(quantity) }, { name: 'allowed', value: String(rule.max) }],
      excessFen: Math.round((sum * (quantity - rule.max)) / quantity),
    };
  });
}

function courses(maxDays: number, { lines }: Scope): LineGroup[] {
  return [...groupBy(lines, ({ item }) => item).values()].flatMap((group) => {
    const days = [...new Set(group.map(dayOf))].sort();
    if (days.length <= maxDays) return [];
    const late = new Set(days.slice(maxDays));
    const beyond = group.filter((line) => late.has(dayOf(line)));
    return [{ lines: beyond, facts: [{ name: 'days', value: String(days.length) }, { name: 'allowed', value: String(maxDays) }] }];
  });
}

function amounts(maxFen: number, { lines }: Scope): LineGroup[] {
  const sum = lines.reduce((total, line) => total + line.amountFen, 0);
  if (sum <= maxFen) return [];
  return [{ lines, facts: [{ name: 'amountFen', value: String(sum) }, { name: 'allowed', value: String(maxFen) }], excessFen: sum - maxFen }];
}

/** The day of admission and the day of discharge count once together. */
function stayDays({ bill, lines }: Scope): LineGroup[] {
  const days = daysOfStay(bill);
  if (days === undefined) return [];
  return [...groupBy(lines, ({ item }) => item).values()].filter((group) => quantityOf(group) > days).map((group) => {
    const quantity = quantityOf(group);
    const sum = group.reduce((total, line) => total + line.amountFen, 0);
    return { lines: group, facts: [{ name: 'quantity', value: String(quantity) }, { name: 'days', value: String(days) }], excessFen: Math.round((sum * (quantity - days)) / quantity) };
  });
}
