import type { Gate } from '#platform/access/gate.ts';
import { listPage, type Filter } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';
import { ownEntry } from '#platform/kernel/own-entry.ts';
import { liveStates, type Flow, type ReferralState } from '../../contract/states.ts';
import { referralColumns, type ReferralRow } from './row.ts';

export interface ListQuestion {
  readonly box: 'in' | 'out' | 'all';
  readonly flow?: Flow | undefined;
  readonly direction?: string | undefined;
  readonly state?: string | undefined;
  readonly priority?: string | undefined;
  readonly overdue?: boolean | undefined;
  readonly ours?: boolean | undefined;
  readonly live?: boolean | undefined;
  readonly organisationId?: string | undefined;
  readonly personId?: string | undefined;
  readonly q?: string | undefined;
}

/** A referral belongs to both of its sides and to nobody else; drafts and plans only to the side that writes them. */
const scopeOf = (gate: Gate) => gate.scope({ organisation: ['referral.from_organisation_id', 'referral.to_organisation_id'] });

function filtersOf(gate: Gate, question: ListQuestion, now: Date): Filter[] {
  const { subject } = gate;
  const own = subject.organisationIds;
  const filters: Filter[] = [];
  const add = (text: string, ...values: unknown[]): void => void filters.push({ text, values });
  if (!subject.everyOrganisation) add(`referral.state not in ('draft', 'planned') or referral.from_organisation_id = any(?::text[])`, own);
  if (question.box === 'in' && !subject.everyOrganisation) add('referral.to_organisation_id = any(?::text[])', own);
  if (question.box === 'out' && !subject.everyOrganisation) add('referral.from_organisation_id = any(?::text[])', own);
  if (question.ours === true && !subject.everyOrganisation) add('referral.move_organisation_id = any(?::text[])', own);
  if (question.flow) add('referral.flow = ?', question.flow);
  if (question.direction) add('referral.direction = ?', question.direction);
  if (question.state) add('referral.state = ?', question.state);
  if (question.priority) add('referral.priority = ?', question.priority);
  if (question.organisationId) add('(referral.from_organisation_id = ? or referral.to_organisation_id = ?)', question.organisationId, question.organisationId);
  if (question.personId) add('referral.person_id = ?', question.personId);
  if (question.overdue === true) add('referral.deadline < ?', now);
  if (question.overdue === false) add('(referral.deadline is null or referral.deadline >= ?)', now);
  if (question.live !== undefined) {
    add(`((referral.flow = 'outward' and referral.state = any(?::text[])) or (referral.flow = 'down' and referral.state = any(?::text[]))) = ?`, liveStates.outward, liveStates.down, question.live);
  }
  if (question.q) {
    const words = `%${question.q.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    add(
      '(referral.person_name ilike ? or referral.number ilike ? or referral.primary_text ilike ? or referral.to_organisation_name ilike ? or referral.from_organisation_name ilike ?)',
      words, words, words, words, words,
    );
  }
  return filters;
}

const ORDERS: Readonly<Record<string, string>> = {
  deadline: 'referral.deadline asc nulls last',
  since: 'referral.state_since asc',
  created: 'referral.created_at asc',
  priority: `array_position(array['emergency', 'urgent', 'normal'], referral.priority) asc`,
};

function orderBy(sort: string): string {
  const descending = sort.startsWith('-');
  const order = ownEntry(ORDERS, descending ? sort.slice(1) : sort) ?? ORDERS['deadline']!;
  return `${descending ? order.replace(' asc', ' desc') : order}, referral.referral_id`;
}

export async function pageOfReferrals(
  sql: Sql,
  gate: Gate,
  question: ListQuestion & { readonly now: Date; readonly sort: string; readonly limit: number; readonly offset: number },
): Promise<Page<ReferralRow>> {
  return listPage<ReferralRow>(sql, {
    select: referralColumns,
    from: 'referral.referral',
    scope: scopeOf(gate),
    filters: filtersOf(gate, question, question.now),
    orderBy: orderBy(question.sort),
    limit: question.limit,
    offset: question.offset,
  });
}

interface ColumnCount {
  readonly state: ReferralState;
  readonly total: number;
  readonly overdue: number;
}

/** Counts of all columns by the database, whatever number of cards is shown. */
export async function countByState(sql: Sql, gate: Gate, question: ListQuestion & { readonly now: Date }): Promise<ColumnCount[]> {
  const scope = scopeOf(gate)(2);
  const values: unknown[] = [question.now, ...scope.values];
  const conditions = [scope.text, ...filtersOf(gate, question, question.now).map((filter) => `(${numbered(filter, values)})`)];
  return sql.query<ColumnCount>(
    `select referral.state, count(*) as total, count(*) filter (where referral.deadline < $1) as overdue
     from referral.referral where ${conditions.join(' and ')} group by referral.state`,
    values,
  );
}

/** The first cards of every column by deadline, in one statement. */
export async function listBoardCards(sql: Sql, gate: Gate, question: ListQuestion & { readonly now: Date; readonly perColumn: number; readonly states: readonly ReferralState[] }): Promise<ReferralRow[]> {
  const scope = scopeOf(gate)(3);
  const values: unknown[] = [question.perColumn, question.states, ...scope.values];
  const conditions = ['referral.state = any($2::text[])', scope.text, ...filtersOf(gate, question, question.now).map((filter) => `(${numbered(filter, values)})`)];
  return sql.query<ReferralRow>(
    `select ${referralColumns} from (
       select referral.*, row_number() over (partition by referral.state order by referral.deadline asc nulls last, referral.referral_id) as place
       from referral.referral where ${conditions.join(' and ')}) referral
     where place <= $1 order by referral.state, place`,
    values,
  );
}

/** `?` → the next `$n`; the value is appended. */
function numbered(filter: Filter, values: unknown[]): string {
  let used = 0;
  return filter.text.replace(/\?/g, () => {
    values.push(filter.values[used]);
    used += 1;
    return `$${values.length}`;
  });
}

/** What waits for the organisations of the subject: the move is theirs. */
export async function countWaiting(sql: Sql, gate: Gate, now: Date): Promise<{ waiting: number; overdue: number }> {
  const scope = gate.scope({ organisation: ['referral.move_organisation_id'] })(2);
  const rows = await sql.query<{ waiting: number; overdue: number }>(
    `select count(*) as waiting, count(*) filter (where referral.deadline < $1) as overdue from referral.referral
     where referral.move_organisation_id is not null and referral.state <> 'draft' and ${scope.text}`,
    [now, ...scope.values],
  );
  return rows[0] ?? { waiting: 0, overdue: 0 };
}
