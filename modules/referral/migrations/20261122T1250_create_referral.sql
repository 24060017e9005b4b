create schema referral;
grant usage on schema referral to yigong_app;

create sequence referral.referral_number;
grant usage on sequence referral.referral_number to yigong_app;

create table referral.referral (
  referral_id text not null,
  number text not null,
  episode_id text not null,
  parent_id text references referral.referral (referral_id),
  flow text not null,
  direction text not null,
  care_type text not null,
  priority text not null,
  state text not null,
  state_since timestamptz not null,
  deadline timestamptz,
  arrive_by timestamptz,
  whose_move text not null,
  move_organisation_id text,
  escalation_level integer not null default 0,
  person_id text not null,
  letter_person_id text not null,
  person_name text not null,
  person_sex text not null,
  person_birth_date date,
  from_organisation_id text not null,
  from_organisation_name text not null,
  from_department text,
  from_practitioner_id text,
  from_practitioner_name text,
  from_phone text,
  to_organisation_id text,
  to_organisation_name text not null,
  to_department text,
  to_practitioner_id text,
  to_practitioner_name text,
  outside boolean not null default false,
  primary_code text,
  primary_text text,
  problem_key text not null,
  reason_code text,
  reason_text text,
  letter jsonb not null,
  agreement_id text,
  override_reason text,
  disease_verdict text,
  resource jsonb,
  counter_offer jsonb,
  transport jsonb,
  outcome jsonb,
  care_plan jsonb,
  first_visit_due date,
  rejection_code text,
  submitted_at timestamptz,
  accepted_at timestamptz,
  arrived_at timestamptz,
  outcome_at timestamptz,
  closed_at timestamptz,
  version integer not null,
  created_at timestamptz not null,
  constraint referral_key primary key (referral_id),
  constraint referral_number_once unique (number),
  constraint referral_flow_known check (flow in ('outward', 'down') and (flow = 'down') = (direction = 'down') and direction in ('up', 'lateral', 'down')),
  constraint referral_priority_known check (priority in ('emergency', 'urgent', 'normal')),
  constraint referral_care_type_known check (care_type in ('outpatient', 'inpatient', 'emergency')),
  constraint referral_move_known check (whose_move in ('sender', 'receiver', 'none') and (whose_move = 'none') = (move_organisation_id is null)),
  constraint referral_outward_state check (flow <> 'outward' or state in (
    'draft', 'submitted', 'triaged', 'counter_offered', 'accepted', 'resource_locked', 'notified',
    'arrived', 'in_care', 'outcome_reported', 'closed', 'follow_up', 'finished', 'rejected',
    'withdrawn', 'expired', 'emergency_override')),
  constraint referral_down_state check (flow <> 'down' or state in (
    'planned', 'offered', 'declined', 'accepted_by_primary', 'discharged_with_plan',
    'first_visit_done', 'monitored', 'stable', 're_up', 'withdrawn')),
  constraint referral_two_sides check (to_organisation_id is null or to_organisation_id <> from_organisation_id),
  constraint referral_destination check (state in ('draft', 'withdrawn') or outside or to_organisation_id is not null),
  constraint referral_outside check (not outside or to_organisation_id is null),
  constraint referral_locked_resource check (state <> 'resource_locked' or outside or resource is not null),
  constraint referral_counter_offer check (state <> 'counter_offered' or counter_offer is not null),
  constraint referral_rejection check (state not in ('rejected', 'declined') or rejection_code is not null),
  constraint referral_arrival check (state not in ('arrived', 'in_care', 'outcome_reported', 'emergency_override') or arrived_at is not null),
  constraint referral_outcome check (state <> 'outcome_reported' or outcome is not null),
  constraint referral_care_plan check (state not in ('discharged_with_plan', 'first_visit_done', 'monitored', 'stable') or (care_plan is not null and first_visit_due is not null))
);
comment on table referral.referral is 'Where each referral stands now; derived from referral.action. sensitivity: sensitive';
comment on column referral.referral.referral_id is 'Also the id of its FHIR ServiceRequest, Task and CarePlan. sensitivity: none';
comment on column referral.referral.number is 'Number that people quote. sensitivity: none';
comment on column referral.referral.episode_id is 'Episode of care over all organisations; id of the FHIR EpisodeOfCare. sensitivity: none';
comment on column referral.referral.parent_id is 'The referral that this one continues. sensitivity: none';
comment on column referral.referral.flow is 'outward (up, lateral) or down. sensitivity: none';
comment on column referral.referral.direction is 'up, lateral or down. sensitivity: none';
comment on column referral.referral.care_type is 'outpatient, inpatient or emergency. sensitivity: none';
comment on column referral.referral.priority is 'emergency, urgent or normal. sensitivity: none';
comment on column referral.referral.state is 'Present state. sensitivity: none';
comment on column referral.referral.state_since is 'Entry into this state. sensitivity: none';
comment on column referral.referral.deadline is 'When the clock of this state runs out; null without a clock. sensitivity: none';
comment on column referral.referral.arrive_by is 'Acceptance lapses when the resident has not arrived by then. sensitivity: none';
comment on column referral.referral.whose_move is 'sender, receiver or none. sensitivity: none';
comment on column referral.referral.move_organisation_id is 'Organisation whose move it is. sensitivity: none';
comment on column referral.referral.escalation_level is 'How often the clock of this state has been escalated. sensitivity: none';
comment on column referral.referral.person_id is 'FHIR Patient id. sensitivity: personal';
comment on column referral.referral.letter_person_id is 'FHIR Patient id as on the letter; differs from person_id after a merge. sensitivity: personal';
comment on column referral.referral.person_name is 'Name as on the letter. sensitivity: personal';
comment on column referral.referral.person_sex is 'FHIR administrative gender. sensitivity: personal';
comment on column referral.referral.person_birth_date is 'Birth date. sensitivity: personal';
comment on column referral.referral.from_organisation_id is 'Owner: the organisation that sends. sensitivity: none';
comment on column referral.referral.from_organisation_name is 'Its name as on the letter. sensitivity: none';
comment on column referral.referral.from_department is 'Sending department. sensitivity: none';
comment on column referral.referral.from_practitioner_id is 'FHIR Practitioner id of the sending doctor. sensitivity: none';
comment on column referral.referral.from_practitioner_name is 'Name of the sending doctor. sensitivity: personal';
comment on column referral.referral.from_phone is 'Telephone for questions. sensitivity: personal';
comment on column referral.referral.to_organisation_id is 'Receiving member; null for an outside hospital or an early draft. sensitivity: none';
comment on column referral.referral.to_organisation_name is 'Name of the receiver. sensitivity: none';
comment on column referral.referral.to_department is 'Receiving department. sensitivity: none';
comment on column referral.referral.to_practitioner_id is 'FHIR Practitioner id of the receiving doctor. sensitivity: none';
comment on column referral.referral.to_practitioner_name is 'Name of the receiving doctor. sensitivity: personal';
comment on column referral.referral.outside is 'A hospital without an account; its answers are recorded by the sender. sensitivity: none';
comment on column referral.referral.primary_code is 'ICD-10 of the first diagnosis. sensitivity: sensitive';
comment on column referral.referral.primary_text is 'First diagnosis in words. sensitivity: sensitive';
comment on column referral.referral.problem_key is 'ICD-10 category or reason by which one problem is told from another. sensitivity: sensitive';
comment on column referral.referral.reason_code is 'Reason from the catalogue. sensitivity: sensitive';
comment on column referral.referral.reason_text is 'Reason in words. sensitivity: sensitive';
comment on column referral.referral.letter is 'The form as signed by the sender. sensitivity: sensitive';
comment on column referral.referral.agreement_id is 'Agreement of the two organisations at submission. sensitivity: none';
comment on column referral.referral.override_reason is 'Why the disease list was overridden. sensitivity: sensitive';
comment on column referral.referral.disease_verdict is 'What the disease list said at submission. sensitivity: none';
comment on column referral.referral.resource is 'Slot or bed locked in the scheduling room. sensitivity: personal';
comment on column referral.referral.counter_offer is 'What the receiver offers instead. sensitivity: personal';
comment on column referral.referral.transport is 'Transport arranged. sensitivity: personal';
comment on column referral.referral.outcome is 'Outcome as reported to the sender. sensitivity: sensitive';
comment on column referral.referral.care_plan is 'Plan handed to primary care. sensitivity: sensitive';
comment on column referral.referral.first_visit_due is 'Day by which primary care visits. sensitivity: none';
comment on column referral.referral.rejection_code is 'Last refusal reason. sensitivity: none';
comment on column referral.referral.submitted_at is 'First submission or offer. sensitivity: none';
comment on column referral.referral.accepted_at is 'Last acceptance. sensitivity: none';
comment on column referral.referral.arrived_at is 'Arrival at the receiver. sensitivity: none';
comment on column referral.referral.outcome_at is 'Outcome reported. sensitivity: none';
comment on column referral.referral.closed_at is 'End of the work. sensitivity: none';
comment on column referral.referral.version is 'Number of actions so far. sensitivity: none';
comment on column referral.referral.created_at is 'First saved. sensitivity: none';

create unique index referral_one_live on referral.referral (person_id, problem_key, flow) where (flow = 'outward' and state in (
    'submitted', 'triaged', 'counter_offered', 'accepted', 'resource_locked', 'notified', 'arrived',
    'in_care', 'outcome_reported', 'emergency_override'))
  or (flow = 'down' and state in (
    'planned', 'offered', 'declined', 'accepted_by_primary', 'discharged_with_plan',
    'first_visit_done', 'monitored'));
comment on index referral.referral_one_live is 'One live referral per person and problem';
create index referral_from on referral.referral (from_organisation_id, state, deadline);
create index referral_to on referral.referral (to_organisation_id, state, deadline);
create index referral_person on referral.referral (person_id);
create index referral_episode on referral.referral (episode_id);
create index referral_parent on referral.referral (parent_id);
create index referral_deadline on referral.referral (deadline) where deadline is not null;
create index referral_arrive_by on referral.referral (arrive_by) where state in ('accepted', 'resource_locked', 'notified');
create index referral_submitted on referral.referral (submitted_at);

create table referral.action (
  action_id text not null,
  referral_id text not null references referral.referral (referral_id),
  sequence integer not null,
  action text not null,
  from_state text,
  to_state text not null,
  acted_at timestamptz not null,
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  actor_reference text,
  organisation_id text,
  organisation_name text,
  note text,
  detail jsonb not null,
  signature text not null,
  constraint action_key primary key (action_id),
  constraint action_order unique (referral_id, sequence),
  constraint action_sequence_from_one check (sequence >= 1),
  constraint action_signature_form check (signature ~ '^[0-9a-f]{64}$'),
  constraint action_first_has_no_state check ((sequence = 1) = (from_state is null))
);
comment on table referral.action is 'Every signed act on a referral; only ever added to. sensitivity: sensitive';
comment on column referral.action.action_id is 'Also the id of its FHIR Provenance and Communication. sensitivity: none';
comment on column referral.action.referral_id is 'The referral. sensitivity: none';
comment on column referral.action.sequence is '1, 2, 3 … within the referral. sensitivity: none';
comment on column referral.action.action is 'Action of the state table. sensitivity: none';
comment on column referral.action.from_state is 'State before; null for the first. sensitivity: none';
comment on column referral.action.to_state is 'State after. sensitivity: none';
comment on column referral.action.acted_at is 'When. sensitivity: none';
comment on column referral.action.actor_kind is 'staff, client or system. sensitivity: none';
comment on column referral.action.actor_id is 'Account or client. sensitivity: none';
comment on column referral.action.actor_name is 'Name as signed. sensitivity: personal';
comment on column referral.action.actor_reference is 'FHIR reference of the person acting. sensitivity: personal';
comment on column referral.action.organisation_id is 'Organisation acted for; null for the platform. sensitivity: none';
comment on column referral.action.organisation_name is 'Its name as signed. sensitivity: none';
comment on column referral.action.note is 'Words of the person acting. sensitivity: sensitive';
comment on column referral.action.detail is 'Fields of the action. sensitivity: sensitive';
comment on column referral.action.signature is 'SHA-256 over this act and the signature before it. sensitivity: none';

create index action_time on referral.action (acted_at);

create table referral.medication_line (
  line_id text not null,
  referral_id text not null references referral.referral (referral_id),
  organisation_id text not null,
  position integer not null,
  medication jsonb not null,
  decision text,
  decision_note text,
  changed_to jsonb,
  decided_at timestamptz,
  decided_by text,
  constraint medication_line_key primary key (line_id),
  constraint medication_line_order unique (referral_id, position),
  constraint medication_line_decision_known check (decision in ('continue', 'change', 'stop', 'not_stocked')),
  constraint medication_line_signed check ((decision is null) = (decided_at is null) and (decision is null) = (decided_by is null)),
  constraint medication_line_note check (decision is null or decision = 'continue' or decision_note is not null or changed_to is not null)
);
comment on table referral.medication_line is 'Medication list handed over with a down-referral, one row a medicine. sensitivity: sensitive';
comment on column referral.medication_line.line_id is 'Also the id of its FHIR MedicationRequest. sensitivity: none';
comment on column referral.medication_line.referral_id is 'The down-referral. sensitivity: none';
comment on column referral.medication_line.organisation_id is 'Owner: the organisation that hands over. sensitivity: none';
comment on column referral.medication_line.position is 'Order on the list. sensitivity: none';
comment on column referral.medication_line.medication is 'Code, name, dose, route, frequency, start, stop. sensitivity: sensitive';
comment on column referral.medication_line.decision is 'continue, change, stop or not_stocked; null until the receiver decides. sensitivity: sensitive';
comment on column referral.medication_line.decision_note is 'Why. sensitivity: sensitive';
comment on column referral.medication_line.changed_to is 'What is given instead. sensitivity: sensitive';
comment on column referral.medication_line.decided_at is 'When. sensitivity: none';
comment on column referral.medication_line.decided_by is 'Account that decided. sensitivity: none';

create table referral.medication_shortage (
  shortage_id text not null,
  line_id text not null references referral.medication_line (line_id),
  referral_id text not null references referral.referral (referral_id),
  organisation_id text not null,
  medicine text not null,
  note text not null,
  noted_at timestamptz not null,
  constraint medication_shortage_key primary key (shortage_id),
  constraint medication_shortage_once unique (line_id)
);
comment on table referral.medication_shortage is 'A handed-over medicine that the receiving unit does not stock. sensitivity: sensitive';
comment on column referral.medication_shortage.shortage_id is 'Note number. sensitivity: none';
comment on column referral.medication_shortage.line_id is 'The line. sensitivity: none';
comment on column referral.medication_shortage.referral_id is 'The down-referral. sensitivity: none';
comment on column referral.medication_shortage.organisation_id is 'Owner: the unit without the medicine. sensitivity: none';
comment on column referral.medication_shortage.medicine is 'Name as on the list. sensitivity: sensitive';
comment on column referral.medication_shortage.note is 'What is to be done. sensitivity: sensitive';
comment on column referral.medication_shortage.noted_at is 'When. sensitivity: none';

create table referral.follow_up (
  follow_up_id text not null,
  referral_id text not null references referral.referral (referral_id),
  person_id text not null,
  person_name text not null,
  organisation_id text not null,
  kind text not null,
  title text not null,
  due_date date not null,
  state text not null,
  result text,
  done_at timestamptz,
  done_by text,
  reminded_at timestamptz,
  constraint follow_up_key primary key (follow_up_id),
  constraint follow_up_kind_known check (kind in ('first-visit', 'home-visit', 'clinic-visit', 'phone', 'recheck')),
  constraint follow_up_state_known check (state in ('open', 'done', 'lost', 'cancelled')),
  constraint follow_up_done check ((state in ('done', 'lost')) = (done_at is not null))
);
comment on table referral.follow_up is 'Follow-up tasks of the township and the village. sensitivity: sensitive';
comment on column referral.follow_up.follow_up_id is 'Also the id of its FHIR Task. sensitivity: none';
comment on column referral.follow_up.referral_id is 'The referral. sensitivity: none';
comment on column referral.follow_up.person_id is 'FHIR Patient id. sensitivity: personal';
comment on column referral.follow_up.person_name is 'Name. sensitivity: personal';
comment on column referral.follow_up.organisation_id is 'Owner: the organisation that visits. sensitivity: none';
comment on column referral.follow_up.kind is 'first-visit, home-visit, clinic-visit, phone or recheck. sensitivity: none';
comment on column referral.follow_up.title is 'What to do. sensitivity: sensitive';
comment on column referral.follow_up.due_date is 'Last day. sensitivity: none';
comment on column referral.follow_up.state is 'open, done, lost or cancelled. sensitivity: none';
comment on column referral.follow_up.result is 'What was found. sensitivity: sensitive';
comment on column referral.follow_up.done_at is 'When it was completed or recorded as lost. sensitivity: none';
comment on column referral.follow_up.done_by is 'Account. sensitivity: none';
comment on column referral.follow_up.reminded_at is 'When the named person was told that it is overdue. sensitivity: none';

create index follow_up_referral on referral.follow_up (referral_id);
create index follow_up_due on referral.follow_up (organisation_id, due_date) where state = 'open';
create index follow_up_person on referral.follow_up (person_id);

create table referral.criterion (
  code text not null,
  direction text not null,
  urgent boolean not null,
  icd_ranges text[] not null,
  threshold jsonb,
  zh text not null,
  en text not null,
  position integer not null,
  valid_from date not null,
  valid_until date,
  constraint criterion_key primary key (code),
  constraint criterion_direction_known check (direction in ('up', 'down')),
  constraint criterion_period check (valid_until is null or valid_until >= valid_from)
);
comment on table referral.criterion is 'Catalogue of referral criteria, data with validity. sensitivity: none';
comment on column referral.criterion.code is 'Stable code. sensitivity: none';
comment on column referral.criterion.direction is 'up or down. sensitivity: none';
comment on column referral.criterion.urgent is 'Points to emergency or urgent priority. sensitivity: none';
comment on column referral.criterion.icd_ranges is 'ICD-10 ranges that it belongs to; empty for all. sensitivity: none';
comment on column referral.criterion.threshold is 'Vital signs and limits, any of which suggests it. sensitivity: none';
comment on column referral.criterion.zh is 'Chinese text. sensitivity: none';
comment on column referral.criterion.en is 'English text. sensitivity: none';
comment on column referral.criterion.position is 'Order on screen. sensitivity: none';
comment on column referral.criterion.valid_from is 'First day. sensitivity: none';
comment on column referral.criterion.valid_until is 'Last day, null while valid. sensitivity: none';

create table referral.reason (
  kind text not null,
  code text not null,
  zh text not null,
  en text not null,
  position integer not null,
  constraint reason_key primary key (kind, code),
  constraint reason_kind_known check (kind in ('up', 'lateral', 'down', 'reject', 'decline-down'))
);
comment on table referral.reason is 'Coded reasons for referring, refusing and declining. sensitivity: none';
comment on column referral.reason.kind is 'up, lateral, down, reject or decline-down. sensitivity: none';
comment on column referral.reason.code is 'Stable code. sensitivity: none';
comment on column referral.reason.zh is 'Chinese text. sensitivity: none';
comment on column referral.reason.en is 'English text. sensitivity: none';
comment on column referral.reason.position is 'Order on screen. sensitivity: none';

create table referral.clock_rule (
  flow text not null,
  state text not null,
  priority text not null,
  measures text not null,
  amount integer not null,
  unit text not null,
  constraint clock_rule_key primary key (flow, state, priority, measures),
  constraint clock_rule_amount check (amount > 0),
  constraint clock_rule_unit_known check (unit in ('minute', 'hour', 'day', 'working_day')),
  constraint clock_rule_measures_known check (measures in ('state', 'arrival'))
);
comment on table referral.clock_rule is 'How long a referral may stand in a state, by priority; counted from the entry into the state. sensitivity: none';
comment on column referral.clock_rule.flow is 'outward or down. sensitivity: none';
comment on column referral.clock_rule.state is 'State whose clock it is. sensitivity: none';
comment on column referral.clock_rule.priority is 'emergency, urgent or normal. sensitivity: none';
comment on column referral.clock_rule.measures is 'state: until the next step; arrival: from acceptance to arrival. sensitivity: none';
comment on column referral.clock_rule.amount is 'How many units. sensitivity: none';
comment on column referral.clock_rule.unit is 'minute, hour, day or working_day. sensitivity: none';

create table referral.calendar_day (
  day date not null,
  working boolean not null,
  constraint calendar_day_key primary key (day)
);
comment on table referral.calendar_day is 'Days that differ from Monday to Friday work: public holidays and make-up days. sensitivity: none';
comment on column referral.calendar_day.day is 'The day in China. sensitivity: none';
comment on column referral.calendar_day.working is 'true for a make-up day, false for a holiday. sensitivity: none';

grant select, insert on referral.action, referral.medication_shortage to yigong_app;
grant select, insert, update on referral.referral, referral.medication_line, referral.follow_up to yigong_app;
grant select, insert, update, delete on referral.criterion, referral.reason, referral.clock_rule, referral.calendar_day to yigong_app;
