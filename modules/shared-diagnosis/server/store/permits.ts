import type { Gate } from '#platform/access/gate.ts';
import { listPage } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { grantReaderPermit, listReaderPermits, listShifts, planShift, ReaderPermit, Shift } from '../../contract/centres.ts';

export type PermitRow = Omit<ReaderPermit, 'organisationName'>;

const PERMIT = `p.permit_id as id, p.owner_organisation_id as "organisationId", p.reader_id as "readerId", p.reader_name as "readerName", p.kind, p.modalities, p.level, p.certificate, p.valid_from as "validFrom", p.valid_until as "validUntil"`;

export interface PermitQuestion {
  readonly organisationId: string;
  readonly readerId: string;
  readonly kind: string;
  readonly modality: string;
  /** `YYYY-MM-DD` */
  readonly on: string;
}

/** The best permit of a reader at a centre on a day; a reviewer reads too. */
export async function findPermit(sql: Sql, question: PermitQuestion): Promise<PermitRow | undefined> {
  const rows = await sql.query<PermitRow>(
    `select ${PERMIT} from shared_diagnosis.reader_permit p where p.owner_organisation_id = $1 and p.reader_id = $2 and p.kind = $3 and $4 = any(p.modalities) and p.valid_from <= $5::date
       and (p.valid_until is null or p.valid_until >= $5::date) order by p.level desc, p.permit_id limit 1`,
    [question.organisationId, question.readerId, question.kind, question.modality, question.on],
  );
  return rows[0];
}

export function pageOfPermits(sql: Sql, gate: Gate, input: InputOf<typeof listReaderPermits> & { today: string }): Promise<Page<PermitRow>> {
  const words = `%${(input.q ?? '').replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return listPage<PermitRow>(sql, {
    select: PERMIT,
    from: 'shared_diagnosis.reader_permit p',
    scope: gate.scope({ organisation: ['p.owner_organisation_id'] }),
    filters: [
      ...(input.kind ? [{ text: 'p.kind = ?', values: [input.kind] }] : []),
      ...(input.organisationId ? [{ text: 'p.owner_organisation_id = ?', values: [input.organisationId] }] : []),
      ...(input.valid === true ? [{ text: 'p.valid_from <= ?::date and (p.valid_until is null or p.valid_until >= ?::date)', values: [input.today, input.today] }] : []),
      ...(input.q ? [{ text: 'p.reader_name ilike ?', values: [words] }] : []),
    ],
    orderBy: 'p.kind, p.level desc, p.reader_name, p.permit_id',
    limit: input.limit,
    offset: input.offset,
  });
}

export async function insertPermit(tx: Sql, row: InputOf<typeof grantReaderPermit> & { readonly id: string }): Promise<void> {
  await tx.execute(
    'insert into shared_diagnosis.reader_permit (permit_id, owner_organisation_id, reader_id, reader_name, kind, modalities, level, certificate, valid_from, valid_until) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
    [row.id, row.organisationId, row.readerId, row.readerName, row.kind, row.modalities, row.level, row.certificate ?? null, row.validFrom, row.validUntil ?? null],
  );
}

export async function lockPermit(tx: Sql, id: string): Promise<PermitRow | undefined> {
  return (await tx.query<PermitRow>(`select ${PERMIT} from shared_diagnosis.reader_permit p where p.permit_id = $1 for update`, [id]))[0];
}

export async function markPermitEnded(tx: Sql, { id, validUntil, reason }: { id: string; validUntil: string; reason: string }): Promise<void> {
  await tx.execute('update shared_diagnosis.reader_permit set valid_until = greatest($2::date, valid_from - 1), end_reason = $3 where permit_id = $1', [id, validUntil, reason]);
}

const SHIFT = `s.shift_id as id, s.owner_organisation_id as "organisationId", s.kind, s.reader_id as "readerId", s.reader_name as "readerName", s.starts_at as "startsAt", s.ends_at as "endsAt", s.duty`;
type ShiftRow = Omit<Shift, 'startsAt' | 'endsAt'> & { readonly startsAt: Date; readonly endsAt: Date };
export const shiftOf = (row: ShiftRow): Shift => ({ ...row, startsAt: row.startsAt.toISOString(), endsAt: row.endsAt.toISOString() });

export async function pageOfShifts(sql: Sql, gate: Gate, input: InputOf<typeof listShifts>): Promise<Page<Shift>> {
  const page = await listPage<ShiftRow>(sql, {
    select: SHIFT,
    from: 'shared_diagnosis.shift s',
    scope: gate.scope({ organisation: ['s.owner_organisation_id'] }),
    filters: [
      { text: 's.cancelled_at is null', values: [] },
      ...(input.kind ? [{ text: 's.kind = ?', values: [input.kind] }] : []),
      ...(input.organisationId ? [{ text: 's.owner_organisation_id = ?', values: [input.organisationId] }] : []),
      ...(input.from ? [{ text: `s.ends_at >= (?::date)::timestamp at time zone 'Asia/Shanghai'`, values: [input.from] }] : []),
      ...(input.until ? [{ text: `s.starts_at < (?::date + 1)::timestamp at time zone 'Asia/Shanghai'`, values: [input.until] }] : []),
    ],
    orderBy: 's.starts_at, s.kind, s.shift_id',
    limit: input.limit,
    offset: input.offset,
  });
  return { ...page, rows: page.rows.map(shiftOf) };
}

/** True when the reader has a shift in that time. */
export async function shiftOverlaps(tx: Sql, { readerId, startsAt, endsAt }: Pick<InputOf<typeof planShift>, 'readerId' | 'startsAt' | 'endsAt'>): Promise<boolean> {
  await tx.execute(`select pg_advisory_xact_lock(hashtextextended('shared_diagnosis.shift|' || $1::text, 0))`, [readerId]);
  const rows = await tx.query<{ found: boolean }>(
    'select exists (select 1 from shared_diagnosis.shift s where s.reader_id = $1 and s.cancelled_at is null and s.starts_at < $3::timestamptz and s.ends_at > $2::timestamptz) as found',
    [readerId, startsAt, endsAt],
  );
  return rows[0]?.found === true;
}

export async function insertShift(tx: Sql, row: Omit<Shift, 'startsAt' | 'endsAt'> & { startsAt: string; endsAt: string }): Promise<void> {
  await tx.execute('insert into shared_diagnosis.shift (shift_id, owner_organisation_id, kind, reader_id, reader_name, starts_at, ends_at, duty) values ($1, $2, $3, $4, $5, $6, $7, $8)', [
    row.id, row.organisationId, row.kind, row.readerId, row.readerName, row.startsAt, row.endsAt, row.duty,
  ]);
}

/** Undefined when there is none that is not cancelled. */
export async function lockShift(tx: Sql, id: string): Promise<ShiftRow & { cancelled: boolean } | undefined> {
  return (await tx.query<ShiftRow & { cancelled: boolean }>(`select ${SHIFT}, s.cancelled_at is not null as cancelled from shared_diagnosis.shift s where s.shift_id = $1 for update`, [id]))[0];
}

export async function markShiftCancelled(tx: Sql, { id, at }: { id: string; at: Date }): Promise<void> {
  await tx.execute('update shared_diagnosis.shift set cancelled_at = $2 where shift_id = $1', [id, at]);
}

/** Any permit of the reader at the centre on a day, to plan shifts. */
export async function findReaderName(sql: Sql, { organisationId, readerId, kind, on }: { organisationId: string; readerId: string; kind: string; on: string }): Promise<string | undefined> {
  const rows = await sql.query<{ name: string }>(
    `select reader_name as name from shared_diagnosis.reader_permit where owner_organisation_id = $1 and reader_id = $2 and kind = $3 and valid_from <= $4::date and (valid_until is null or valid_until >= $4::date) limit 1`,
    [organisationId, readerId, kind, on],
  );
  return rows[0]?.name;
}
