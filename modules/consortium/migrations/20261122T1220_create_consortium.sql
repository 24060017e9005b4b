create schema consortium;
grant usage on schema consortium to yigong_app;

create table consortium.organisation (
  organisation_id text primary key,
  name text not null,
  short_name text,
  pinyin text not null default '',
  level text not null,
  kind text not null,
  ownership text not null,
  is_legal_person boolean not null,
  credit_code text,
  insurance_code text,
  division_code text,
  parent_id text references consortium.organisation (organisation_id),
  longitude double precision,
  latitude double precision,
  bed_count integer not null default 0,
  telephone text,
  address text,
  state text not null default 'active',
  state_since timestamptz not null default now(),
  constraint organisation_level_known check (level in ('province', 'city', 'county', 'township', 'village')),
  constraint organisation_kind_known check (kind in ('health-bureau', 'insurance-bureau', 'consortium', 'alliance', 'hospital',
    'tcm-hospital', 'specialist-hospital', 'cdc', 'maternal-child', 'township-hospital', 'community-centre', 'community-station',
    'village-room', 'private-hospital', 'private-clinic', 'nursing-home', 'emergency-centre')),
  constraint organisation_ownership_known check (ownership in ('public', 'private')),
  constraint organisation_state_known check (state in ('active', 'closed')),
  constraint organisation_credit_code_shape check (credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  constraint organisation_division_shape check (division_code ~ '^[0-9]{6,12}$'),
  constraint organisation_not_own_parent check (parent_id <> organisation_id),
  constraint organisation_place check ((longitude is null) = (latitude is null)
    and (longitude is null or (longitude between -180 and 180 and latitude between -90 and 90))),
  constraint organisation_beds check (bed_count >= 0)
);
comment on table consortium.organisation is 'Organisations of the region; each is also the FHIR Organization of the same id. sensitivity: none';
comment on column consortium.organisation.organisation_id is 'FHIR Organization id. sensitivity: none';
comment on column consortium.organisation.name is 'Full registered name. sensitivity: none';
comment on column consortium.organisation.short_name is 'Name on cards and maps. sensitivity: none';
comment on column consortium.organisation.pinyin is 'Initials and syllables for search. sensitivity: none';
comment on column consortium.organisation.level is 'Tier of the administrative division it serves. sensitivity: none';
comment on column consortium.organisation.kind is 'Kind of institution. sensitivity: none';
comment on column consortium.organisation.ownership is 'Who owns it. sensitivity: none';
comment on column consortium.organisation.is_legal_person is 'Whether it is a legal person of its own (a branch or village room is not). sensitivity: none';
comment on column consortium.organisation.credit_code is 'Unified social credit code, GB 32100. sensitivity: none';
comment on column consortium.organisation.insurance_code is 'Code as an insured institution (fixmedins_code). sensitivity: none';
comment on column consortium.organisation.division_code is 'Administrative division, 6 to 12 digits. sensitivity: none';
comment on column consortium.organisation.parent_id is 'The organisation directly above. sensitivity: none';
comment on column consortium.organisation.longitude is 'Degrees east, WGS 84. sensitivity: none';
comment on column consortium.organisation.latitude is 'Degrees north, WGS 84. sensitivity: none';
comment on column consortium.organisation.bed_count is 'Registered beds. sensitivity: none';
comment on column consortium.organisation.telephone is 'Public telephone. sensitivity: none';
comment on column consortium.organisation.address is 'Street address. sensitivity: none';
comment on column consortium.organisation.state is 'Active or closed. sensitivity: none';
comment on column consortium.organisation.state_since is 'Since when in this state. sensitivity: none';
create unique index organisation_credit_code on consortium.organisation (credit_code);
create index organisation_parent on consortium.organisation (parent_id);

create table consortium.consortium (
  consortium_id text primary key,
  name text not null,
  form text not null,
  tightness text not null,
  owner_organisation_id text not null references consortium.organisation (organisation_id),
  founded_on date not null,
  dissolved_on date,
  invariants text[] not null,
  constraint consortium_name_unique unique (name),
  constraint consortium_form_known check (form in ('medical-group', 'urban-group', 'county-consortium', 'specialist-alliance',
    'telemedicine-network', 'cross-region-alliance', 'trusteeship')),
  constraint consortium_tightness_known check (tightness in ('tight', 'loose')),
  constraint consortium_period check (dissolved_on is null or dissolved_on >= founded_on),
  constraint consortium_invariants_known check (invariants <@ array['government-duty', 'funding', 'legal-person', 'nature', 'function',
    'tasks', 'staff-identity', 'personnel-relation'])
);
comment on table consortium.consortium is 'Consortia of any form, each run by one organisation''s office. sensitivity: none';
comment on column consortium.consortium.consortium_id is 'Id. sensitivity: none';
comment on column consortium.consortium.name is 'Name. sensitivity: none';
comment on column consortium.consortium.form is 'Form of the consortium. sensitivity: none';
comment on column consortium.consortium.tightness is 'Tight (people, money, goods in one hand) or loose. sensitivity: none';
comment on column consortium.consortium.owner_organisation_id is 'The organisation whose office runs it. sensitivity: none';
comment on column consortium.consortium.founded_on is 'Day of founding. sensitivity: none';
comment on column consortium.consortium.dissolved_on is 'Day of dissolution, null while it lasts. sensitivity: none';
comment on column consortium.consortium.invariants is 'Which of the eight things must not change here. sensitivity: none';

create table consortium.membership (
  membership_id text primary key,
  consortium_id text not null references consortium.consortium (consortium_id),
  organisation_id text not null references consortium.organisation (organisation_id),
  owner_organisation_id text not null,
  role text not null,
  state text not null,
  state_since timestamptz not null,
  valid_from date,
  valid_until date,
  constraint membership_role_known check (role in ('lead', 'wing', 'member', 'branch', 'partner')),
  constraint membership_state_known check (state in ('applied', 'reviewed', 'refused', 'active', 'warned', 'exited')),
  constraint membership_period check (valid_until is null or valid_until >= valid_from),
  constraint membership_dated check (state not in ('active', 'warned', 'exited') or valid_from is not null),
  constraint membership_exit_dated check ((state = 'exited') = (valid_until is not null))
);
comment on table consortium.membership is 'Dated memberships; an organisation may be in several consortia at once, an exited row is never reused. sensitivity: none';
comment on column consortium.membership.membership_id is 'Id. sensitivity: none';
comment on column consortium.membership.consortium_id is 'The consortium. sensitivity: none';
comment on column consortium.membership.organisation_id is 'The member. sensitivity: none';
comment on column consortium.membership.owner_organisation_id is 'The organisation whose office decides. sensitivity: none';
comment on column consortium.membership.role is 'Part it plays. sensitivity: none';
comment on column consortium.membership.state is 'Where the membership stands. sensitivity: none';
comment on column consortium.membership.state_since is 'Since when in this state. sensitivity: none';
comment on column consortium.membership.valid_from is 'First day as a member, null before activation. sensitivity: none';
comment on column consortium.membership.valid_until is 'Last day as a member, null while it lasts. sensitivity: none';
create unique index membership_live on consortium.membership (consortium_id, organisation_id) where state not in ('exited', 'refused');
create unique index membership_one_lead on consortium.membership (consortium_id) where role = 'lead' and state in ('active', 'warned');
create index membership_organisation on consortium.membership (organisation_id);

create table consortium.action (
  action_id text primary key,
  action_number bigint generated always as identity,
  item_kind text not null,
  item_id text not null,
  owner_organisation_id text not null,
  action text not null,
  state_before text,
  state_after text,
  reason text,
  exception_text text,
  subject_id text not null,
  subject_name text not null,
  recorded_at timestamptz not null,
  constraint action_item_known check (item_kind in ('organisation', 'consortium', 'membership', 'agreement', 'service-centre',
    'disease-list', 'grid', 'escalation-contact'))
);
comment on table consortium.action is 'Append-only list of what was done to organisations, memberships, agreements and the rest. sensitivity: none';
comment on column consortium.action.action_id is 'Id. sensitivity: none';
comment on column consortium.action.action_number is 'Order of recording. sensitivity: none';
comment on column consortium.action.item_kind is 'What was acted upon. sensitivity: none';
comment on column consortium.action.item_id is 'Its id. sensitivity: none';
comment on column consortium.action.owner_organisation_id is 'Owner of the item. sensitivity: none';
comment on column consortium.action.action is 'Name of the action. sensitivity: none';
comment on column consortium.action.state_before is 'State before, null at creation. sensitivity: none';
comment on column consortium.action.state_after is 'State after. sensitivity: none';
comment on column consortium.action.reason is 'Why, in the words of the person who acted. sensitivity: none';
comment on column consortium.action.exception_text is 'Record of the exception when one of the eight invariants was touched. sensitivity: none';
comment on column consortium.action.subject_id is 'Account that acted. sensitivity: personal';
comment on column consortium.action.subject_name is 'Its name at that time. sensitivity: personal';
comment on column consortium.action.recorded_at is 'When. sensitivity: none';
create index action_item on consortium.action (item_kind, item_id, action_number);

create table consortium.agreement (
  agreement_id text primary key,
  owner_organisation_id text not null,
  kind text not null,
  first_organisation_id text not null references consortium.organisation (organisation_id),
  second_organisation_id text not null references consortium.organisation (organisation_id),
  covers_subordinates boolean not null,
  directions text[] not null,
  document_number text,
  signed_on date not null,
  valid_from date not null,
  valid_until date not null,
  ended_on date,
  end_reason text,
  first_signatory text not null,
  second_signatory text not null,
  first_contact_name text not null,
  first_contact_telephone text not null,
  second_contact_name text not null,
  second_contact_telephone text not null,
  constraint agreement_kind_known check (kind in ('referral', 'shared-diagnosis', 'teleconsultation', 'training', 'trusteeship', 'technical')),
  constraint agreement_directions_known check (directions <@ array['up', 'down', 'lateral']),
  constraint agreement_two_sides check (first_organisation_id <> second_organisation_id),
  constraint agreement_period check (valid_until >= valid_from),
  constraint agreement_end check ((ended_on is null) = (end_reason is null))
);
comment on table consortium.agreement is 'Agreements between two organisations; they hold in both directions. sensitivity: personal';
comment on column consortium.agreement.agreement_id is 'Id. sensitivity: none';
comment on column consortium.agreement.owner_organisation_id is 'The side that keeps it. sensitivity: none';
comment on column consortium.agreement.kind is 'What it is about. sensitivity: none';
comment on column consortium.agreement.first_organisation_id is 'One side. sensitivity: none';
comment on column consortium.agreement.second_organisation_id is 'The other side. sensitivity: none';
comment on column consortium.agreement.covers_subordinates is 'Also holds for everything below both sides in the tree. sensitivity: none';
comment on column consortium.agreement.directions is 'For referrals: which ways a patient may go between the two, up, down or lateral. sensitivity: none';
comment on column consortium.agreement.document_number is 'Number on paper. sensitivity: none';
comment on column consortium.agreement.signed_on is 'Day of signing. sensitivity: none';
comment on column consortium.agreement.valid_from is 'First day. sensitivity: none';
comment on column consortium.agreement.valid_until is 'Last day. sensitivity: none';
comment on column consortium.agreement.ended_on is 'Day on which it was ended early. sensitivity: none';
comment on column consortium.agreement.end_reason is 'Why it was ended early. sensitivity: none';
comment on column consortium.agreement.first_signatory is 'Who signed for the first side. sensitivity: personal';
comment on column consortium.agreement.second_signatory is 'Who signed for the second side. sensitivity: personal';
comment on column consortium.agreement.first_contact_name is 'Named contact of the first side. sensitivity: personal';
comment on column consortium.agreement.first_contact_telephone is 'Telephone of that contact. sensitivity: personal';
comment on column consortium.agreement.second_contact_name is 'Named contact of the second side. sensitivity: personal';
comment on column consortium.agreement.second_contact_telephone is 'Telephone of that contact. sensitivity: personal';
create index agreement_first on consortium.agreement (first_organisation_id, kind);
create index agreement_second on consortium.agreement (second_organisation_id, kind);

create table consortium.service_centre (
  service_centre_id text primary key,
  owner_organisation_id text not null references consortium.organisation (organisation_id),
  service text not null,
  member_organisation_id text not null references consortium.organisation (organisation_id),
  valid_from date not null,
  valid_until date,
  constraint service_centre_service_known check (service in ('imaging', 'ecg', 'laboratory', 'pathology', 'teleconsultation',
    'sterile-supply', 'emergency', 'pharmacy', 'prescription-review', 'medical-waste')),
  constraint service_centre_period check (valid_until is null or valid_until >= valid_from),
  constraint service_centre_not_itself check (member_organisation_id <> owner_organisation_id)
);
comment on table consortium.service_centre is 'Who is the centre for whom, for which service, from when to when. sensitivity: none';
comment on column consortium.service_centre.service_centre_id is 'Id. sensitivity: none';
comment on column consortium.service_centre.owner_organisation_id is 'The centre. sensitivity: none';
comment on column consortium.service_centre.service is 'The service given. sensitivity: none';
comment on column consortium.service_centre.member_organisation_id is 'The organisation served. sensitivity: none';
comment on column consortium.service_centre.valid_from is 'First day. sensitivity: none';
comment on column consortium.service_centre.valid_until is 'Last day, null while it lasts. sensitivity: none';
create index service_centre_member on consortium.service_centre (member_organisation_id, service);
create index service_centre_owner on consortium.service_centre (owner_organisation_id);

create function consortium.refuse_second_centre() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('consortium.service_centre|' || new.service || '|' || new.member_organisation_id, 0));
  if exists (
    select 1 from consortium.service_centre other
    where other.service = new.service and other.member_organisation_id = new.member_organisation_id
      and other.service_centre_id <> new.service_centre_id
      and daterange(other.valid_from, other.valid_until, '[]') && daterange(new.valid_from, new.valid_until, '[]')
  ) then
    raise exception 'one centre at a time' using errcode = 'exclusion_violation', constraint = 'service_centre_one_at_a_time';
  end if;
  return new;
end $$;
create trigger service_centre_one_at_a_time before insert or update on consortium.service_centre
  for each row execute function consortium.refuse_second_centre();

create table consortium.disease_list (
  disease_list_id text primary key,
  owner_organisation_id text not null references consortium.organisation (organisation_id),
  name text not null,
  level text,
  organisation_id text references consortium.organisation (organisation_id),
  valid_from date not null,
  valid_until date,
  constraint disease_list_for_one check ((level is null) <> (organisation_id is null)),
  constraint disease_list_level_known check (level in ('province', 'city', 'county', 'township', 'village')),
  constraint disease_list_period check (valid_until is null or valid_until >= valid_from)
);
comment on table consortium.disease_list is 'Core disease list of a level, or of one organisation, which then comes first. sensitivity: none';
comment on column consortium.disease_list.disease_list_id is 'Id. sensitivity: none';
comment on column consortium.disease_list.owner_organisation_id is 'Who keeps the list. sensitivity: none';
comment on column consortium.disease_list.name is 'Name. sensitivity: none';
comment on column consortium.disease_list.level is 'The level it holds for, null when it belongs to one organisation. sensitivity: none';
comment on column consortium.disease_list.organisation_id is 'The organisation it holds for, null when it belongs to a level. sensitivity: none';
comment on column consortium.disease_list.valid_from is 'First day. sensitivity: none';
comment on column consortium.disease_list.valid_until is 'Last day, null while it lasts. sensitivity: none';
create unique index disease_list_level on consortium.disease_list (level, owner_organisation_id) where valid_until is null and level is not null;
create unique index disease_list_organisation on consortium.disease_list (organisation_id) where valid_until is null and organisation_id is not null;

create table consortium.disease_range (
  disease_range_id text primary key,
  disease_list_id text not null references consortium.disease_list (disease_list_id),
  owner_organisation_id text not null,
  code_from text not null,
  code_until text not null,
  title text not null,
  judgement text not null,
  condition_text text,
  stay_days integer,
  suggested_days integer,
  valid_from date not null,
  valid_until date,
  constraint disease_range_codes check (code_from ~ '^[A-Z][0-9]{2}' and code_until ~ '^[A-Z][0-9]{2}' and code_until >= left(code_from, length(code_until))),
  constraint disease_range_judgement_known check (judgement in ('treat', 'refer-up', 'accept-down')),
  constraint disease_range_days check (coalesce(stay_days, 1) between 1 and 365 and coalesce(suggested_days, 1) between 1 and 365),
  constraint disease_range_period check (valid_until is null or valid_until >= valid_from)
);
comment on table consortium.disease_range is 'ICD-10 ranges of a disease list; an ended range is kept. sensitivity: none';
comment on column consortium.disease_range.disease_range_id is 'Id. sensitivity: none';
comment on column consortium.disease_range.disease_list_id is 'The list. sensitivity: none';
comment on column consortium.disease_range.owner_organisation_id is 'Who keeps the list. sensitivity: none';
comment on column consortium.disease_range.code_from is 'First ICD-10 code, such as I10 or E11.9. sensitivity: none';
comment on column consortium.disease_range.code_until is 'Last ICD-10 code, everything below it included. sensitivity: none';
comment on column consortium.disease_range.title is 'Name of the disease or group. sensitivity: none';
comment on column consortium.disease_range.judgement is 'What this level does with it. sensitivity: none';
comment on column consortium.disease_range.condition_text is 'Under which condition. sensitivity: none';
comment on column consortium.disease_range.stay_days is 'Usual days in hospital before a down-referral, source in the handbook 4.1. sensitivity: none';
comment on column consortium.disease_range.suggested_days is 'Suggested days of stay here after which to refer down. sensitivity: none';
comment on column consortium.disease_range.valid_from is 'First day. sensitivity: none';
comment on column consortium.disease_range.valid_until is 'Last day, null while it lasts. sensitivity: none';
create index disease_range_list on consortium.disease_range (disease_list_id);

create table consortium.area (
  area_id text primary key,
  name text not null,
  kind text not null,
  township_code text,
  population integer not null,
  polygon jsonb not null,
  constraint area_kind_known check (kind in ('village', 'town', 'seat')),
  constraint area_population check (population >= 0),
  constraint area_polygon check (jsonb_typeof(polygon) = 'array')
);
comment on table consortium.area is 'Streets, townships and villages with their population. sensitivity: none';
comment on column consortium.area.area_id is 'Administrative division code. sensitivity: none';
comment on column consortium.area.name is 'Name. sensitivity: none';
comment on column consortium.area.kind is 'Village, town or part of the county seat. sensitivity: none';
comment on column consortium.area.township_code is 'Nine-digit code of the township it lies in. sensitivity: none';
comment on column consortium.area.population is 'Resident population, persons. sensitivity: none';
comment on column consortium.area.polygon is 'Outline as [[longitude, latitude], …], closed by the reader. sensitivity: none';

create table consortium.grid (
  grid_id text primary key,
  name text not null,
  owner_organisation_id text not null references consortium.organisation (organisation_id),
  consortium_id text references consortium.consortium (consortium_id)
);
comment on table consortium.grid is 'Service grids, each with the organisation that leads it. sensitivity: none';
comment on column consortium.grid.grid_id is 'Id. sensitivity: none';
comment on column consortium.grid.name is 'Name. sensitivity: none';
comment on column consortium.grid.owner_organisation_id is 'The lead of the grid. sensitivity: none';
comment on column consortium.grid.consortium_id is 'The consortium it belongs to. sensitivity: none';

create table consortium.area_assignment (
  assignment_id text primary key,
  area_id text not null references consortium.area (area_id),
  grid_id text not null references consortium.grid (grid_id),
  owner_organisation_id text not null,
  valid_from date not null,
  valid_until date,
  constraint area_assignment_period check (valid_until is null or valid_until >= valid_from)
);
comment on table consortium.area_assignment is 'Which grid answers for an area, from when to when. Two at once are an overlap and shown as such. sensitivity: none';
comment on column consortium.area_assignment.assignment_id is 'Id. sensitivity: none';
comment on column consortium.area_assignment.area_id is 'The area. sensitivity: none';
comment on column consortium.area_assignment.grid_id is 'The grid. sensitivity: none';
comment on column consortium.area_assignment.owner_organisation_id is 'The lead of the grid. sensitivity: none';
comment on column consortium.area_assignment.valid_from is 'First day. sensitivity: none';
comment on column consortium.area_assignment.valid_until is 'Last day, null while it lasts. sensitivity: none';
create unique index area_assignment_live on consortium.area_assignment (area_id, grid_id) where valid_until is null;

create table consortium.escalation_contact (
  escalation_contact_id text primary key,
  owner_organisation_id text not null references consortium.organisation (organisation_id),
  kind text not null,
  contact_rank integer not null,
  name text not null,
  duty text not null,
  telephone text not null,
  practitioner_id text,
  valid_from date not null,
  valid_until date,
  constraint escalation_contact_kind_known check (kind in ('referral', 'bed', 'critical-value', 'agreement')),
  constraint escalation_contact_rank check (contact_rank between 1 and 9),
  constraint escalation_contact_period check (valid_until is null or valid_until >= valid_from)
);
comment on table consortium.escalation_contact is 'Who is told when a clock runs out, in order of rank. sensitivity: personal';
comment on column consortium.escalation_contact.escalation_contact_id is 'Id. sensitivity: none';
comment on column consortium.escalation_contact.owner_organisation_id is 'The organisation they answer for. sensitivity: none';
comment on column consortium.escalation_contact.kind is 'Which clock. sensitivity: none';
comment on column consortium.escalation_contact.contact_rank is '1 is told first. sensitivity: none';
comment on column consortium.escalation_contact.name is 'Name of the person. sensitivity: personal';
comment on column consortium.escalation_contact.duty is 'Post, such as head of the medical office. sensitivity: none';
comment on column consortium.escalation_contact.telephone is 'Telephone. sensitivity: personal';
comment on column consortium.escalation_contact.practitioner_id is 'FHIR Practitioner id. sensitivity: personal';
comment on column consortium.escalation_contact.valid_from is 'First day. sensitivity: none';
comment on column consortium.escalation_contact.valid_until is 'Last day, null while it lasts. sensitivity: none';
create unique index escalation_contact_live on consortium.escalation_contact (owner_organisation_id, kind, contact_rank) where valid_until is null;

grant select, insert, update on consortium.organisation, consortium.consortium, consortium.membership, consortium.agreement,
  consortium.service_centre, consortium.disease_list, consortium.disease_range, consortium.area, consortium.grid,
  consortium.area_assignment, consortium.escalation_contact to yigong_app;
grant select, insert on consortium.action to yigong_app;

create schema consortium_report;
grant usage on schema consortium_report to yigong_app;

create view consortium_report.organisation as
  select organisation_id, name, level, kind, ownership, is_legal_person, division_code, parent_id, bed_count, state from consortium.organisation;
comment on view consortium_report.organisation is 'Organisations as indicators count them. sensitivity: none';
comment on column consortium_report.organisation.organisation_id is 'FHIR Organization id. sensitivity: none';
comment on column consortium_report.organisation.name is 'Name. sensitivity: none';
comment on column consortium_report.organisation.level is 'Level. sensitivity: none';
comment on column consortium_report.organisation.kind is 'Kind of institution. sensitivity: none';
comment on column consortium_report.organisation.ownership is 'Public or private. sensitivity: none';
comment on column consortium_report.organisation.is_legal_person is 'Legal person of its own. sensitivity: none';
comment on column consortium_report.organisation.division_code is 'Administrative division. sensitivity: none';
comment on column consortium_report.organisation.parent_id is 'Organisation above. sensitivity: none';
comment on column consortium_report.organisation.bed_count is 'Registered beds. sensitivity: none';
comment on column consortium_report.organisation.state is 'Active or closed. sensitivity: none';

create view consortium_report.membership as
  select m.membership_id, m.consortium_id, c.name as consortium_name, c.form, c.tightness, m.organisation_id, m.role, m.state,
    m.valid_from, m.valid_until
  from consortium.membership m join consortium.consortium c using (consortium_id);
comment on view consortium_report.membership is 'Dated memberships with the consortium. sensitivity: none';
comment on column consortium_report.membership.membership_id is 'Id. sensitivity: none';
comment on column consortium_report.membership.consortium_id is 'Consortium. sensitivity: none';
comment on column consortium_report.membership.consortium_name is 'Its name. sensitivity: none';
comment on column consortium_report.membership.form is 'Its form. sensitivity: none';
comment on column consortium_report.membership.tightness is 'Tight or loose. sensitivity: none';
comment on column consortium_report.membership.organisation_id is 'The member. sensitivity: none';
comment on column consortium_report.membership.role is 'Part it plays. sensitivity: none';
comment on column consortium_report.membership.state is 'State. sensitivity: none';
comment on column consortium_report.membership.valid_from is 'First day. sensitivity: none';
comment on column consortium_report.membership.valid_until is 'Last day. sensitivity: none';
grant select on consortium_report.organisation, consortium_report.membership to yigong_app;
