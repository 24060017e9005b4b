import type { Gate } from '#platform/access/gate.ts';
import { listPage, type Filter } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import { ownEntry } from '#platform/kernel/own-entry.ts';
import type { listDiagnosisOrders } from '../../contract/orders.ts';
import { readingStates, timedStates } from '../../contract/states.ts';
import { orderTableOf, type OrderRow } from './row.ts';

const FROM = 'shared_diagnosis.diagnosis_order o';
const { columns } = orderTableOf;

export async function insertOrder(tx: Sql, row: OrderRow): Promise<void> {
  const { text, values } = orderTableOf.insert(row);
  await tx.execute(text, values);
}

export async function updateOrder(tx: Sql, row: OrderRow): Promise<void> {
  const { text, values } = orderTableOf.update(row);
  await tx.execute(text, values);
}

/** Locked until the end of the transaction: parallel claims queue up here and one wins. */
export async function lockOrder(tx: Sql, id: string): Promise<OrderRow | undefined> {
  return (await tx.query<OrderRow>(`select ${columns} from ${FROM} where o.order_id = $1 for update`, [id]))[0];
}

export async function findOrder(sql: Sql, id: string): Promise<OrderRow | undefined> {
  return (await sql.query<OrderRow>(`select ${columns} from ${FROM} where o.order_id = $1 or o.number = $1 limit 1`, [id]))[0];
}

/** `D20261122-000001`: the day in China and a running number; 16 characters, as DICOM's accession number allows. */
export async function nextOrderNumber(tx: Sql, day: string): Promise<string> {
  const rows = await tx.query<{ value: number }>("select nextval('shared_diagnosis.order_number') as value");
  return `D${day.replace(/-/g, '').slice(2)}${String(rows[0]?.value ?? 0).padStart(8, '0')}`;
}

const scopeOf = (gate: Gate) => gate.scope({ organisation: ['o.requesting_organisation_id', 'o.performing_organisation_id', 'o.centre_organisation_id', 'o.consult_organisation_id'] });

type Question = InputOf<typeof listDiagnosisOrders> & { readonly now: Date; readonly readerId: string };

function filtersOf(gate: Gate, question: Question): Filter[] {
  const own = gate.subject.organisationIds;
  const every = gate.subject.everyOrganisation;
  const filters: Filter[] = [];
  const add = (text: string, ...values: unknown[]): void => void filters.push({ text, values });
  if (question.box === 'reading') add('o.state = any(?::text[])', readingStates);
  if (question.box === 'reading' && !every) add('(o.centre_organisation_id = any(?::text[]) or o.consult_organisation_id = any(?::text[]))', own, own);
  if (question.box === 'requested' && !every) add('o.requesting_organisation_id = any(?::text[])', own);
  if (question.box === 'performing' && !every) add('o.performing_organisation_id = any(?::text[])', own);
  if (question.kind) add('o.kind = ?', question.kind);
  if (question.modality) add('o.modality = ?', question.modality);
  if (question.state) add('o.state = ?', question.state);
  if (question.priority) add('o.priority = ?', question.priority);
  if (question.personId) add('o.person_id = ?', question.personId);
  if (question.organisationId) add('? in (o.requesting_organisation_id, o.performing_organisation_id, o.centre_organisation_id)', question.organisationId);
  if (question.overdue === true) add('(o.state = any(?::text[]) and o.deadline < ?)', timedStates, question.now);
  if (question.mine === true) add('(o.claimed_by = ? and o.state = any(?::text[]))', question.readerId, ['reading', 'consulting']);
  if (question.free === true) add(`(o.state = 'waiting' or (o.state = 'reading' and o.claim_until < ?))`, question.now);
  if (question.live === true) add(`o.state not in ('acknowledged', 'cancelled')`);
  if (question.critical === true) add('o.critical');
  if (question.unconfirmed === true) add('o.review_due_at is not null');
  if (question.q) {
    const words = `%${question.q.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    add('(o.person_name ilike ? or o.number ilike ? or o.item_name ilike ? or o.requesting_organisation_name ilike ? or o.centre_organisation_name ilike ?)', words, words, words, words, words);
  }
  return filters;
}

const ORDERS: Readonly<Record<string, string>> = {
  deadline: 'o.deadline asc nulls last, o.created_at asc',
  since: 'o.state_since asc',
  created: 'o.created_at asc',
  number: 'o.number asc',
  priority: `array_position(array['emergency', 'urgent', 'routine'], o.priority) asc, o.deadline asc nulls last`,
};

function orderBy(sort: string): string {
  const descending = sort.startsWith('-');
  const order = ownEntry(ORDERS, descending ? sort.slice(1) : sort) ?? ORDERS['deadline']!;
  return `${descending ? order.replaceAll(' asc', ' desc') : order}, o.order_id`;
}

export const pageOfOrders = (sql: Sql, gate: Gate, question: Question): Promise<Page<OrderRow>> =>
  listPage<OrderRow>(sql, { select: columns, from: FROM, scope: scopeOf(gate), filters: filtersOf(gate, question), orderBy: orderBy(question.sort), limit: question.limit, offset: question.offset });

export async function countWaitingOrders(sql: Sql, gate: Gate, now: Date): Promise<{ waiting: number; overdue: number }> {
  const scope = gate.scope({ organisation: ['o.move_organisation_id'] })(2);
  const rows = await sql.query<{ waiting: number; overdue: number }>(
    `select count(*) as waiting, count(*) filter (where o.deadline < $1) as overdue from ${FROM} where o.move_organisation_id is not null and o.state not in ('ordered', 'scheduled') and ${scope.text}`,
    [now, ...scope.values],
  );
  return rows[0] ?? { waiting: 0, overdue: 0 };
}

/** What waits or is read at each centre of a kind now. */
export async function countOpenByContract(sql: Sql, contractIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await sql.query<{ contractId: string; total: number }>(
    `select o.contract_id as "contractId", count(*) as total from ${FROM} where o.contract_id = any($1::text[]) and o.state in ('waiting', 'reading') group by 1`,
    [contractIds],
  );
  return new Map(rows.map(({ contractId, total }) => [contractId, total]));
}

/** Past the promise or past the later review, and not fully escalated; rows locked elsewhere are left for the next run. */
export function lockOverdueOrders(tx: Sql, { now, levelMax, limit }: { now: Date; levelMax: number; limit: number }): Promise<OrderRow[]> {
  return tx.query<OrderRow>(
    `select ${columns} from ${FROM} where o.escalation_level < $2 and (
       (o.state in ('waiting', 'reading', 'consulting', 'preliminary') and $1 > o.deadline + o.escalation_level * greatest(o.deadline - o.ready_at, interval '1 minute'))
       or (o.review_due_at is not null and $1 > o.review_due_at + o.escalation_level * interval '12 hours'))
     order by o.deadline, o.order_id limit $3 for update skip locked`,
    [now, levelMax, limit],
  );
}

/** Candidates for data that arrived without a number: open orders of the person and kind, examined at that organisation. */
export function listMatchingOrders(tx: Sql, { personId, kind, organisationId }: { personId: string; kind: string; organisationId: string | null }): Promise<OrderRow[]> {
  return tx.query<OrderRow>(
    `select ${columns} from ${FROM} where o.person_id = $1 and o.kind = $2 and o.state in ('ordered', 'scheduled', 'acquired', 'returned')
       and ($3::text is null or $3 in (o.performing_organisation_id, o.requesting_organisation_id)) order by o.created_at, o.order_id limit 3 for update`,
    [personId, kind, organisationId],
  );
}

export function listOrdersOfPerson(sql: Sql, personId: string): Promise<OrderRow[]> {
  return sql.query<OrderRow>(`select ${columns} from ${FROM} where o.person_id = $1 order by o.created_at desc, o.order_id limit 200`, [personId]);
}

export async function moveOrders(tx: Sql, { fromPersonId, toPersonId }: { fromPersonId: string; toPersonId: string }): Promise<void> {
  await tx.execute('update shared_diagnosis.diagnosis_order set person_id = $2 where person_id = $1', [fromPersonId, toPersonId]);
  await tx.execute('update shared_diagnosis.critical_value set person_id = $2 where person_id = $1', [fromPersonId, toPersonId]);
}

/** A merge taken back: what was ordered for the separated person returns to it. */
export async function returnOrders(tx: Sql, { survivorId, separatedId }: { survivorId: string; separatedId: string }): Promise<void> {
  await tx.execute('update shared_diagnosis.diagnosis_order set person_id = $2 where person_id = $1 and order_person_id = $2', [survivorId, separatedId]);
  await tx.execute('update shared_diagnosis.critical_value set person_id = $2 where person_id = $1 and source_person_id = $2', [survivorId, separatedId]);
}
