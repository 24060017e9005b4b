create schema scheduling;
grant usage on schema scheduling to yigong_app;

create table scheduling.clinic (
  clinic_id text primary key,
  owner_organisation_id text not null,
  name text not null,
  speciality text not null,
  practitioner_id text,
  practitioner_name text,
  room text,
  state text not null,
  constraint clinic_state_known check (state in ('open', 'closed'))
);
comment on table scheduling.clinic is 'Clinics: a doctor or a speciality that sees people at set times; each is also the FHIR Schedule of the same id. sensitivity: none';
comment on column scheduling.clinic.clinic_id is 'Id, equals FHIR Schedule.id. sensitivity: none';
comment on column scheduling.clinic.owner_organisation_id is 'Where it is held. sensitivity: none';
comment on column scheduling.clinic.name is 'Name on the door. sensitivity: none';
comment on column scheduling.clinic.speciality is 'Code of the national catalogue of clinical departments. sensitivity: none';
comment on column scheduling.clinic.practitioner_id is 'FHIR Practitioner id, null for a clinic of the speciality. sensitivity: personal';
comment on column scheduling.clinic.practitioner_name is 'Name of the doctor. sensitivity: personal';
comment on column scheduling.clinic.room is 'Room. sensitivity: none';
comment on column scheduling.clinic.state is 'Open or closed. sensitivity: none';
create index clinic_owner on scheduling.clinic (owner_organisation_id, speciality);

create table scheduling.session (
  session_id text primary key,
  clinic_id text not null references scheduling.clinic (clinic_id),
  owner_organisation_id text not null,
  session_day date not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  release_at timestamptz not null,
  released_at timestamptz,
  state text not null,
  constraint session_state_known check (state in ('published', 'cancelled')),
  constraint session_order check (ends_at > starts_at and release_at <= ends_at)
);
comment on table scheduling.session is 'One stretch of clinic hours on one day. sensitivity: none';
comment on column scheduling.session.session_id is 'Id. sensitivity: none';
comment on column scheduling.session.clinic_id is 'The clinic. sensitivity: none';
comment on column scheduling.session.owner_organisation_id is 'Where it is held. sensitivity: none';
comment on column scheduling.session.session_day is 'Calendar day in China. sensitivity: none';
comment on column scheduling.session.starts_at is 'Begin. sensitivity: none';
comment on column scheduling.session.ends_at is 'End. sensitivity: none';
comment on column scheduling.session.release_at is 'From when untaken seats of members and contracts are open to all. sensitivity: none';
comment on column scheduling.session.released_at is 'When that was done last. sensitivity: none';
comment on column scheduling.session.state is 'Published or cancelled. sensitivity: none';
create unique index session_clinic on scheduling.session (clinic_id, starts_at) where state = 'published';
create index session_day on scheduling.session (owner_organisation_id, session_day);
create index session_release on scheduling.session (release_at) where state = 'published' and released_at is null;

create table scheduling.slot (
  slot_id text primary key,
  session_id text not null references scheduling.session (session_id),
  clinic_id text not null,
  owner_organisation_id text not null,
  speciality text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  state text not null,
  open_quota integer not null,
  open_taken integer not null default 0,
  referral_quota integer not null,
  referral_taken integer not null default 0,
  contract_quota integer not null,
  contract_taken integer not null default 0,
  constraint slot_open_within check (open_taken between 0 and open_quota),
  constraint slot_referral_within check (referral_taken between 0 and referral_quota),
  constraint slot_contract_within check (contract_taken between 0 and contract_quota),
  constraint slot_capacity check (open_quota + referral_quota + contract_quota <= 500),
  constraint slot_order check (ends_at > starts_at),
  constraint slot_state_known check (state in ('published', 'cancelled'))
);
comment on table scheduling.slot is 'Bookable times; the CHECKs keep every pool within its quota. Each is also the FHIR Slot of the same id. sensitivity: none';
comment on column scheduling.slot.slot_id is 'Id, equals FHIR Slot.id. sensitivity: none';
comment on column scheduling.slot.session_id is 'The session. sensitivity: none';
comment on column scheduling.slot.clinic_id is 'The clinic. sensitivity: none';
comment on column scheduling.slot.owner_organisation_id is 'Where it is held. sensitivity: none';
comment on column scheduling.slot.speciality is 'Speciality of the clinic. sensitivity: none';
comment on column scheduling.slot.starts_at is 'Begin. sensitivity: none';
comment on column scheduling.slot.ends_at is 'End. sensitivity: none';
comment on column scheduling.slot.state is 'Published or cancelled. sensitivity: none';
comment on column scheduling.slot.open_quota is 'Seats open to all. sensitivity: none';
comment on column scheduling.slot.open_taken is 'Of these taken. sensitivity: none';
comment on column scheduling.slot.referral_quota is 'Seats kept for referrals of members. sensitivity: none';
comment on column scheduling.slot.referral_taken is 'Of these taken. sensitivity: none';
comment on column scheduling.slot.contract_quota is 'Seats kept for contracted residents. sensitivity: none';
comment on column scheduling.slot.contract_taken is 'Of these taken. sensitivity: none';
create index slot_session on scheduling.slot (session_id, starts_at);
create index slot_search on scheduling.slot (owner_organisation_id, speciality, starts_at) where state = 'published';

create table scheduling.ward (
  ward_id text primary key,
  owner_organisation_id text not null,
  name text not null,
  speciality text not null,
  telephone text,
  referral_beds integer not null default 0,
  referral_until time not null default '12:00',
  constraint ward_referral_beds check (referral_beds >= 0)
);
comment on table scheduling.ward is 'Wards of all sites; each is also the FHIR Location of the same id. sensitivity: none';
comment on column scheduling.ward.ward_id is 'Id, equals FHIR Location.id. sensitivity: none';
comment on column scheduling.ward.owner_organisation_id is 'The site. sensitivity: none';
comment on column scheduling.ward.name is 'Name. sensitivity: none';
comment on column scheduling.ward.speciality is 'Code of the national catalogue of clinical departments. sensitivity: none';
comment on column scheduling.ward.telephone is 'Telephone of the ward. sensitivity: none';
comment on column scheduling.ward.referral_beds is 'Free beds that only referrals may take, each day until referral_until. sensitivity: none';
comment on column scheduling.ward.referral_until is 'Time of day in China from which these beds are open to all. sensitivity: none';
create index ward_owner on scheduling.ward (owner_organisation_id, speciality);

create table scheduling.bed (
  bed_id text primary key,
  ward_id text not null references scheduling.ward (ward_id),
  owner_organisation_id text not null,
  label text not null,
  for_sex text not null,
  state text not null,
  state_since timestamptz not null,
  person_id text,
  reservation_id text,
  held_until timestamptz,
  blocked_reason text,
  constraint bed_label unique (ward_id, label),
  constraint bed_sex_known check (for_sex in ('any', 'male', 'female')),
  constraint bed_state_known check (state in ('free', 'reserved', 'occupied', 'blocked')),
  constraint bed_person check ((state in ('reserved', 'occupied')) = (person_id is not null)),
  constraint bed_reserved check ((state = 'reserved') = (held_until is not null) and (state <> 'reserved' or reservation_id is not null)),
  constraint bed_blocked check ((state = 'blocked') = (blocked_reason is not null))
);
comment on table scheduling.bed is 'One row a bed: a bed is one seat and is in one state. Each is also the FHIR Location of the same id. sensitivity: sensitive';
comment on column scheduling.bed.bed_id is 'Id, equals FHIR Location.id. sensitivity: none';
comment on column scheduling.bed.ward_id is 'The ward. sensitivity: none';
comment on column scheduling.bed.owner_organisation_id is 'The site. sensitivity: none';
comment on column scheduling.bed.label is 'Number on the bed. sensitivity: none';
comment on column scheduling.bed.for_sex is 'Who may lie there. sensitivity: none';
comment on column scheduling.bed.state is 'Free, reserved, occupied or blocked. sensitivity: none';
comment on column scheduling.bed.state_since is 'Since when. sensitivity: none';
comment on column scheduling.bed.person_id is 'FHIR Patient id of the person who has it or for whom it is kept. sensitivity: sensitive';
comment on column scheduling.bed.reservation_id is 'The reservation that holds it. sensitivity: none';
comment on column scheduling.bed.held_until is 'Until when it is kept. sensitivity: none';
comment on column scheduling.bed.blocked_reason is 'Why it is blocked. sensitivity: none';
create index bed_ward on scheduling.bed (ward_id, state, label);
create index bed_owner on scheduling.bed (owner_organisation_id, state);
create unique index bed_one_person on scheduling.bed (person_id) where state = 'occupied';

create table scheduling.reservation (
  reservation_id text primary key,
  kind text not null,
  slot_id text references scheduling.slot (slot_id),
  pool text,
  bed_id text references scheduling.bed (bed_id),
  ward_id text references scheduling.ward (ward_id),
  person_id text not null,
  source text not null,
  owner_organisation_id text not null,
  by_organisation_id text not null,
  state text not null,
  state_since timestamptz not null,
  held_until timestamptz,
  appointment_id text not null,
  created_at timestamptz not null,
  constraint reservation_kind_known check (kind in ('slot', 'bed')),
  constraint reservation_one_thing check ((kind = 'slot') = (slot_id is not null and pool is not null) and (kind = 'bed') = (bed_id is not null and ward_id is not null)),
  constraint reservation_pool_known check (pool in ('open', 'referral', 'contract')),
  constraint reservation_state_known check (state in ('held', 'confirmed', 'arrived', 'released', 'expired', 'missed', 'finished')),
  constraint reservation_held check ((state = 'held') = (held_until is not null))
);
comment on table scheduling.reservation is 'Seats and beds taken, by whom and for what. sensitivity: sensitive';
comment on column scheduling.reservation.reservation_id is 'Id. sensitivity: none';
comment on column scheduling.reservation.kind is 'Slot or bed. sensitivity: none';
comment on column scheduling.reservation.slot_id is 'The slot. sensitivity: none';
comment on column scheduling.reservation.pool is 'Pool of the seat. sensitivity: none';
comment on column scheduling.reservation.bed_id is 'The bed. sensitivity: none';
comment on column scheduling.reservation.ward_id is 'The ward of the bed. sensitivity: none';
comment on column scheduling.reservation.person_id is 'FHIR Patient id. sensitivity: sensitive';
comment on column scheduling.reservation.source is 'What it is for, as room/id; one live reservation of a kind a source. sensitivity: none';
comment on column scheduling.reservation.owner_organisation_id is 'Where the seat or bed is. sensitivity: none';
comment on column scheduling.reservation.by_organisation_id is 'Who asked for it. sensitivity: none';
comment on column scheduling.reservation.state is 'Where it stands. sensitivity: none';
comment on column scheduling.reservation.state_since is 'Since when. sensitivity: none';
comment on column scheduling.reservation.held_until is 'A held reservation lapses then. sensitivity: none';
comment on column scheduling.reservation.appointment_id is 'FHIR Appointment id. sensitivity: none';
comment on column scheduling.reservation.created_at is 'When it was made. sensitivity: none';
create unique index reservation_source on scheduling.reservation (source, kind) where state in ('held', 'confirmed', 'arrived');
create unique index reservation_person_slot on scheduling.reservation (slot_id, person_id) where state in ('held', 'confirmed', 'arrived');
create unique index reservation_bed on scheduling.reservation (bed_id) where kind = 'bed' and state in ('held', 'confirmed', 'arrived');
create index reservation_slot on scheduling.reservation (slot_id, state);
create index reservation_person on scheduling.reservation (person_id, state);
create index reservation_due on scheduling.reservation (held_until) where state = 'held';

create table scheduling.action (
  action_id text primary key,
  action_number bigint generated always as identity,
  item_kind text not null,
  item_id text not null,
  owner_organisation_id text not null,
  action text not null,
  state_before text,
  state_after text,
  reason text,
  person_id text,
  subject_id text not null,
  subject_name text not null,
  recorded_at timestamptz not null,
  constraint action_item_known check (item_kind in ('session', 'slot', 'bed', 'reservation'))
);
comment on table scheduling.action is 'Append-only list of what was done to sessions, beds and reservations. sensitivity: sensitive';
comment on column scheduling.action.action_id is 'Id. sensitivity: none';
comment on column scheduling.action.action_number is 'Order of recording. sensitivity: none';
comment on column scheduling.action.item_kind is 'What was acted upon. sensitivity: none';
comment on column scheduling.action.item_id is 'Its id. sensitivity: none';
comment on column scheduling.action.owner_organisation_id is 'Owner of the item. sensitivity: none';
comment on column scheduling.action.action is 'Name of the action. sensitivity: none';
comment on column scheduling.action.state_before is 'State before. sensitivity: none';
comment on column scheduling.action.state_after is 'State after. sensitivity: none';
comment on column scheduling.action.reason is 'Why. sensitivity: none';
comment on column scheduling.action.person_id is 'FHIR Patient id. sensitivity: sensitive';
comment on column scheduling.action.subject_id is 'Account that acted. sensitivity: personal';
comment on column scheduling.action.subject_name is 'Its name at that time. sensitivity: personal';
comment on column scheduling.action.recorded_at is 'When. sensitivity: none';
create index action_item on scheduling.action (item_kind, item_id, action_number);

grant select, insert, update on scheduling.clinic, scheduling.session, scheduling.slot, scheduling.ward, scheduling.bed, scheduling.reservation to yigong_app;
grant select, insert on scheduling.action to yigong_app;
