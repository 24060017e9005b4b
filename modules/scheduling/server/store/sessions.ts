import { listPage } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { Clinic, createClinic, listClinics, Session, Slot } from '../../contract/clinics.ts';
import { anyFilter, instant, orderOf } from './columns.ts';
import { directoryScope, SLOT_COLUMNS } from './slots.ts';

const CLINIC_COLUMNS = `c.clinic_id as id, c.owner_organisation_id as "organisationId", c.name, c.speciality, c.practitioner_id as "practitionerId",
  c.practitioner_name as "practitionerName", c.room, c.state`;
const SESSION_COLUMNS = `s.session_id as id, s.clinic_id as "clinicId", s.owner_organisation_id as "organisationId", s.session_day as day,
  ${instant('s.starts_at')} as "startsAt", ${instant('s.ends_at')} as "endsAt", ${instant('s.release_at')} as "releaseAt",
  ${instant('s.released_at')} as "releasedAt", s.state`;

export async function findClinic(sql: Sql, id: string): Promise<Clinic | undefined> {
  return (await sql.query<Clinic>(`select ${CLINIC_COLUMNS} from scheduling.clinic c where c.clinic_id = $1`, [id]))[0];
}

export async function insertClinic(sql: Sql, row: InputOf<typeof createClinic> & { id: string }): Promise<void> {
  await sql.execute(
    `insert into scheduling.clinic (clinic_id, owner_organisation_id, name, speciality, practitioner_id, practitioner_name, room, state)
     values ($1, $2, $3, $4, $5, $6, $7, 'open')`,
    [row.id, row.organisationId, row.name, row.speciality, row.practitionerId ?? null, row.practitionerName ?? null, row.room ?? null],
  );
}

export async function clinicNameTaken(sql: Sql, { organisationId, name }: { organisationId: string; name: string }): Promise<boolean> {
  return (await sql.query("select 1 from scheduling.clinic where owner_organisation_id = $1 and name = $2 and state = 'open'", [organisationId, name])).length > 0;
}

export function listClinicRows(sql: Sql, input: InputOf<typeof listClinics>): Promise<Page<Clinic>> {
  return listPage<Clinic>(sql, {
    select: CLINIC_COLUMNS,
    from: 'scheduling.clinic c',
    scope: directoryScope,
    filters: [
      ...anyFilter('c.owner_organisation_id', input.organisationId),
      ...anyFilter('c.speciality', input.speciality),
      ...anyFilter('c.state', input.state),
      ...(input.q ? [{ text: "position(lower(?) in lower(c.name || ' ' || coalesce(c.practitioner_name, ''))) > 0", values: [input.q] }] : []),
    ],
    orderBy: orderOf(input.sort, { allowed: { name: 'c.name', speciality: 'c.speciality' }, fallback: 'c.speciality, c.name', unique: 'c.clinic_id' }),
    limit: input.limit,
    offset: input.offset,
  });
}

export interface NewSession {
  readonly id: string;
  readonly clinic: Clinic;
  readonly day: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly releaseAt: Date;
  readonly open: number;
  readonly referral: number;
  readonly contract: number;
  readonly slots: readonly { readonly id: string; readonly startsAt: Date; readonly endsAt: Date }[];
}

/** A published session of the clinic that shares some time with the one planned. */
export async function sessionOverlaps(sql: Sql, row: { clinicId: string; startsAt: Date; endsAt: Date }): Promise<boolean> {
  // The clinic is locked, so that two overlapping sessions cannot be published side by side.
  await sql.execute('select 1 from scheduling.clinic where clinic_id = $1 for update', [row.clinicId]);
  const rows = await sql.query("select 1 from scheduling.session where clinic_id = $1 and state = 'published' and starts_at < $3 and ends_at > $2 limit 1", [
    row.clinicId, row.startsAt, row.endsAt,
  ]);
  return rows.length > 0;
}

export async function insertSession(sql: Sql, row: NewSession): Promise<void> {
  await sql.execute(
    `insert into scheduling.session (session_id, clinic_id, owner_organisation_id, session_day, starts_at, ends_at, release_at, state)
     values ($1, $2, $3, $4, $5, $6, $7, 'published')`,
    [row.id, row.clinic.id, row.clinic.organisationId, row.day, row.startsAt, row.endsAt, row.releaseAt],
  );
  await sql.execute(
    `insert into scheduling.slot (slot_id, session_id, clinic_id, owner_organisation_id, speciality, starts_at, ends_at, state, open_quota, referral_quota, contract_quota)
     select id, $1, $2, $3, $4, starts_at, ends_at, 'published', $5, $6, $7 from unnest($8::text[], $9::timestamptz[], $10::timestamptz[]) as planned (id, starts_at, ends_at)`,
    [
      row.id, row.clinic.id, row.clinic.organisationId, row.clinic.speciality, row.open, row.referral, row.contract,
      row.slots.map((slot) => slot.id), row.slots.map((slot) => slot.startsAt), row.slots.map((slot) => slot.endsAt),
    ],
  );
}

async function withSlots(sql: Sql, sessions: readonly Omit<Session, 'slots'>[]): Promise<Session[]> {
  const slots = await sql.query<Slot>(
    `select ${SLOT_COLUMNS} from scheduling.slot t join scheduling.clinic c using (clinic_id) where t.session_id = any($1::text[]) order by t.starts_at, t.slot_id`,
    [sessions.map((session) => session.id)],
  );
  return sessions.map((session) => ({ ...session, slots: slots.filter((slot) => slot.sessionId === session.id) }));
}

export async function findSession(sql: Sql, id: string): Promise<Session | undefined> {
  const rows = await sql.query<Omit<Session, 'slots'>>(`select ${SESSION_COLUMNS} from scheduling.session s where s.session_id = $1`, [id]);
  return (await withSlots(sql, rows))[0];
}

/** Locks the session and its slots: nobody can book while it is being cancelled. */
export async function lockSession(sql: Sql, id: string): Promise<Session | undefined> {
  await sql.execute('select 1 from scheduling.session where session_id = $1 for update', [id]);
  await sql.execute('select 1 from scheduling.slot where session_id = $1 order by slot_id for update', [id]);
  return findSession(sql, id);
}

export async function markSessionCancelled(sql: Sql, id: string): Promise<void> {
  await sql.execute("update scheduling.session set state = 'cancelled' where session_id = $1", [id]);
  await sql.execute("update scheduling.slot set state = 'cancelled' where session_id = $1", [id]);
}

/** Sessions of a clinic in the seven days from `from`. */
export async function listWeek(sql: Sql, { clinicId, from }: { clinicId: string; from: string }): Promise<Session[]> {
  const rows = await sql.query<Omit<Session, 'slots'>>(
    `select ${SESSION_COLUMNS} from scheduling.session s where s.clinic_id = $1 and s.session_day between $2::date and $2::date + 6
     order by s.starts_at, s.session_id limit 100`,
    [clinicId, from],
  );
  return withSlots(sql, rows);
}
