-- The schema as the migrations make it. Written by `YIGONG_WRITE=1 npx vitest run tests/house/database.test.ts`; never edited.

table access.organisation
  organisation_id text not null
  parent_id text
  ancestor_ids text[] not null
  constraint organisation_own_ancestor CHECK ((organisation_id = ANY (ancestor_ids)))
  constraint organisation_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES access.organisation(organisation_id)
  constraint organisation_pkey PRIMARY KEY (organisation_id)
  CREATE INDEX organisation_ancestor ON access.organisation USING gin (ancestor_ids) WITH (fastupdate=off)
  grant delete, insert, select, update to yigong_app

table access.record_basis
  person_id text not null
  organisation_id text not null
  basis text not null
  source text not null
  valid_from timestamp with time zone not null
  valid_until timestamp with time zone
  constraint record_basis_key PRIMARY KEY (person_id, organisation_id, basis, source)
  constraint record_basis_known CHECK ((basis = ANY (ARRAY['treatment'::text, 'referral'::text, 'contract'::text, 'shared-centre'::text, 'secondment'::text, 'consent'::text, 'emergency'::text, 'registration'::text])))
  constraint record_basis_order CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
  CREATE INDEX record_basis_organisation ON access.record_basis USING btree (organisation_id, person_id)
  grant delete, insert, select, update to yigong_app

table access.role_permission
  role text not null
  permission text not null
  constraint role_permission_key PRIMARY KEY (role, permission)
  grant delete, insert, select, update to yigong_app

table access.role_permission_seed
  role text not null
  permission text not null
  seeded_at timestamp with time zone not null default clock_timestamp()
  constraint role_permission_seed_key PRIMARY KEY (role, permission)
  grant insert, select to yigong_app

table audit.entry
  entry_id bigint not null identity
  recorded_at timestamp with time zone not null default clock_timestamp()
  subject_kind text not null
  subject_id text not null
  subject_name text not null
  organisation_id text
  action text not null
  outcome text not null
  resource text
  person_id text
  basis text
  purpose text
  detail jsonb
  constraint entry_outcome CHECK ((outcome = ANY (ARRAY['success'::text, 'refused'::text])))
  constraint entry_pkey PRIMARY KEY (entry_id)
  CREATE INDEX entry_person ON audit.entry USING btree (person_id, entry_id DESC) WHERE (person_id IS NOT NULL)
  CREATE INDEX entry_subject ON audit.entry USING btree (subject_id, entry_id DESC)
  grant insert, select to yigong_app

table consortium.action
  action_id text not null
  item_kind text not null
  item_id text not null
  owner_organisation_id text not null
  action text not null
  state_before text
  state_after text
  reason text
  exception_text text
  subject_id text not null
  subject_name text not null
  recorded_at timestamp with time zone not null
  constraint action_item_known CHECK ((item_kind = ANY (ARRAY['organisation'::text, 'consortium'::text, 'membership'::text, 'agreement'::text, 'service-centre'::text, 'disease-list'::text, 'grid'::text, 'escalation-contact'::text])))
  constraint action_pkey PRIMARY KEY (action_id)
  CREATE INDEX action_item ON consortium.action USING btree (item_kind, item_id, action_id)
  grant insert, select to yigong_app

table consortium.agreement
  agreement_id text not null
  owner_organisation_id text not null
  kind text not null
  first_organisation_id text not null
  second_organisation_id text not null
  covers_subordinates boolean not null
  directions text[] not null
  document_number text
  signed_on date not null
  valid_from date not null
  valid_until date not null
  ended_on date
  end_reason text
  first_signatory text not null
  second_signatory text not null
  first_contact_name text not null
  first_contact_telephone text not null
  second_contact_name text not null
  second_contact_telephone text not null
  constraint agreement_directions_known CHECK ((directions <@ ARRAY['up'::text, 'down'::text, 'lateral'::text]))
  constraint agreement_end CHECK (((ended_on IS NULL) = (end_reason IS NULL)))
  constraint agreement_first_organisation_id_fkey FOREIGN KEY (first_organisation_id) REFERENCES consortium.organisation(organisation_id)
  constraint agreement_kind_known CHECK ((kind = ANY (ARRAY['referral'::text, 'shared-diagnosis'::text, 'teleconsultation'::text, 'training'::text, 'trusteeship'::text, 'technical'::text])))
  constraint agreement_period CHECK ((valid_until >= valid_from))
  constraint agreement_pkey PRIMARY KEY (agreement_id)
  constraint agreement_second_organisation_id_fkey FOREIGN KEY (second_organisation_id) REFERENCES consortium.organisation(organisation_id)
  constraint agreement_two_sides CHECK ((first_organisation_id <> second_organisation_id))
  CREATE INDEX agreement_first ON consortium.agreement USING btree (first_organisation_id, kind)
  CREATE INDEX agreement_second ON consortium.agreement USING btree (second_organisation_id, kind)
  grant insert, select, update to yigong_app

table consortium.area
  area_id text not null
  name text not null
  kind text not null
  township_code text
  population integer not null
  polygon jsonb not null
  constraint area_kind_known CHECK ((kind = ANY (ARRAY['village'::text, 'town'::text, 'seat'::text])))
  constraint area_pkey PRIMARY KEY (area_id)
  constraint area_polygon CHECK ((jsonb_typeof(polygon) = 'array'::text))
  constraint area_population CHECK ((population >= 0))
  grant insert, select, update to yigong_app

table consortium.area_assignment
  assignment_id text not null
  area_id text not null
  grid_id text not null
  owner_organisation_id text not null
  valid_from date not null
  valid_until date
  constraint area_assignment_area_id_fkey FOREIGN KEY (area_id) REFERENCES consortium.area(area_id)
  constraint area_assignment_grid_id_fkey FOREIGN KEY (grid_id) REFERENCES consortium.grid(grid_id)
  constraint area_assignment_period CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
  constraint area_assignment_pkey PRIMARY KEY (assignment_id)
  CREATE UNIQUE INDEX area_assignment_live ON consortium.area_assignment USING btree (area_id, grid_id) WHERE (valid_until IS NULL)
  grant insert, select, update to yigong_app

table consortium.consortium
  consortium_id text not null
  name text not null
  form text not null
  tightness text not null
  owner_organisation_id text not null
  founded_on date not null
  dissolved_on date
  invariants text[] not null
  constraint consortium_form_known CHECK ((form = ANY (ARRAY['medical-group'::text, 'urban-group'::text, 'county-consortium'::text, 'specialist-alliance'::text, 'telemedicine-network'::text, 'cross-region-alliance'::text, 'trusteeship'::text])))
  constraint consortium_invariants_known CHECK ((invariants <@ ARRAY['government-duty'::text, 'funding'::text, 'legal-person'::text, 'nature'::text, 'function'::text, 'tasks'::text, 'staff-identity'::text, 'personnel-relation'::text]))
  constraint consortium_name_unique UNIQUE (name)
  constraint consortium_owner_organisation_id_fkey FOREIGN KEY (owner_organisation_id) REFERENCES consortium.organisation(organisation_id)
  constraint consortium_period CHECK (((dissolved_on IS NULL) OR (dissolved_on >= founded_on)))
  constraint consortium_pkey PRIMARY KEY (consortium_id)
  constraint consortium_tightness_known CHECK ((tightness = ANY (ARRAY['tight'::text, 'loose'::text])))
  grant insert, select, update to yigong_app

table consortium.disease_list
  disease_list_id text not null
  owner_organisation_id text not null
  name text not null
  level text
  organisation_id text
  valid_from date not null
  valid_until date
  constraint disease_list_for_one CHECK (((level IS NULL) <> (organisation_id IS NULL)))
  constraint disease_list_level_known CHECK ((level = ANY (ARRAY['province'::text, 'city'::text, 'county'::text, 'township'::text, 'village'::text])))
  constraint disease_list_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES consortium.organisation(organisation_id)
  constraint disease_list_owner_organisation_id_fkey FOREIGN KEY (owner_organisation_id) REFERENCES consortium.organisation(organisation_id)
  constraint disease_list_period CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
  constraint disease_list_pkey PRIMARY KEY (disease_list_id)
  CREATE UNIQUE INDEX disease_list_level ON consortium.disease_list USING btree (level, owner_organisation_id) WHERE ((valid_until IS NULL) AND (level IS NOT NULL))
  CREATE UNIQUE INDEX disease_list_organisation ON consortium.disease_list USING btree (organisation_id) WHERE ((valid_until IS NULL) AND (organisation_id IS NOT NULL))
  grant insert, select, update to yigong_app

table consortium.disease_range
  disease_range_id text not null
  disease_list_id text not null
  owner_organisation_id text not null
  code_from text not null
  code_until text not null
  title text not null
  judgement text not null
  condition_text text
  stay_days integer
  suggested_days integer
  valid_from date not null
  valid_until date
  constraint disease_range_codes CHECK (((code_from ~ '^[A-Z][0-9]{2}'::text) AND (code_until ~ '^[A-Z][0-9]{2}'::text) AND (code_until >= "left"(code_from, length(code_until)))))
  constraint disease_range_days CHECK ((((COALESCE(stay_days, 1) >= 1) AND (COALESCE(stay_days, 1) <= 365)) AND ((COALESCE(suggested_days, 1) >= 1) AND (COALESCE(suggested_days, 1) <= 365))))
  constraint disease_range_disease_list_id_fkey FOREIGN KEY (disease_list_id) REFERENCES consortium.disease_list(disease_list_id)
  constraint disease_range_judgement_known CHECK ((judgement = ANY (ARRAY['treat'::text, 'refer-up'::text, 'accept-down'::text])))
  constraint disease_range_period CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
  constraint disease_range_pkey PRIMARY KEY (disease_range_id)
  CREATE INDEX disease_range_list ON consortium.disease_range USING btree (disease_list_id)
  grant insert, select, update to yigong_app

table consortium.escalation_contact
  escalation_contact_id text not null
  owner_organisation_id text not null
  kind text not null
  contact_rank integer not null
  name text not null
  duty text not null
  telephone text not null
  practitioner_id text
  valid_from date not null
  valid_until date
  constraint escalation_contact_kind_known CHECK ((kind = ANY (ARRAY['referral'::text, 'bed'::text, 'critical-value'::text, 'agreement'::text])))
  constraint escalation_contact_owner_organisation_id_fkey FOREIGN KEY (owner_organisation_id) REFERENCES consortium.organisation(organisation_id)
  constraint escalation_contact_period CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
  constraint escalation_contact_pkey PRIMARY KEY (escalation_contact_id)
  constraint escalation_contact_rank CHECK (((contact_rank >= 1) AND (contact_rank <= 9)))
  CREATE UNIQUE INDEX escalation_contact_live ON consortium.escalation_contact USING btree (owner_organisation_id, kind, contact_rank) WHERE (valid_until IS NULL)
  grant insert, select, update to yigong_app

table consortium.grid
  grid_id text not null
  name text not null
  owner_organisation_id text not null
  consortium_id text
  constraint grid_consortium_id_fkey FOREIGN KEY (consortium_id) REFERENCES consortium.consortium(consortium_id)
  constraint grid_owner_organisation_id_fkey FOREIGN KEY (owner_organisation_id) REFERENCES consortium.organisation(organisation_id)
  constraint grid_pkey PRIMARY KEY (grid_id)
  grant insert, select, update to yigong_app

table consortium.membership
  membership_id text not null
  consortium_id text not null
  organisation_id text not null
  owner_organisation_id text not null
  role text not null
  state text not null
  state_since timestamp with time zone not null
  valid_from date
  valid_until date
  constraint membership_consortium_id_fkey FOREIGN KEY (consortium_id) REFERENCES consortium.consortium(consortium_id)
  constraint membership_dated CHECK (((state <> ALL (ARRAY['active'::text, 'warned'::text, 'exited'::text])) OR (valid_from IS NOT NULL)))
  constraint membership_exit_dated CHECK (((state = 'exited'::text) = (valid_until IS NOT NULL)))
  constraint membership_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES consortium.organisation(organisation_id)
  constraint membership_period CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
  constraint membership_pkey PRIMARY KEY (membership_id)
  constraint membership_role_known CHECK ((role = ANY (ARRAY['lead'::text, 'wing'::text, 'member'::text, 'branch'::text, 'partner'::text])))
  constraint membership_state_known CHECK ((state = ANY (ARRAY['applied'::text, 'reviewed'::text, 'refused'::text, 'active'::text, 'warned'::text, 'exited'::text])))
  CREATE INDEX membership_organisation ON consortium.membership USING btree (organisation_id)
  CREATE UNIQUE INDEX membership_live ON consortium.membership USING btree (consortium_id, organisation_id) WHERE (state <> ALL (ARRAY['exited'::text, 'refused'::text]))
  CREATE UNIQUE INDEX membership_one_lead ON consortium.membership USING btree (consortium_id) WHERE ((role = 'lead'::text) AND (state = ANY (ARRAY['active'::text, 'warned'::text])))
  grant insert, select, update to yigong_app

table consortium.organisation
  organisation_id text not null
  name text not null
  short_name text
  pinyin text not null default ''::text
  level text not null
  kind text not null
  ownership text not null
  is_legal_person boolean not null
  credit_code text
  insurance_code text
  division_code text
  parent_id text
  longitude double precision
  latitude double precision
  bed_count integer not null default 0
  telephone text
  address text
  state text not null default 'active'::text
  state_since timestamp with time zone not null default now()
  constraint organisation_beds CHECK ((bed_count >= 0))
  constraint organisation_credit_code_shape CHECK ((credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'::text))
  constraint organisation_division_shape CHECK ((division_code ~ '^[0-9]{6,12}$'::text))
  constraint organisation_kind_known CHECK ((kind = ANY (ARRAY['health-bureau'::text, 'insurance-bureau'::text, 'consortium'::text, 'alliance'::text, 'hospital'::text, 'tcm-hospital'::text, 'specialist-hospital'::text, 'cdc'::text, 'maternal-child'::text, 'township-hospital'::text, 'community-centre'::text, 'community-station'::text, 'village-room'::text, 'private-hospital'::text, 'private-clinic'::text, 'nursing-home'::text, 'emergency-centre'::text])))
  constraint organisation_level_known CHECK ((level = ANY (ARRAY['province'::text, 'city'::text, 'county'::text, 'township'::text, 'village'::text])))
  constraint organisation_not_own_parent CHECK ((parent_id <> organisation_id))
  constraint organisation_ownership_known CHECK ((ownership = ANY (ARRAY['public'::text, 'private'::text])))
  constraint organisation_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES consortium.organisation(organisation_id)
  constraint organisation_pkey PRIMARY KEY (organisation_id)
  constraint organisation_place CHECK ((((longitude IS NULL) = (latitude IS NULL)) AND ((longitude IS NULL) OR (((longitude >= ('-180'::integer)::double precision) AND (longitude <= (180)::double precision)) AND ((latitude >= ('-90'::integer)::double precision) AND (latitude <= (90)::double precision))))))
  constraint organisation_state_known CHECK ((state = ANY (ARRAY['active'::text, 'closed'::text])))
  CREATE INDEX organisation_parent ON consortium.organisation USING btree (parent_id)
  CREATE UNIQUE INDEX organisation_credit_code ON consortium.organisation USING btree (credit_code)
  grant insert, select, update to yigong_app

CREATE OR REPLACE FUNCTION consortium.refuse_second_centre()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$


table consortium.service_centre
  service_centre_id text not null
  owner_organisation_id text not null
  service text not null
  member_organisation_id text not null
  valid_from date not null
  valid_until date
  constraint service_centre_member_organisation_id_fkey FOREIGN KEY (member_organisation_id) REFERENCES consortium.organisation(organisation_id)
  constraint service_centre_not_itself CHECK ((member_organisation_id <> owner_organisation_id))
  constraint service_centre_owner_organisation_id_fkey FOREIGN KEY (owner_organisation_id) REFERENCES consortium.organisation(organisation_id)
  constraint service_centre_period CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
  constraint service_centre_pkey PRIMARY KEY (service_centre_id)
  constraint service_centre_service_known CHECK ((service = ANY (ARRAY['imaging'::text, 'ecg'::text, 'laboratory'::text, 'pathology'::text, 'teleconsultation'::text, 'sterile-supply'::text, 'emergency'::text, 'pharmacy'::text, 'prescription-review'::text, 'medical-waste'::text])))
  CREATE INDEX service_centre_member ON consortium.service_centre USING btree (member_organisation_id, service)
  CREATE INDEX service_centre_owner ON consortium.service_centre USING btree (owner_organisation_id)
  CREATE TRIGGER service_centre_one_at_a_time BEFORE INSERT OR UPDATE ON consortium.service_centre FOR EACH ROW EXECUTE FUNCTION consortium.refuse_second_centre()
  grant insert, select, update to yigong_app

view consortium_report.membership as
 SELECT m.membership_id,
    m.consortium_id,
    c.name AS consortium_name,
    c.form,
    c.tightness,
    m.organisation_id,
    m.role,
    m.state,
    m.valid_from,
    m.valid_until
   FROM consortium.membership m
     JOIN consortium.consortium c USING (consortium_id);
  grant select to yigong_app

view consortium_report.organisation as
 SELECT organisation_id,
    name,
    level,
    kind,
    ownership,
    is_legal_person,
    division_code,
    parent_id,
    bed_count,
    state
   FROM consortium.organisation;
  grant select to yigong_app

table events.delivery
  event_id bigint not null
  reaction text not null
  attempts integer not null default 0
  next_attempt_at timestamp with time zone not null default clock_timestamp()
  delivered_at timestamp with time zone
  dead_at timestamp with time zone
  last_error text
  constraint delivery_event_id_fkey FOREIGN KEY (event_id) REFERENCES events.outbox(event_id)
  constraint delivery_key PRIMARY KEY (event_id, reaction)
  CREATE INDEX delivery_due ON events.delivery USING btree (next_attempt_at, event_id) WHERE ((delivered_at IS NULL) AND (dead_at IS NULL))
  grant insert, select, update to yigong_app

table events.outbox
  event_id bigint not null identity
  name text not null
  payload jsonb not null
  organisation_ids text[] not null
  subject_id text not null
  created_at timestamp with time zone not null default clock_timestamp()
  constraint outbox_pkey PRIMARY KEY (event_id)
  grant insert, select to yigong_app

table http.idempotency
  subject_id text not null
  operation text not null
  idempotency_key text not null
  input_hash text not null
  answer jsonb not null
  created_at timestamp with time zone not null default clock_timestamp()
  constraint idempotency_once PRIMARY KEY (subject_id, operation, idempotency_key)
  CREATE INDEX idempotency_age ON http.idempotency USING btree (created_at)
  grant delete, insert, select to yigong_app

table identity.access_token
  token_hash text not null
  client_id text not null
  scopes text[] not null
  created_at timestamp with time zone not null default clock_timestamp()
  expires_at timestamp with time zone not null
  constraint access_token_client_id_fkey FOREIGN KEY (client_id) REFERENCES identity.client(client_id)
  constraint access_token_pkey PRIMARY KEY (token_hash)
  CREATE INDEX access_token_expiry ON identity.access_token USING btree (expires_at)
  grant delete, insert, select, update to yigong_app

table identity.account
  account_id text not null
  login text not null
  login_key text not null
  name text not null
  password_hash text
  fhir_reference text
  person_id text
  owner_organisation_id text
  language text not null default 'zh'::text
  created_at timestamp with time zone not null default clock_timestamp()
  password_changed_at timestamp with time zone
  disabled_at timestamp with time zone
  constraint account_language_known CHECK ((language = ANY (ARRAY['zh'::text, 'en'::text])))
  constraint account_login_once UNIQUE (login_key)
  constraint account_pkey PRIMARY KEY (account_id)
  constraint account_reference_form CHECK (((fhir_reference IS NULL) OR (fhir_reference ~ '^(Practitioner|Patient)/[A-Za-z0-9.-]{1,64}$'::text)))
  CREATE INDEX account_person ON identity.account USING btree (person_id) WHERE (person_id IS NOT NULL)
  grant insert, select, update to yigong_app

table identity.assignment
  assignment_id text not null
  account_id text not null
  owner_organisation_id text not null
  role text not null
  valid_from date not null
  valid_until date
  constraint assignment_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(account_id)
  constraint assignment_once UNIQUE (account_id, owner_organisation_id, role, valid_from)
  constraint assignment_order CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
  constraint assignment_pkey PRIMARY KEY (assignment_id)
  grant insert, select, update to yigong_app

table identity.client
  client_id text not null
  secret_hash text not null
  name text not null
  scopes text[] not null
  owner_organisation_id text
  created_at timestamp with time zone not null default clock_timestamp()
  disabled_at timestamp with time zone
  constraint client_pkey PRIMARY KEY (client_id)
  constraint client_scopes_some CHECK ((cardinality(scopes) > 0))
  grant insert, select, update to yigong_app

table identity.draft
  account_id text not null
  form_key text not null
  title text not null
  path text not null
  value jsonb not null
  updated_at timestamp with time zone not null default clock_timestamp()
  constraint draft_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(account_id)
  constraint draft_key PRIMARY KEY (account_id, form_key)
  grant delete, insert, select, update to yigong_app

table identity.saved_view
  account_id text not null
  list_key text not null
  name text not null
  value jsonb not null
  updated_at timestamp with time zone not null default clock_timestamp()
  constraint saved_view_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(account_id)
  constraint saved_view_key PRIMARY KEY (account_id, list_key, name)
  grant delete, insert, select, update to yigong_app

table identity.session
  session_id text not null
  token_hash text not null
  account_id text not null
  acting_organisation_id text
  created_at timestamp with time zone not null default clock_timestamp()
  expires_at timestamp with time zone not null
  last_seen_at timestamp with time zone not null default clock_timestamp()
  ended_at timestamp with time zone
  user_agent text not null
  constraint session_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(account_id)
  constraint session_pkey PRIMARY KEY (session_id)
  constraint session_token_once UNIQUE (token_hash)
  CREATE INDEX session_account ON identity.session USING btree (account_id) WHERE (ended_at IS NULL)
  CREATE INDEX session_expiry ON identity.session USING btree (expires_at)
  grant delete, insert, select, update to yigong_app

table identity.setup_link
  token_hash text not null
  account_id text
  created_at timestamp with time zone not null default clock_timestamp()
  expires_at timestamp with time zone not null
  used_at timestamp with time zone
  constraint setup_link_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(account_id)
  constraint setup_link_pkey PRIMARY KEY (token_hash)
  grant insert, select, update to yigong_app

table identity.sign_in_throttle
  throttle_key text not null
  failures integer not null
  last_failure_at timestamp with time zone not null
  blocked_until timestamp with time zone
  constraint sign_in_throttle_failures_count CHECK ((failures > 0))
  constraint sign_in_throttle_pkey PRIMARY KEY (throttle_key)
  grant delete, insert, select, update to yigong_app

table jobs.recurring
  kind text not null
  last_run_at timestamp with time zone
  last_success_at timestamp with time zone
  next_run_at timestamp with time zone not null default clock_timestamp()
  failures integer not null default 0
  last_error text
  constraint recurring_failures_count CHECK ((failures >= 0))
  constraint recurring_pkey PRIMARY KEY (kind)
  grant insert, select, update to yigong_app

table jobs.task
  task_id text not null
  kind text not null
  owner_organisation_id text
  subject_id text not null
  title jsonb not null
  state text not null default 'waiting'::text
  input jsonb not null
  resume_cursor jsonb
  progress_done bigint not null default 0
  progress_total bigint
  failures integer not null default 0
  next_attempt_at timestamp with time zone not null default clock_timestamp()
  cancel_requested_at timestamp with time zone
  created_at timestamp with time zone not null default clock_timestamp()
  started_at timestamp with time zone
  finished_at timestamp with time zone
  result jsonb
  last_error text
  constraint task_finished_when_over CHECK (((state = ANY (ARRAY['done'::text, 'failed'::text, 'cancelled'::text])) = (finished_at IS NOT NULL)))
  constraint task_pkey PRIMARY KEY (task_id)
  constraint task_progress_positive CHECK (((progress_done >= 0) AND ((progress_total IS NULL) OR (progress_total >= 0))))
  constraint task_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
  CREATE INDEX task_due ON jobs.task USING btree (next_attempt_at, task_id) WHERE (finished_at IS NULL)
  CREATE INDEX task_owner ON jobs.task USING btree (owner_organisation_id, created_at DESC)
  grant insert, select, update to yigong_app
