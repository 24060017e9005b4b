import { listPage, type Filter, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql, Transaction } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';
import type { SpecimenCard, SpecimenDetail } from '../../contract/specimens.ts';
import type { ReferenceRange } from '../rules/reference.ts';

type Moment = 'since' | 'registeredAt' | 'collectedAt' | 'receivedAt' | 'excisedAt' | 'fixedAt';
export interface SpecimenRow extends Omit<SpecimenCard, Moment> {
  readonly since: Date;
  readonly registeredAt: Date;
  readonly collectedAt: Date | null;
  readonly receivedAt: Date | null;
  readonly excisedAt: Date | null;
  readonly fixedAt: Date | null;
  readonly orderId: string | null;
}

const COLUMNS = `s.specimen_id as id, s.tube_code as "tubeCode", s.part, s.kind, s.items, s.owner_organisation_id as "organisationId", s.laboratory_organisation_id as "laboratoryOrganisationId", s.person_id as "personId", s.person_name as "personName",
  s.person_sex as "personSex", s.person_birth_date::text as "personBirthDate", s.temperature_class as "temperatureClass", s.is_urgent as "isUrgent", s.order_id as "orderId", s.state, s.state_since as since, s.registered_at as "registeredAt", s.collected_at as "collectedAt",
  s.received_at as "receivedAt", s.box_id as "boxId", (select box.code from laboratory.box box where box.box_id = s.box_id) as "boxCode", s.reject_reason as "rejectReason", s.excised_at as "excisedAt", s.fixed_at as "fixedAt",
  round(extract(epoch from s.fixed_at - s.excised_at) / 60)::int as "coldIschaemiaMinutes", s.is_frozen_section as "isFrozenSection", s.stored_until::text as "storedUntil"`;

/** Seen by where it was collected, by the laboratory, and by whoever may open the person's record. */
export const SPECIMEN_SCOPE = { organisation: ['s.owner_organisation_id', 's.laboratory_organisation_id'], person: 's.person_id', rowByRow: true } as const;

export interface Asked {
  readonly scope: ScopeBuilder;
  readonly filters: readonly Filter[];
  readonly limit: number;
  readonly offset: number;
}

export const listSpecimenRows = (sql: Sql, asked: Asked): Promise<Page<SpecimenRow>> => listPage<SpecimenRow>(sql, { ...asked, select: COLUMNS, from: 'laboratory.specimen s', orderBy: 's.registered_at desc, s.specimen_id' });
export const specimenExists = async (sql: Sql, id: string): Promise<boolean> => (await sql.query('select 1 from laboratory.specimen where specimen_id = $1', [id])).length > 0;
export const lockSpecimen = async (tx: Transaction, id: string): Promise<SpecimenRow | undefined> => (await tx.query<SpecimenRow>(`select ${COLUMNS} from laboratory.specimen s where s.specimen_id = $1 for update of s`, [id]))[0];
export const lockByTube = async (tx: Transaction, tubeCode: string): Promise<SpecimenRow | undefined> => (await tx.query<SpecimenRow>(`select ${COLUMNS} from laboratory.specimen s where s.tube_code = $1 for update of s`, [tubeCode]))[0];
export const lockBoxContents = (tx: Transaction, boxId: string): Promise<SpecimenRow[]> => tx.query<SpecimenRow>(`select ${COLUMNS} from laboratory.specimen s where s.box_id = $1 order by s.specimen_id limit 2000 for update of s`, [boxId]);

export async function insertSpecimen(tx: Transaction, row: SpecimenRow): Promise<boolean> {
  const inserted = await tx.query(
    `insert into laboratory.specimen (specimen_id, tube_code, part, kind, items, owner_organisation_id, laboratory_organisation_id, person_id, person_name, person_sex, person_birth_date, temperature_class, is_urgent, order_id, state, state_since, registered_at, is_frozen_section)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) on conflict (tube_code) do nothing returning 1`,
    [row.id, row.tubeCode, row.part, row.kind, row.items, row.organisationId, row.laboratoryOrganisationId, row.personId, row.personName, row.personSex, row.personBirthDate, row.temperatureClass, row.isUrgent, row.orderId, row.state, row.since, row.registeredAt, row.isFrozenSection],
  );
  return inserted.length > 0;
}

export interface SpecimenChange {
  readonly state: SpecimenRow['state'];
  readonly now: Date;
  readonly collectedAt?: Date;
  readonly receivedAt?: Date;
  readonly boxId?: string | null;
  readonly rejectReason?: string;
  readonly excisedAt?: Date;
  readonly fixedAt?: Date;
  readonly storedUntil?: string;
}

const COLUMN_OF = { collectedAt: 'collected_at', receivedAt: 'received_at', boxId: 'box_id', rejectReason: 'reject_reason', excisedAt: 'excised_at', fixedAt: 'fixed_at', storedUntil: 'stored_until' } as const;

export async function changeSpecimen(tx: Transaction, id: string, { state, now, ...rest }: SpecimenChange): Promise<void> {
  const given = Object.entries(rest).filter(([, value]) => value !== undefined) as [keyof typeof COLUMN_OF, unknown][];
  const sets = given.map(([key], index) => `, ${COLUMN_OF[key]} = $${index + 4}`).join('');
  await tx.execute(`update laboratory.specimen set state = $2, state_since = case when state = $2 then state_since else $3 end${sets} where specimen_id = $1`, [id, state, now, ...given.map(([, value]) => value)]);
}

export interface Step {
  readonly id: string;
  readonly specimenId: string;
  readonly organisationId: string;
  readonly action: string;
  readonly stateAfter: string;
  readonly note: string | null;
  readonly at: Date;
  readonly by: { readonly id: string; readonly name: string };
}

export const insertStep = (tx: Transaction, step: Step): Promise<unknown> =>
  tx.execute('insert into laboratory.action (action_id, specimen_id, owner_organisation_id, action, state_after, note, at, by_id, by_name) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [step.id, step.specimenId, step.organisationId, step.action, step.stateAfter, step.note, step.at, step.by.id, step.by.name]);

const iso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Timeline, results, blocks, slides and opinions of one specimen; at most 500 of each. */
export async function readParts(sql: Sql, id: string): Promise<Pick<SpecimenDetail, 'steps' | 'results' | 'pieces' | 'opinions' | 'pictures'>> {
  const steps = await sql.query<SpecimenDetail['steps'][number]>(`select action, state_after as "stateAfter", ${iso('at')} as at, by_name as "byName", note from laboratory.action where specimen_id = $1 order by action_number limit 500`, [id]);
  const results = await sql.query<SpecimenDetail['results'][number]>(
    `select result_id as id, code, name, value, unit, low, high, flag, previous, delta_percent as "deltaPercent", is_delta_notable as "isDeltaNotable", entered_by_id as "enteredById", entered_by_name as "enteredByName", ${iso('entered_at')} as "enteredAt",
       verified_by_name as "verifiedByName", ${iso('verified_at')} as "verifiedAt", observation_id as "observationId" from laboratory.result where specimen_id = $1 order by code limit 500`, [id]);
  const pieces = await sql.query<SpecimenDetail['pieces'][number]>(`select piece_id as id, kind, code, parent_id as "parentId", note, ${iso('at')} as at, by_name as "byName" from laboratory.piece where specimen_id = $1 order by code limit 500`, [id]);
  const opinions = await sql.query<SpecimenDetail['opinions'][number]>(
    `select o.opinion_id as id, o.kind, o.text, ${iso('o.at')} as at, o.by_name as "byName", round(extract(epoch from o.at - s.received_at) / 60)::int as "minutesFromReceipt" from laboratory.opinion o join laboratory.specimen s using (specimen_id) where o.specimen_id = $1 order by o.at, o.opinion_id limit 500`, [id]);
  const pictures = await sql.query<SpecimenDetail['pictures'][number]>(`select picture_id as id, kind, piece_id as "pieceId", caption, ${iso('at')} as at, by_name as "byName" from laboratory.picture where specimen_id = $1 and withdrawn_at is null order by at, picture_id limit 24`, [id]);
  return { steps, results, pieces, opinions, pictures };
}

export const listRanges = (sql: Sql): Promise<ReferenceRange[]> =>
  sql.query<ReferenceRange>('select code, name, unit, sex, from_days as "fromDays", until_days as "untilDays", low, high, delta_percent as "deltaPercent" from laboratory.reference_range order by code, from_days, sex nulls first limit 2000');

/** The last verified value of the person within 90 days. */
export async function findPrevious(sql: Sql, { personId, code, before }: { personId: string; code: string; before: Date }): Promise<number | null> {
  const [row] = await sql.query<{ value: number }>(`select value from laboratory.result where person_id = $1 and code = $2 and verified_at is not null and verified_at between $3::timestamptz - interval '90 days' and $3 order by verified_at desc limit 1`, [personId, code, before]);
  return row?.value ?? null;
}

export interface NewResult {
  readonly id: string;
  readonly specimen: SpecimenRow;
  readonly code: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly low: number | null;
  readonly high: number | null;
  readonly flag: string;
  readonly previous: number | null;
  readonly deltaPercent: number | null;
  readonly isDeltaNotable: boolean;
  readonly at: Date;
  readonly by: { readonly id: string; readonly name: string };
}

/** A value entered again before verification takes the place of the one before. */
export const putResult = (tx: Transaction, row: NewResult): Promise<unknown> =>
  tx.execute(
    `insert into laboratory.result (result_id, specimen_id, owner_organisation_id, person_id, code, name, value, unit, low, high, flag, previous, delta_percent, is_delta_notable, entered_by_id, entered_by_name, entered_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
     on conflict (specimen_id, code) do update set value = excluded.value, low = excluded.low, high = excluded.high, flag = excluded.flag, previous = excluded.previous, delta_percent = excluded.delta_percent, is_delta_notable = excluded.is_delta_notable,
       entered_by_id = excluded.entered_by_id, entered_by_name = excluded.entered_by_name, entered_at = excluded.entered_at where laboratory.result.verified_at is null`,
    [row.id, row.specimen.id, row.specimen.laboratoryOrganisationId, row.specimen.personId, row.code, row.name, row.value, row.unit, row.low, row.high, row.flag, row.previous, row.deltaPercent, row.isDeltaNotable, row.by.id, row.by.name, row.at],
  );

export const setVerified = (tx: Transaction, { id, observationId, at, by }: { id: string; observationId: string; at: Date; by: { id: string; name: string } }): Promise<unknown> =>
  tx.execute('update laboratory.result set verified_by_id = $2, verified_by_name = $3, verified_at = $4, observation_id = $5 where result_id = $1', [id, by.id, by.name, at, observationId]);

export const insertPiece = (tx: Transaction, row: { id: string; specimen: SpecimenRow; kind: string; code: string; parentId: string | null; note: string | null; at: Date; byName: string }): Promise<unknown> =>
  tx.execute('insert into laboratory.piece (piece_id, specimen_id, owner_organisation_id, kind, code, parent_id, note, at, by_name) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [row.id, row.specimen.id, row.specimen.laboratoryOrganisationId, row.kind, row.code, row.parentId, row.note, row.at, row.byName]);

export const insertOpinion = (tx: Transaction, row: { id: string; specimenId: string; organisationId: string; kind: string; text: string; at: Date; by: { id: string; name: string } }): Promise<unknown> =>
  tx.execute('insert into laboratory.opinion (opinion_id, specimen_id, owner_organisation_id, kind, text, at, by_id, by_name) values ($1, $2, $3, $4, $5, $6, $7, $8)', [row.id, row.specimenId, row.organisationId, row.kind, row.text, row.at, row.by.id, row.by.name]);

export async function countWaiting(sql: Sql, organisationIds: readonly string[]): Promise<number> {
  const [row] = await sql.query<{ waiting: number }>(
    `select count(*)::int as waiting from laboratory.specimen where (state in ('in-transit', 'received', 'analysing') and laboratory_organisation_id = any($1::text[])) or (state in ('registered', 'collected', 'packed', 'rejected') and owner_organisation_id = any($1::text[]))`, [organisationIds]);
  return row?.waiting ?? 0;
}

export const movePerson = (tx: Transaction, { fromPersonId, toPersonId }: { fromPersonId: string; toPersonId: string }): Promise<unknown> =>
  tx.execute('with moved as (update laboratory.result set person_id = $2 where person_id = $1) update laboratory.specimen set person_id = $2 where person_id = $1', [fromPersonId, toPersonId]);
