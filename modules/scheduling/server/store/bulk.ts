import type { Transaction } from '#platform/database/transaction.ts';
import type { Clinic } from '../../contract/clinics.ts';
import type { BedSex } from '../../contract/words.ts';

/** What the world loader hands over. Instants are RFC 3339 text. Ids are the world's own. */
export interface SchedulingSeed {
  readonly clinics: readonly Omit<Clinic, 'state'>[];
  readonly sessions: readonly {
    readonly id: string;
    readonly clinicId: string;
    readonly day: string;
    readonly startsAt: string;
    readonly endsAt: string;
    readonly releaseAt: string;
    readonly slots: readonly {
      readonly id: string;
      readonly startsAt: string;
      readonly endsAt: string;
      readonly open: number;
      readonly referral: number;
      readonly contract: number;
    }[];
  }[];
  readonly wards: readonly {
    readonly id: string;
    readonly organisationId: string;
    readonly name: string;
    readonly speciality: string;
    readonly telephone: string | null;
    readonly referralBeds: number;
    /** `HH:MM` in China. */
    readonly referralUntil: string;
    readonly beds: readonly {
      readonly id: string;
      readonly label: string;
      readonly forSex: BedSex;
      /** FHIR Patient id of the person in it, or null when free. */
      readonly personId: string | null;
      readonly since: string;
    }[];
  }[];
}

const insert = (tx: Transaction, into: string, rows: readonly Record<string, unknown>[]): Promise<number> =>
  rows.length === 0 ? Promise.resolve(0) : tx.execute(`insert into ${into} on conflict do nothing`, [JSON.stringify(rows)]);

/** Rows of the seed, one statement a table. Beds with a person are occupied without a reservation. */
export async function insertSeed(tx: Transaction, seed: SchedulingSeed): Promise<void> {
  await insert(tx, `scheduling.clinic (clinic_id, owner_organisation_id, name, speciality, practitioner_id, practitioner_name, room, state)
    select x.id, x."organisationId", x.name, x.speciality, x."practitionerId", x."practitionerName", x.room, 'open'
    from jsonb_to_recordset($1::jsonb) as x(id text, "organisationId" text, name text, speciality text, "practitionerId" text, "practitionerName" text, room text)`,
    seed.clinics);
  await insert(tx, `scheduling.session (session_id, clinic_id, owner_organisation_id, session_day, starts_at, ends_at, release_at, state)
    select x.id, x."clinicId", c.owner_organisation_id, x.day, x."startsAt", x."endsAt", x."releaseAt", 'published'
    from jsonb_to_recordset($1::jsonb) as x(id text, "clinicId" text, day date, "startsAt" timestamptz, "endsAt" timestamptz, "releaseAt" timestamptz)
    join scheduling.clinic c on c.clinic_id = x."clinicId"`, seed.sessions.map((session) => ({ ...session, slots: undefined })));
  await insert(tx, `scheduling.slot (slot_id, session_id, clinic_id, owner_organisation_id, speciality, starts_at, ends_at, state, open_quota, referral_quota, contract_quota)
    select x.id, s.session_id, s.clinic_id, s.owner_organisation_id, c.speciality, x."startsAt", x."endsAt", 'published', x.open, x.referral, x.contract
    from jsonb_to_recordset($1::jsonb) as x(id text, "sessionId" text, "startsAt" timestamptz, "endsAt" timestamptz, open integer, referral integer, contract integer)
    join scheduling.session s on s.session_id = x."sessionId" join scheduling.clinic c on c.clinic_id = s.clinic_id`,
    seed.sessions.flatMap((session) => session.slots.map((slot) => ({ ...slot, sessionId: session.id }))));
  await insert(tx, `scheduling.ward (ward_id, owner_organisation_id, name, speciality, telephone, referral_beds, referral_until)
    select x.id, x."organisationId", x.name, x.speciality, x.telephone, x."referralBeds", x."referralUntil"
    from jsonb_to_recordset($1::jsonb) as x(id text, "organisationId" text, name text, speciality text, telephone text, "referralBeds" integer, "referralUntil" time)`,
    seed.wards.map((ward) => ({ ...ward, beds: undefined })));
  await insert(tx, `scheduling.bed (bed_id, ward_id, owner_organisation_id, label, for_sex, state, state_since, person_id)
    select x.id, w.ward_id, w.owner_organisation_id, x.label, x."forSex", case when x."personId" is null then 'free' else 'occupied' end, x.since, x."personId"
    from jsonb_to_recordset($1::jsonb) as x(id text, "wardId" text, label text, "forSex" text, "personId" text, since timestamptz)
    join scheduling.ward w on w.ward_id = x."wardId"`,
    seed.wards.flatMap((ward) => ward.beds.map((bed) => ({ ...bed, wardId: ward.id }))));
}
