import type { Gate } from '#platform/access/gate.ts';
import { listPage } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page, ResultOf } from '#platform/kernel/contract.ts';
import type { listCorrectiveActions, listQualityPlans, listSecondReadings } from '../../contract/quality.ts';

type PlanRow = ResultOf<typeof listQualityPlans>['rows'][number];
const PLAN = `q.plan_id as id, q.owner_organisation_id as "organisationId", q.organisation_name as "organisationName", q.kind, q.title, q.sample_percent as "samplePercent", q.disagreement_max as "disagreementMax", q.on_time_min as "onTimeMin",
  q.valid_from as "validFrom", q.valid_until as "validUntil"`;

export function pageOfPlans(sql: Sql, gate: Gate, input: InputOf<typeof listQualityPlans>): Promise<Page<PlanRow>> {
  return listPage<PlanRow>(sql, {
    select: PLAN, from: 'shared_diagnosis.quality_plan q', scope: gate.scope({ organisation: ['q.owner_organisation_id'] }), filters: input.kind ? [{ text: 'q.kind = ?', values: [input.kind] }] : [],
    orderBy: 'q.valid_until is not null, q.kind, q.valid_from desc, q.plan_id', limit: input.limit, offset: input.offset,
  });
}

export async function findPlan(sql: Sql, { organisationId, kind, on }: { organisationId: string; kind: string; on: string }): Promise<PlanRow | undefined> {
  return (await sql.query<PlanRow>(`select ${PLAN} from shared_diagnosis.quality_plan q where q.owner_organisation_id = $1 and q.kind = $2 and q.valid_from <= $3::date and (q.valid_until is null or q.valid_until >= $3::date) order by q.valid_from desc limit 1`, [organisationId, kind, on]))[0];
}

/** The plan before ends the day before; one that began the same day or later is refused by the caller. */
export async function replacePlan(tx: Sql, row: PlanRow): Promise<boolean> {
  await tx.execute(`select pg_advisory_xact_lock(hashtextextended('shared_diagnosis.plan|' || $1::text || '|' || $2::text, 0))`, [row.organisationId, row.kind]);
  const later = await tx.query('select 1 from shared_diagnosis.quality_plan where owner_organisation_id = $1 and kind = $2 and valid_until is null and valid_from >= $3::date', [row.organisationId, row.kind, row.validFrom]);
  if (later.length > 0) return false;
  await tx.execute('update shared_diagnosis.quality_plan set valid_until = $3::date - 1 where owner_organisation_id = $1 and kind = $2 and valid_until is null', [row.organisationId, row.kind, row.validFrom]);
  await tx.execute(
    'insert into shared_diagnosis.quality_plan (plan_id, owner_organisation_id, organisation_name, kind, title, sample_percent, disagreement_max, on_time_min, valid_from) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [row.id, row.organisationId, row.organisationName, row.kind, row.title, row.samplePercent, row.disagreementMax, row.onTimeMin, row.validFrom],
  );
  return true;
}

export interface SecondReadingRow {
  readonly id: string; readonly organisationId: string; readonly orderId: string; readonly kind: string; readonly modality: string; readonly itemName: string; readonly month: string; readonly drawnAt: Date; readonly state: 'open' | 'read';
  readonly firstPositive: boolean; readonly positive: boolean | null; readonly impression: string | null; readonly readerId: string | null; readonly readByName: string | null; readonly readAt: Date | null;
  readonly grade: 'agree' | 'minor' | 'major' | null; readonly gradeNote: string | null;
}

const SECOND = `r.second_reading_id as id, r.owner_organisation_id as "organisationId", r.order_id as "orderId", r.kind, r.modality, o.item_name as "itemName", r.month, r.drawn_at as "drawnAt", r.state, r.first_positive as "firstPositive", r.positive,
  r.impression, r.reader_id as "readerId", r.reader_name as "readByName", r.read_at as "readAt", r.grade, r.grade_note as "gradeNote"`;
const SECOND_FROM = 'shared_diagnosis.second_reading r join shared_diagnosis.diagnosis_order o on o.order_id = r.order_id';

/** Nobody is shown what they read or reviewed themselves. */
export function pageOfSecondReadings(sql: Sql, gate: Gate, input: InputOf<typeof listSecondReadings> & { readerId: string }): Promise<Page<SecondReadingRow>> {
  return listPage<SecondReadingRow>(sql, {
    select: SECOND, from: SECOND_FROM, scope: gate.scope({ organisation: ['r.owner_organisation_id'] }),
    filters: [
      { text: 'r.state = ? or (o.author_id is distinct from ? and o.reviewer_id is distinct from ?)', values: ['read', input.readerId, input.readerId] },
      ...(input.state ? [{ text: 'r.state = ?', values: [input.state] }] : []), ...(input.kind ? [{ text: 'r.kind = ?', values: [input.kind] }] : []), ...(input.month ? [{ text: 'r.month = ?', values: [input.month] }] : []),
    ],
    orderBy: `r.state = 'read', r.drawn_at, r.second_reading_id`, limit: input.limit, offset: input.offset,
  });
}

export async function findSecondReading(sql: Sql, id: string, lock = false): Promise<SecondReadingRow | undefined> {
  return (await sql.query<SecondReadingRow>(`select ${SECOND} from ${SECOND_FROM} where r.second_reading_id = $1${lock ? ' for update of r' : ''}`, [id]))[0];
}

/** First issued in the month by the centre, with the verdict of the latest version. */
export function listIssuedOf(sql: Sql, { organisationId, kind, month }: { organisationId: string; kind: string; month: string }): Promise<{ orderId: string; modality: string; positive: boolean; drawn: boolean }[]> {
  return sql.query(
    `select o.order_id as "orderId", o.modality, coalesce(o.positive, false) as positive, r.order_id is not null as drawn
     from shared_diagnosis.diagnosis_order o left join shared_diagnosis.second_reading r on r.order_id = o.order_id
     where o.centre_organisation_id = $1 and o.kind = $2 and o.issued_at >= ($3::text || '-01')::timestamp at time zone 'Asia/Shanghai' and o.issued_at < (($3::text || '-01')::date + interval '1 month')::timestamp at time zone 'Asia/Shanghai'
     order by o.order_id limit 50000`,
    [organisationId, kind, month],
  );
}

export async function insertSecondReadings(tx: Sql, rows: readonly { id: string; organisationId: string; orderId: string; kind: string; modality: string; month: string; drawnAt: Date; firstPositive: boolean }[]): Promise<number> {
  return tx.execute(
    `insert into shared_diagnosis.second_reading (second_reading_id, owner_organisation_id, order_id, kind, modality, month, drawn_at, state, first_positive)
     select id, organisation, order_id, kind, modality, month, drawn_at, 'open', positive
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::boolean[]) as drawn (id, organisation, order_id, kind, modality, month, drawn_at, positive) on conflict (order_id) do nothing`,
    [
      rows.map((row) => row.id), rows.map((row) => row.organisationId), rows.map((row) => row.orderId), rows.map((row) => row.kind), rows.map((row) => row.modality), rows.map((row) => row.month), rows.map((row) => row.drawnAt),
      rows.map((row) => row.firstPositive),
    ],
  );
}

export async function updateSecondReading(tx: Sql, row: SecondReadingRow): Promise<void> {
  await tx.execute(
    'update shared_diagnosis.second_reading set state = $2, positive = $3, impression = $4, reader_id = $5, reader_name = $6, read_at = $7, grade = $8, grade_note = $9 where second_reading_id = $1',
    [row.id, row.state, row.positive, row.impression, row.readerId, row.readByName, row.readAt, row.grade, row.gradeNote],
  );
}

export interface CorrectiveRow {
  readonly id: string; readonly organisationId: string; readonly organisationName: string; readonly kind: string; readonly cause: string; readonly plan: string; readonly responsible: string; readonly dueOn: string; readonly state: 'open' | 'done';
  readonly result: string | null; readonly openedAt: Date; readonly doneAt: Date | null; readonly secondReadingId: string | null;
}

const CORRECTIVE = `c.corrective_id as id, c.owner_organisation_id as "organisationId", c.organisation_name as "organisationName", c.kind, c.cause, c.plan, c.responsible, c.due_on as "dueOn", c.state, c.result, c.opened_at as "openedAt",
  c.done_at as "doneAt", c.second_reading_id as "secondReadingId"`;

export function pageOfCorrectives(sql: Sql, gate: Gate, input: InputOf<typeof listCorrectiveActions>): Promise<Page<CorrectiveRow>> {
  return listPage<CorrectiveRow>(sql, {
    select: CORRECTIVE, from: 'shared_diagnosis.correction c', scope: gate.scope({ organisation: ['c.owner_organisation_id'] }),
    filters: [...(input.state ? [{ text: 'c.state = ?', values: [input.state] }] : []), ...(input.kind ? [{ text: 'c.kind = ?', values: [input.kind] }] : [])],
    orderBy: `c.state = 'done', c.due_on, c.corrective_id`, limit: input.limit, offset: input.offset,
  });
}

export async function insertCorrective(tx: Sql, row: CorrectiveRow): Promise<void> {
  await tx.execute(
    `insert into shared_diagnosis.correction (corrective_id, owner_organisation_id, organisation_name, kind, cause, plan, responsible, due_on, state, opened_at, second_reading_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [row.id, row.organisationId, row.organisationName, row.kind, row.cause, row.plan, row.responsible, row.dueOn, row.state, row.openedAt, row.secondReadingId],
  );
}

export async function lockCorrective(tx: Sql, id: string): Promise<CorrectiveRow | undefined> {
  return (await tx.query<CorrectiveRow>(`select ${CORRECTIVE} from shared_diagnosis.correction c where c.corrective_id = $1 for update`, [id]))[0];
}

export async function markCorrectiveDone(tx: Sql, { id, result, at }: { id: string; result: string; at: Date }): Promise<void> {
  await tx.execute(`update shared_diagnosis.correction set state = 'done', result = $2, done_at = $3 where corrective_id = $1`, [id, result, at]);
}
