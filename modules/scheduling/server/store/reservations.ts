import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { DayLine, listDaySheet, Reservation } from '../../contract/reservations.ts';
import type { ReservationState } from '../../contract/words.ts';
import { anyFilter, instant, orderOf } from './columns.ts';

const COLUMNS = `r.reservation_id as id, r.kind, r.slot_id as "slotId", r.pool, r.bed_id as "bedId", r.ward_id as "wardId", r.person_id as "personId", r.source,
  r.owner_organisation_id as "organisationId", r.by_organisation_id as "byOrganisationId", r.state, ${instant('r.state_since')} as "stateSince",
  ${instant('r.held_until')} as "heldUntil", r.appointment_id as "appointmentId", ${instant('r.created_at')} as "createdAt"`;
const LIVE = "r.state in ('held', 'confirmed', 'arrived')";

export async function findReservation(sql: Sql, id: string): Promise<Reservation | undefined> {
  return (await sql.query<Reservation>(`select ${COLUMNS} from scheduling.reservation r where r.reservation_id = $1`, [id]))[0];
}

export async function lockReservation(sql: Sql, id: string): Promise<Reservation | undefined> {
  return (await sql.query<Reservation>(`select ${COLUMNS} from scheduling.reservation r where r.reservation_id = $1 for update`, [id]))[0];
}

/** The live reservation of a kind for a purpose. */
export async function findLive(sql: Sql, { source, kind }: { source: string; kind: 'slot' | 'bed' }): Promise<Reservation | undefined> {
  return (await sql.query<Reservation>(`select ${COLUMNS} from scheduling.reservation r where r.source = $1 and r.kind = $2 and ${LIVE}`, [source, kind]))[0];
}

/** All live reservations for a purpose, locked. */
export function lockLive(sql: Sql, source: string): Promise<Reservation[]> {
  return sql.query<Reservation>(`select ${COLUMNS} from scheduling.reservation r where r.source = $1 and ${LIVE} order by r.reservation_id for update`, [source]);
}

/** Held reservations whose time has run out, locked; at most 500 a run. */
export function lockLapsed(sql: Sql, now: Date): Promise<Reservation[]> {
  return sql.query<Reservation>(
    `select ${COLUMNS} from scheduling.reservation r where r.state = 'held' and r.held_until <= $1 order by r.reservation_id limit 500 for update skip locked`,
    [now],
  );
}

export interface NewReservation {
  readonly id: string;
  readonly kind: 'slot' | 'bed';
  readonly slotId: string | null;
  readonly pool: string | null;
  readonly bedId: string | null;
  readonly wardId: string | null;
  readonly personId: string;
  readonly source: string;
  readonly organisationId: string;
  readonly byOrganisationId: string;
  readonly state: 'held' | 'confirmed' | 'arrived';
  readonly heldUntil: Date | null;
  readonly appointmentId: string;
  readonly now: Date;
}

/** False when the purpose, or the person on this slot, already has a live reservation. */
export async function insertReservation(sql: Sql, row: NewReservation): Promise<boolean> {
  const written = await sql.execute(
    `insert into scheduling.reservation (reservation_id, kind, slot_id, pool, bed_id, ward_id, person_id, source, owner_organisation_id, by_organisation_id, state,
       state_since, held_until, appointment_id, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $12) on conflict do nothing`,
    [
      row.id, row.kind, row.slotId, row.pool, row.bedId, row.wardId, row.personId, row.source, row.organisationId, row.byOrganisationId, row.state,
      row.now, row.heldUntil, row.appointmentId,
    ],
  );
  return written === 1;
}

export async function updateReservationState(sql: Sql, row: { id: string; state: ReservationState; now: Date }): Promise<Reservation> {
  const rows = await sql.query<Reservation>(
    `update scheduling.reservation r set state = $2, state_since = $3, held_until = null where r.reservation_id = $1 returning ${COLUMNS}`,
    [row.id, row.state, row.now],
  );
  return rows[0]!;
}

/** The reservation follows a person who is moved to another bed. */
export async function updateReservationBed(sql: Sql, row: { id: string; bedId: string; wardId: string }): Promise<void> {
  await sql.execute('update scheduling.reservation set bed_id = $2, ward_id = $3 where reservation_id = $1', [row.id, row.bedId, row.wardId]);
}

export async function countMissed(sql: Sql, { personId, since }: { personId: string; since: Date }): Promise<number> {
  const rows = await sql.query<{ total: number }>(
    "select count(*) as total from scheduling.reservation where person_id = $1 and kind = 'slot' and state = 'missed' and state_since >= $2",
    [personId, since],
  );
  return rows[0]?.total ?? 0;
}

type SheetRow = Omit<DayLine, 'personName' | 'byOrganisationName'>;

export function listSheetRows(sql: Sql, input: InputOf<typeof listDaySheet>, scope: ScopeBuilder): Promise<Page<SheetRow>> {
  return listPage<SheetRow>(sql, {
    select: `${COLUMNS}, t.clinic_id as "clinicId", c.name as "clinicName", ${instant('t.starts_at')} as "startsAt", ${instant('t.ends_at')} as "endsAt"`,
    from: 'scheduling.reservation r join scheduling.slot t using (slot_id) join scheduling.clinic c on c.clinic_id = t.clinic_id',
    scope,
    filters: [
      {
        text: "t.starts_at >= ?::date::timestamp at time zone 'Asia/Shanghai' and t.starts_at < (?::date + 1)::timestamp at time zone 'Asia/Shanghai'",
        values: [input.day, input.day],
      },
      ...anyFilter('r.owner_organisation_id', input.organisationId),
      ...anyFilter('t.clinic_id', input.clinicId),
      ...anyFilter('r.state', input.state),
      ...anyFilter('r.pool', input.pool),
      ...(input.q ? [{ text: "position(lower(?) in lower(c.name || ' ' || coalesce(c.practitioner_name, ''))) > 0", values: [input.q] }] : []),
    ],
    orderBy: orderOf(input.sort, { allowed: { startsAt: 't.starts_at', clinicName: 'c.name', state: 'r.state' }, fallback: 't.starts_at, c.name', unique: 'r.reservation_id' }),
    limit: input.limit,
    offset: input.offset,
  });
}
