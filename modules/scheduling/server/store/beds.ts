import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { Bed, createWard, getBedBoard, Ward } from '../../contract/beds.ts';
import type { BedSex, BedState } from '../../contract/words.ts';
import { instant } from './columns.ts';

const COLUMNS = `b.bed_id as id, b.ward_id as "wardId", b.owner_organisation_id as "organisationId", b.label, b.for_sex as "forSex", b.state,
  ${instant('b.state_since')} as "stateSince", ${instant('b.held_until')} as "heldUntil", b.blocked_reason as "blockedReason", b.person_id as "personId",
  b.reservation_id as "reservationId"`;

export async function findBed(sql: Sql, id: string): Promise<Bed | undefined> {
  return (await sql.query<Bed>(`select ${COLUMNS} from scheduling.bed b where b.bed_id = $1`, [id]))[0];
}

export async function lockBed(sql: Sql, id: string): Promise<Bed | undefined> {
  return (await sql.query<Bed>(`select ${COLUMNS} from scheduling.bed b where b.bed_id = $1 for update`, [id]))[0];
}

export interface BedWish {
  readonly wardId?: string;
  readonly bedId?: string;
  readonly sexes: readonly BedSex[];
}

/** Waiting turns before a ward with ever-changing beds is called full. */
const TURNS_MAX = 50;

/**
 * Locks one free bed. Beds that others are taking are passed over first; only when none is left do we wait for those,
 * so that a bed whose taker gives up is still found and exactly the capacity is taken.
 */
export async function lockFreeBed(sql: Sql, wish: BedWish): Promise<Bed | undefined> {
  const condition = `b.state = 'free' and b.for_sex = any($1::text[]) and ($2::text is null or b.ward_id = $2) and ($3::text is null or b.bed_id = $3)`;
  const values = [wish.sexes, wish.wardId ?? null, wish.bedId ?? null];
  const take = (how: string): Promise<Bed[]> =>
    sql.query<Bed>(`select ${COLUMNS} from scheduling.bed b where ${condition} order by b.for_sex = 'any', b.label, b.bed_id limit 1 for update ${how}`, values);
  const [untouched] = await take('skip locked');
  if (untouched) return untouched;
  for (let turn = 0; turn < TURNS_MAX; turn += 1) {
    const free = await sql.query(`select 1 from scheduling.bed b where ${condition} limit 1`, values);
    if (free.length === 0) return undefined;
    const [waited] = await take('');
    if (waited) return waited;
  }
  return undefined;
}

export interface BedChange {
  readonly id: string;
  readonly state: BedState;
  readonly now: Date;
  readonly personId?: string | null;
  readonly reservationId?: string | null;
  readonly heldUntil?: Date | string | null;
  readonly blockedReason?: string | null;
}

/** Puts the bed into a state; whatever is not given is cleared, as the CHECKs of the table demand. */
export async function updateBed(sql: Sql, change: BedChange): Promise<Bed> {
  const rows = await sql.query<Bed>(
    `update scheduling.bed b set state = $2, state_since = $3, person_id = $4, reservation_id = $5, held_until = $6, blocked_reason = $7
     where b.bed_id = $1 returning ${COLUMNS}`,
    [
      change.id, change.state, change.now, change.personId ?? null, change.reservationId ?? null, change.heldUntil ?? null, change.blockedReason ?? null,
    ],
  );
  return rows[0]!;
}

export async function findBedOfPerson(sql: Sql, personId: string): Promise<string | undefined> {
  const rows = await sql.query<{ id: string }>("select bed_id as id from scheduling.bed where person_id = $1 and state = 'occupied'", [personId]);
  return rows[0]?.id;
}

export interface WardRow {
  readonly id: string;
  readonly organisationId: string;
  readonly name: string;
  readonly speciality: string;
  readonly telephone: string | null;
  readonly referralBeds: number;
  readonly referralUntil: string;
}

const WARD_COLUMNS = `w.ward_id as id, w.owner_organisation_id as "organisationId", w.name, w.speciality, w.telephone, w.referral_beds as "referralBeds",
  to_char(w.referral_until, 'HH24:MI') as "referralUntil"`;

export async function findWard(sql: Sql, id: string): Promise<WardRow | undefined> {
  return (await sql.query<WardRow>(`select ${WARD_COLUMNS} from scheduling.ward w where w.ward_id = $1`, [id]))[0];
}

/** Locks the ward, so that two desks cannot both take the last bed that is not kept for referrals. */
export async function lockWard(sql: Sql, id: string): Promise<WardRow & { freeBeds: number }> {
  const rows = await sql.query<WardRow>(`select ${WARD_COLUMNS} from scheduling.ward w where w.ward_id = $1 for update`, [id]);
  const counted = await sql.query<{ total: number }>("select count(*) as total from scheduling.bed where ward_id = $1 and state = 'free'", [id]);
  return { ...rows[0]!, freeBeds: counted[0]?.total ?? 0 };
}

export async function wardNameTaken(sql: Sql, { organisationId, name }: { organisationId: string; name: string }): Promise<boolean> {
  return (await sql.query('select 1 from scheduling.ward where owner_organisation_id = $1 and name = $2', [organisationId, name])).length > 0;
}

export async function insertWard(sql: Sql, row: InputOf<typeof createWard> & { id: string; bedRows: readonly { id: string; label: string }[]; now: Date }): Promise<void> {
  await sql.execute(
    `insert into scheduling.ward (ward_id, owner_organisation_id, name, speciality, telephone, referral_beds, referral_until) values ($1, $2, $3, $4, $5, $6, $7)`,
    [row.id, row.organisationId, row.name, row.speciality, row.telephone ?? null, row.referralBeds, row.referralUntil],
  );
  await sql.execute(
    `insert into scheduling.bed (bed_id, ward_id, owner_organisation_id, label, for_sex, state, state_since)
     select id, $1, $2, label, 'any', 'free', $3 from unnest($4::text[], $5::text[]) as planned (id, label)`,
    [row.id, row.organisationId, row.now, row.bedRows.map((bed) => bed.id), row.bedRows.map((bed) => bed.label)],
  );
}

type WardOfBoard = WardRow & { readonly beds: Bed[] };

/** Wards of the board at once; beyond that the reader narrows by site. */
const WARDS_MAX = 200;

export async function listBoard(sql: Sql, input: InputOf<typeof getBedBoard>): Promise<{ wards: WardOfBoard[]; total: number }> {
  const condition = `($1::text[] is null or w.owner_organisation_id = any($1)) and ($2::text[] is null or w.speciality = any($2)
    or split_part(w.speciality, '.', 1) = any($2)) and ($3::text[] is null or exists (select 1 from scheduling.bed b where b.ward_id = w.ward_id and b.state = any($3)))`;
  const values = [input.organisationId ?? null, input.speciality ?? null, input.state ?? null];
  const wards = await sql.query<WardRow>(
    `select ${WARD_COLUMNS} from scheduling.ward w where ${condition} order by w.owner_organisation_id, w.speciality, w.name, w.ward_id limit ${WARDS_MAX}`,
    values,
  );
  const counted = await sql.query<{ total: number }>(`select count(*) as total from scheduling.ward w where ${condition}`, values);
  const beds = await sql.query<Bed>(
    `select ${COLUMNS} from scheduling.bed b where b.ward_id = any($1::text[]) order by b.ward_id, length(b.label), b.label`,
    [wards.map((ward) => ward.id)],
  );
  const byWard = new Map<string, Bed[]>(wards.map((ward) => [ward.id, []]));
  for (const bed of beds) byWard.get(bed.wardId)?.push(bed);
  return { wards: wards.map((ward) => ({ ...ward, beds: byWard.get(ward.id) ?? [] })), total: counted[0]?.total ?? 0 };
}

/** Beds of a site by state, for cards. */
export async function countBeds(sql: Sql, { organisationId, speciality }: { organisationId: string; speciality?: string }): Promise<Ward['counts']> {
  const rows = await sql.query<Ward['counts']>(
    `select count(*) filter (where b.state = 'free') as free, count(*) filter (where b.state = 'reserved') as reserved,
       count(*) filter (where b.state = 'occupied') as occupied, count(*) filter (where b.state = 'blocked') as blocked
     from scheduling.bed b join scheduling.ward w using (ward_id)
     where b.owner_organisation_id = $1 and ($2::text is null or w.speciality = $2 or split_part(w.speciality, '.', 1) = $2)`,
    [organisationId, speciality ?? null],
  );
  return rows[0]!;
}
