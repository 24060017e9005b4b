create schema shared_diagnosis;
grant usage on schema shared_diagnosis to yigong_app;

create sequence shared_diagnosis.order_number;
create sequence shared_diagnosis.critical_number;
grant usage on sequence shared_diagnosis.order_number, shared_diagnosis.critical_number to yigong_app;

create table shared_diagnosis.centre_contract (
  contract_id text not null,
  owner_organisation_id text not null,
  kind text not null,
  contract_rank integer not null,
  modalities text[] not null,
  promised jsonb not null,
  prices jsonb not null,
  shares jsonb not null,
  open_from text not null,
  open_until text not null,
  weekdays integer[] not null,
  waiting_max integer,
  claim_minutes integer not null,
  sample_percent integer not null,
  quality_check text not null,
  valid_from date not null,
  valid_until date,
  note text,
  signed_by_name text not null,
  signed_at timestamptz not null,
  end_reason text,
  constraint centre_contract_key primary key (contract_id),
  constraint centre_contract_kind_known check (kind in ('imaging', 'ecg', 'laboratory', 'pathology', 'ultrasound')),
  constraint centre_contract_period check (valid_until is null or valid_until >= valid_from),
  constraint centre_contract_shares check ((shares->>'performed')::int + (shares->>'reported')::int + (shares->>'consortium')::int = 10000),
  constraint centre_contract_rank_known check (contract_rank between 1 and 5),
  constraint centre_contract_check_known check (quality_check in ('before-reading', 'at-reading'))
);
comment on table shared_diagnosis.centre_contract is 'A centre serves members from a day to a day; points to the service centre that the consortium names. sensitivity: none';
comment on column shared_diagnosis.centre_contract.contract_id is 'Id. sensitivity: none';
comment on column shared_diagnosis.centre_contract.owner_organisation_id is 'Owner: the centre. sensitivity: none';
comment on column shared_diagnosis.centre_contract.kind is 'imaging, ecg, laboratory, pathology or ultrasound. sensitivity: none';
comment on column shared_diagnosis.centre_contract.contract_rank is '1 is asked first, the next take what overflows. sensitivity: none';
comment on column shared_diagnosis.centre_contract.modalities is 'What it reads. sensitivity: none';
comment on column shared_diagnosis.centre_contract.promised is 'Minutes by priority. sensitivity: none';
comment on column shared_diagnosis.centre_contract.prices is 'Fen by modality. sensitivity: none';
comment on column shared_diagnosis.centre_contract.shares is 'Hundredths of a percent to performed, reported and consortium; sum 10,000. sensitivity: none';
comment on column shared_diagnosis.centre_contract.open_from is 'Opening, China time. sensitivity: none';
comment on column shared_diagnosis.centre_contract.open_until is 'Closing, China time; before the opening means over midnight. sensitivity: none';
comment on column shared_diagnosis.centre_contract.weekdays is 'Monday is 1. sensitivity: none';
comment on column shared_diagnosis.centre_contract.waiting_max is 'More unread orders than this overflow. sensitivity: none';
comment on column shared_diagnosis.centre_contract.claim_minutes is 'How long a claim locks. sensitivity: none';
comment on column shared_diagnosis.centre_contract.sample_percent is 'Share of reports read a second time. sensitivity: none';
comment on column shared_diagnosis.centre_contract.quality_check is 'before-reading or at-reading. sensitivity: none';
comment on column shared_diagnosis.centre_contract.valid_from is 'First day. sensitivity: none';
comment on column shared_diagnosis.centre_contract.valid_until is 'Last day. sensitivity: none';
comment on column shared_diagnosis.centre_contract.note is 'Remark. sensitivity: none';
comment on column shared_diagnosis.centre_contract.signed_by_name is 'Who signed it here. sensitivity: personal';
comment on column shared_diagnosis.centre_contract.signed_at is 'When. sensitivity: none';
comment on column shared_diagnosis.centre_contract.end_reason is 'Why it ended. sensitivity: none';

create table shared_diagnosis.contract_member (
  contract_id text not null,
  owner_organisation_id text not null,
  member_organisation_id text not null,
  member_name text not null,
  constraint contract_member_key primary key (contract_id, member_organisation_id),
  constraint contract_member_contract foreign key (contract_id) references shared_diagnosis.centre_contract (contract_id)
);
comment on table shared_diagnosis.contract_member is 'Whom a contract serves. sensitivity: none';
comment on column shared_diagnosis.contract_member.contract_id is 'Contract. sensitivity: none';
comment on column shared_diagnosis.contract_member.owner_organisation_id is 'The centre. sensitivity: none';
comment on column shared_diagnosis.contract_member.member_organisation_id is 'The member served, and all below it. sensitivity: none';
comment on column shared_diagnosis.contract_member.member_name is 'Its name at signing. sensitivity: none';

create table shared_diagnosis.reader_permit (
  permit_id text not null,
  owner_organisation_id text not null,
  reader_id text not null,
  reader_name text not null,
  kind text not null,
  modalities text[] not null,
  level text not null,
  certificate text,
  valid_from date not null,
  valid_until date,
  end_reason text,
  constraint reader_permit_key primary key (permit_id),
  constraint reader_permit_level_known check (level in ('reader', 'reviewer')),
  constraint reader_permit_period check (valid_until is null or valid_until >= valid_from - 1)
);
comment on table shared_diagnosis.reader_permit is 'Who may read what for a centre, from a day to a day. sensitivity: personal';
comment on column shared_diagnosis.reader_permit.permit_id is 'Id. sensitivity: none';
comment on column shared_diagnosis.reader_permit.owner_organisation_id is 'The centre. sensitivity: none';
comment on column shared_diagnosis.reader_permit.reader_id is 'FHIR Practitioner id. sensitivity: none';
comment on column shared_diagnosis.reader_permit.reader_name is 'Name. sensitivity: personal';
comment on column shared_diagnosis.reader_permit.kind is 'Kind of diagnosis. sensitivity: none';
comment on column shared_diagnosis.reader_permit.modalities is 'Modalities permitted. sensitivity: none';
comment on column shared_diagnosis.reader_permit.level is 'reader or reviewer; a reviewer reads too. sensitivity: none';
comment on column shared_diagnosis.reader_permit.certificate is 'Number of the licence. sensitivity: personal';
comment on column shared_diagnosis.reader_permit.valid_from is 'First day. sensitivity: none';
comment on column shared_diagnosis.reader_permit.valid_until is 'Last day. sensitivity: none';
comment on column shared_diagnosis.reader_permit.end_reason is 'Why it ended. sensitivity: none';

create table shared_diagnosis.shift (
  shift_id text not null,
  owner_organisation_id text not null,
  kind text not null,
  reader_id text not null,
  reader_name text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  duty text not null,
  cancelled_at timestamptz,
  constraint shift_key primary key (shift_id),
  constraint shift_period check (ends_at > starts_at),
  constraint shift_duty_known check (duty in ('reader', 'reviewer', 'on-call'))
);
comment on table shared_diagnosis.shift is 'Roster of the readers. sensitivity: personal';
comment on column shared_diagnosis.shift.shift_id is 'Id. sensitivity: none';
comment on column shared_diagnosis.shift.owner_organisation_id is 'The centre. sensitivity: none';
comment on column shared_diagnosis.shift.kind is 'Kind of diagnosis. sensitivity: none';
comment on column shared_diagnosis.shift.reader_id is 'FHIR Practitioner id. sensitivity: none';
comment on column shared_diagnosis.shift.reader_name is 'Name. sensitivity: personal';
comment on column shared_diagnosis.shift.starts_at is 'Beginning. sensitivity: none';
comment on column shared_diagnosis.shift.ends_at is 'End. sensitivity: none';
comment on column shared_diagnosis.shift.duty is 'reader, reviewer or on-call. sensitivity: none';
comment on column shared_diagnosis.shift.cancelled_at is 'When it was cancelled. sensitivity: none';

create table shared_diagnosis.diagnosis_order (
  order_id text not null,
  number text not null,
  kind text not null,
  modality text not null,
  item_code text not null,
  item_name text not null,
  body_part text,
  priority text not null,
  state text not null,
  state_since timestamptz not null,
  deadline timestamptz,
  whose_move text not null,
  move_organisation_id text,
  escalation_level integer not null,
  person_id text not null,
  order_person_id text not null,
  person_name text not null,
  person_sex text not null,
  person_birth_date date,
  requesting_organisation_id text not null,
  requesting_organisation_name text not null,
  requester_id text,
  requester_name text,
  requester_phone text,
  department text,
  performing_organisation_id text not null,
  performing_organisation_name text not null,
  centre_organisation_id text not null,
  centre_organisation_name text not null,
  contract_id text not null,
  overflow text,
  consult_organisation_id text,
  consult_organisation_name text,
  clinical jsonb not null,
  performance jsonb,
  scheduled_at timestamptz,
  quality_grade text,
  data jsonb not null,
  claimed_by text,
  claimed_by_name text,
  claim_until timestamptz,
  author_id text,
  author_name text,
  reviewer_id text,
  reviewer_name text,
  report_version integer not null,
  positive boolean,
  critical boolean not null,
  review_due_at timestamptz,
  return_note text,
  reason_code text,
  performed_at timestamptz,
  ready_at timestamptz,
  issued_at timestamptz,
  acknowledged_at timestamptz,
  version integer not null,
  created_at timestamptz not null,
  constraint diagnosis_order_key primary key (order_id),
  constraint diagnosis_order_number_once unique (number),
  constraint diagnosis_order_kind_known check (kind in ('imaging', 'ecg', 'laboratory', 'pathology', 'ultrasound')),
  constraint diagnosis_order_priority_known check (priority in ('emergency', 'urgent', 'routine')),
  constraint diagnosis_order_state_known check (state in ('ordered', 'scheduled', 'acquired', 'uploaded', 'returned', 'waiting', 'reading', 'consulting', 'preliminary', 'issued', 'amended', 'acknowledged', 'cancelled')),
  constraint diagnosis_order_move_known check (whose_move in ('requester', 'centre', 'consultant', 'none') and (whose_move = 'none') = (move_organisation_id is null)),
  constraint diagnosis_order_claim check (state <> 'reading' or claimed_by is not null),
  constraint diagnosis_order_consult check (state <> 'consulting' or consult_organisation_id is not null),
  constraint diagnosis_order_report check (state not in ('preliminary', 'issued', 'amended', 'acknowledged') or report_version > 0),
  constraint diagnosis_order_two_readers check (reviewer_id is null or author_id is null or reviewer_id <> author_id),
  constraint diagnosis_order_promise check (state not in ('waiting', 'reading', 'consulting', 'preliminary') or deadline is not null)
);
comment on table shared_diagnosis.diagnosis_order is 'Where each order stands now; derived from shared_diagnosis.order_action. sensitivity: sensitive';
comment on column shared_diagnosis.diagnosis_order.order_id is 'Also the id of its FHIR ServiceRequest, Task and DiagnosticReport. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.number is 'Accession number that devices and people use. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.kind is 'Kind of diagnosis. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.modality is 'Modality. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.item_code is 'Code of the examination. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.item_name is 'Examination. sensitivity: sensitive';
comment on column shared_diagnosis.diagnosis_order.body_part is 'Part of the body. sensitivity: sensitive';
comment on column shared_diagnosis.diagnosis_order.priority is 'emergency, urgent or routine. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.state is 'Present state. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.state_since is 'Entry into the state. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.deadline is 'Promised moment of the report. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.whose_move is 'requester, centre, consultant or none. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.move_organisation_id is 'Organisation whose move it is. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.escalation_level is 'Escalations of the promised moment. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.person_id is 'FHIR Patient id. sensitivity: personal';
comment on column shared_diagnosis.diagnosis_order.order_person_id is 'FHIR Patient id as ordered; differs after a merge. sensitivity: personal';
comment on column shared_diagnosis.diagnosis_order.person_name is 'Name as ordered. sensitivity: personal';
comment on column shared_diagnosis.diagnosis_order.person_sex is 'FHIR administrative gender. sensitivity: personal';
comment on column shared_diagnosis.diagnosis_order.person_birth_date is 'Birth date. sensitivity: personal';
comment on column shared_diagnosis.diagnosis_order.requesting_organisation_id is 'Owner: who asks. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.requesting_organisation_name is 'Its name. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.requester_id is 'FHIR Practitioner id of the asking doctor. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.requester_name is 'Name of the asking doctor. sensitivity: personal';
comment on column shared_diagnosis.diagnosis_order.requester_phone is 'Telephone for critical values. sensitivity: personal';
comment on column shared_diagnosis.diagnosis_order.department is 'Department. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.performing_organisation_id is 'Where it is examined; gets credit. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.performing_organisation_name is 'Its name. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.centre_organisation_id is 'Who reads; gets credit. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.centre_organisation_name is 'Its name. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.contract_id is 'Contract under which it is read. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.overflow is 'overloaded, closed or by-hand: why it is not the first centre. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.consult_organisation_id is 'Higher centre that was asked. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.consult_organisation_name is 'Its name. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.clinical is 'Question, diagnosis, history, flags. sensitivity: sensitive';
comment on column shared_diagnosis.diagnosis_order.performance is 'Device, operator, moment, dose, image count. sensitivity: sensitive';
comment on column shared_diagnosis.diagnosis_order.scheduled_at is 'Appointment. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.quality_grade is 'A, B or C. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.data is 'What is to be read: studies, records, documents. sensitivity: sensitive';
comment on column shared_diagnosis.diagnosis_order.claimed_by is 'Practitioner id of the reader who holds it. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.claimed_by_name is 'Name of the reader. sensitivity: personal';
comment on column shared_diagnosis.diagnosis_order.claim_until is 'The lock ends then. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.author_id is 'Practitioner id of the author of the report. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.author_name is 'Name of the author. sensitivity: personal';
comment on column shared_diagnosis.diagnosis_order.reviewer_id is 'Practitioner id of the reviewer. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.reviewer_name is 'Name of the reviewer. sensitivity: personal';
comment on column shared_diagnosis.diagnosis_order.report_version is 'Latest version of the report; 0 = none. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.positive is 'The report found something. sensitivity: sensitive';
comment on column shared_diagnosis.diagnosis_order.critical is 'A critical value was found. sensitivity: sensitive';
comment on column shared_diagnosis.diagnosis_order.review_due_at is 'An emergency report issued alone is to be reviewed by then. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.return_note is 'Why it was returned. sensitivity: sensitive';
comment on column shared_diagnosis.diagnosis_order.reason_code is 'Code of the return or cancellation. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.performed_at is 'Examination. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.ready_at is 'When the promised time began. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.issued_at is 'First issue of the report. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.acknowledged_at is 'The requester has read it. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.version is 'Counts the acts. sensitivity: none';
comment on column shared_diagnosis.diagnosis_order.created_at is 'Order. sensitivity: none';

create table shared_diagnosis.order_action (
  action_id text not null,
  order_id text not null,
  owner_organisation_id text not null,
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
  constraint order_action_key primary key (action_id),
  constraint order_action_once unique (order_id, sequence),
  constraint order_action_order foreign key (order_id) references shared_diagnosis.diagnosis_order (order_id)
);
comment on table shared_diagnosis.order_action is 'Every signed act on an order; only ever added to. sensitivity: sensitive';
comment on column shared_diagnosis.order_action.action_id is 'Id; also of the FHIR Provenance. sensitivity: none';
comment on column shared_diagnosis.order_action.order_id is 'What was acted upon. sensitivity: none';
comment on column shared_diagnosis.order_action.owner_organisation_id is 'Owner of what was acted upon. sensitivity: none';
comment on column shared_diagnosis.order_action.sequence is 'From 1, without gaps. sensitivity: none';
comment on column shared_diagnosis.order_action.action is 'Action of the state table. sensitivity: none';
comment on column shared_diagnosis.order_action.from_state is 'State before. sensitivity: none';
comment on column shared_diagnosis.order_action.to_state is 'State after. sensitivity: none';
comment on column shared_diagnosis.order_action.acted_at is 'When. sensitivity: none';
comment on column shared_diagnosis.order_action.actor_kind is 'staff, client or system. sensitivity: none';
comment on column shared_diagnosis.order_action.actor_id is 'Account. sensitivity: none';
comment on column shared_diagnosis.order_action.actor_name is 'Name. sensitivity: personal';
comment on column shared_diagnosis.order_action.actor_reference is 'FHIR Practitioner. sensitivity: none';
comment on column shared_diagnosis.order_action.organisation_id is 'Organisation acted for. sensitivity: none';
comment on column shared_diagnosis.order_action.organisation_name is 'Its name. sensitivity: none';
comment on column shared_diagnosis.order_action.note is 'Reason or remark. sensitivity: sensitive';
comment on column shared_diagnosis.order_action.detail is 'What was decided. sensitivity: sensitive';
comment on column shared_diagnosis.order_action.signature is 'SHA-256 over this act and the one before. sensitivity: none';

create table shared_diagnosis.report (
  order_id text not null,
  report_version integer not null,
  owner_organisation_id text not null,
  organisation_name text not null,
  person_id text not null,
  status text not null,
  findings text not null,
  impression text not null,
  measurements jsonb not null,
  positive boolean not null,
  critical boolean not null,
  template_id text,
  template_version integer,
  author_id text not null,
  author_name text not null,
  reviewer_id text,
  reviewer_name text,
  reason text,
  signed_at timestamptz not null,
  seal text not null,
  constraint report_key primary key (order_id, report_version),
  constraint report_status_known check (status in ('preliminary', 'final', 'amended', 'corrected')),
  constraint report_order foreign key (order_id) references shared_diagnosis.diagnosis_order (order_id),
  constraint report_reason check (status not in ('amended', 'corrected') or reason is not null)
);
comment on table shared_diagnosis.report is 'Each version of a report as it was signed; only ever added to. sensitivity: sensitive';
comment on column shared_diagnosis.report.order_id is 'Order. sensitivity: none';
comment on column shared_diagnosis.report.report_version is 'From 1. sensitivity: none';
comment on column shared_diagnosis.report.owner_organisation_id is 'Who reported. sensitivity: none';
comment on column shared_diagnosis.report.organisation_name is 'Its name. sensitivity: none';
comment on column shared_diagnosis.report.person_id is 'FHIR Patient id as ordered. sensitivity: personal';
comment on column shared_diagnosis.report.status is 'preliminary, final, amended or corrected. sensitivity: none';
comment on column shared_diagnosis.report.findings is 'Findings. sensitivity: sensitive';
comment on column shared_diagnosis.report.impression is 'Impression. sensitivity: sensitive';
comment on column shared_diagnosis.report.measurements is 'Structured measurements. sensitivity: sensitive';
comment on column shared_diagnosis.report.positive is 'Found something. sensitivity: sensitive';
comment on column shared_diagnosis.report.critical is 'Holds a critical finding. sensitivity: sensitive';
comment on column shared_diagnosis.report.template_id is 'Template used. sensitivity: none';
comment on column shared_diagnosis.report.template_version is 'Its version. sensitivity: none';
comment on column shared_diagnosis.report.author_id is 'Practitioner who wrote it. sensitivity: none';
comment on column shared_diagnosis.report.author_name is 'Name. sensitivity: personal';
comment on column shared_diagnosis.report.reviewer_id is 'Practitioner who reviewed it. sensitivity: none';
comment on column shared_diagnosis.report.reviewer_name is 'Name. sensitivity: personal';
comment on column shared_diagnosis.report.reason is 'Why it was amended. sensitivity: sensitive';
comment on column shared_diagnosis.report.signed_at is 'When. sensitivity: none';
comment on column shared_diagnosis.report.seal is 'SHA-256 over the content and the version before. sensitivity: none';

create table shared_diagnosis.template (
  template_id text not null,
  owner_organisation_id text not null,
  owner_id text,
  owner_name text not null,
  purpose text not null,
  kind text not null,
  modality text,
  title text not null,
  body_part text,
  findings text not null,
  impression text not null,
  positive boolean not null,
  fields jsonb not null,
  template_version integer not null,
  retired_at timestamptz,
  constraint template_key primary key (template_id),
  constraint template_purpose_known check (purpose in ('template', 'phrase'))
);
comment on table shared_diagnosis.template is 'Templates and phrases, own or of the organisation; a change is a new version. sensitivity: none';
comment on column shared_diagnosis.template.template_id is 'Id. sensitivity: none';
comment on column shared_diagnosis.template.owner_organisation_id is 'Organisation. sensitivity: none';
comment on column shared_diagnosis.template.owner_id is 'Account, for an own one. sensitivity: none';
comment on column shared_diagnosis.template.owner_name is 'Who keeps it. sensitivity: personal';
comment on column shared_diagnosis.template.purpose is 'template or phrase. sensitivity: none';
comment on column shared_diagnosis.template.kind is 'Kind of diagnosis. sensitivity: none';
comment on column shared_diagnosis.template.modality is 'Modality. sensitivity: none';
comment on column shared_diagnosis.template.title is 'Title. sensitivity: none';
comment on column shared_diagnosis.template.body_part is 'Part of the body. sensitivity: none';
comment on column shared_diagnosis.template.findings is 'Text of the findings. sensitivity: none';
comment on column shared_diagnosis.template.impression is 'Text of the impression. sensitivity: none';
comment on column shared_diagnosis.template.positive is 'Suggests a positive result. sensitivity: none';
comment on column shared_diagnosis.template.fields is 'Structured measurements with unit and limits. sensitivity: none';
comment on column shared_diagnosis.template.template_version is 'Counts changes. sensitivity: none';
comment on column shared_diagnosis.template.retired_at is 'When retired. sensitivity: none';

create table shared_diagnosis.critical_rule (
  rule_id text not null,
  owner_organisation_id text,
  kind text not null,
  code text not null,
  title text not null,
  comparator text not null,
  value double precision,
  unit text,
  age_days_from integer,
  age_days_until integer,
  sex text,
  department text,
  valid_from date not null,
  valid_until date,
  end_reason text,
  constraint critical_rule_key primary key (rule_id),
  constraint critical_rule_comparator_known check (comparator in ('<', '<=', '>', '>=', '=', 'present')),
  constraint critical_rule_complete check ((comparator = 'present') = (value is null) and (value is null) = (unit is null))
);
comment on table shared_diagnosis.critical_rule is 'When a value is critical. sensitivity: none';
comment on column shared_diagnosis.critical_rule.rule_id is 'Id. sensitivity: none';
comment on column shared_diagnosis.critical_rule.owner_organisation_id is 'Organisation and all below it; null = everywhere. sensitivity: none';
comment on column shared_diagnosis.critical_rule.kind is 'Kind of diagnosis. sensitivity: none';
comment on column shared_diagnosis.critical_rule.code is 'LOINC code, or a code of a finding. sensitivity: none';
comment on column shared_diagnosis.critical_rule.title is 'Title. sensitivity: none';
comment on column shared_diagnosis.critical_rule.comparator is '<, <=, >, >=, = or present. sensitivity: none';
comment on column shared_diagnosis.critical_rule.value is 'Limit. sensitivity: none';
comment on column shared_diagnosis.critical_rule.unit is 'UCUM unit of the limit. sensitivity: none';
comment on column shared_diagnosis.critical_rule.age_days_from is 'From this age in days. sensitivity: none';
comment on column shared_diagnosis.critical_rule.age_days_until is 'To below this age in days. sensitivity: none';
comment on column shared_diagnosis.critical_rule.sex is 'male or female only. sensitivity: none';
comment on column shared_diagnosis.critical_rule.department is 'Department only. sensitivity: none';
comment on column shared_diagnosis.critical_rule.valid_from is 'First day. sensitivity: none';
comment on column shared_diagnosis.critical_rule.valid_until is 'Last day. sensitivity: none';
comment on column shared_diagnosis.critical_rule.end_reason is 'Why it ended. sensitivity: none';

create table shared_diagnosis.critical_clock (
  owner_organisation_id text not null,
  minutes integer[] not null,
  constraint critical_clock_key primary key (owner_organisation_id)
);
comment on table shared_diagnosis.critical_clock is 'After how many minutes a notice is escalated. sensitivity: none';
comment on column shared_diagnosis.critical_clock.owner_organisation_id is 'Organisation that reports; * = everywhere. sensitivity: none';
comment on column shared_diagnosis.critical_clock.minutes is 'Rising minutes since the notice. sensitivity: none';

create table shared_diagnosis.critical_value (
  critical_id text not null,
  number text not null,
  source_key text not null,
  state text not null,
  state_since timestamptz not null,
  kind text not null,
  code text not null,
  title text not null,
  value_text text not null,
  rule_id text,
  rule_text text,
  observation_id text,
  order_id text,
  order_number text,
  person_id text not null,
  source_person_id text not null,
  person_name text not null,
  person_sex text not null,
  person_birth_date date,
  department text,
  place text,
  reporter_organisation_id text not null,
  reporter_organisation_name text not null,
  receiver_organisation_id text not null,
  receiver_organisation_name text not null,
  receiver_phone text,
  detected_at timestamptz not null,
  notified_at timestamptz,
  told_name text,
  clock integer[] not null,
  next_escalation_at timestamptz,
  escalation_level integer not null,
  acknowledged_at timestamptz,
  acknowledged_by_name text,
  action_text text,
  effect_text text,
  acted_at timestamptz,
  closed_at timestamptz,
  version integer not null,
  constraint critical_value_key primary key (critical_id),
  constraint critical_value_once unique (source_key),
  constraint critical_value_state_known check (state in ('detected', 'verified', 'notified', 'acknowledged', 'acted', 'effect-recorded', 'closed', 'dismissed')),
  constraint critical_value_acknowledged check (state not in ('acknowledged', 'acted', 'effect-recorded', 'closed') or acknowledged_at is not null)
);
comment on table shared_diagnosis.critical_value is 'Where each critical value stands now; derived from shared_diagnosis.critical_action. sensitivity: sensitive';
comment on column shared_diagnosis.critical_value.critical_id is 'Id; also of its FHIR Task. sensitivity: none';
comment on column shared_diagnosis.critical_value.number is 'Number that people quote. sensitivity: none';
comment on column shared_diagnosis.critical_value.source_key is 'Observation or mark that it came from; once only. sensitivity: none';
comment on column shared_diagnosis.critical_value.state is 'Present state. sensitivity: none';
comment on column shared_diagnosis.critical_value.state_since is 'Entry into the state. sensitivity: none';
comment on column shared_diagnosis.critical_value.kind is 'Kind of diagnosis. sensitivity: none';
comment on column shared_diagnosis.critical_value.code is 'Code of the item. sensitivity: none';
comment on column shared_diagnosis.critical_value.title is 'Item. sensitivity: sensitive';
comment on column shared_diagnosis.critical_value.value_text is 'Value with unit. sensitivity: sensitive';
comment on column shared_diagnosis.critical_value.rule_id is 'Rule that hit; null when marked by hand. sensitivity: none';
comment on column shared_diagnosis.critical_value.rule_text is 'The rule in words. sensitivity: none';
comment on column shared_diagnosis.critical_value.observation_id is 'FHIR Observation. sensitivity: none';
comment on column shared_diagnosis.critical_value.order_id is 'Order of this room. sensitivity: none';
comment on column shared_diagnosis.critical_value.order_number is 'Its number. sensitivity: none';
comment on column shared_diagnosis.critical_value.person_id is 'FHIR Patient id. sensitivity: personal';
comment on column shared_diagnosis.critical_value.source_person_id is 'FHIR Patient id at detection; differs after a merge. sensitivity: personal';
comment on column shared_diagnosis.critical_value.person_name is 'Name. sensitivity: personal';
comment on column shared_diagnosis.critical_value.person_sex is 'FHIR administrative gender. sensitivity: personal';
comment on column shared_diagnosis.critical_value.person_birth_date is 'Birth date. sensitivity: personal';
comment on column shared_diagnosis.critical_value.department is 'Department. sensitivity: none';
comment on column shared_diagnosis.critical_value.place is 'Ward and bed. sensitivity: personal';
comment on column shared_diagnosis.critical_value.reporter_organisation_id is 'Owner: who found it. sensitivity: none';
comment on column shared_diagnosis.critical_value.reporter_organisation_name is 'Its name. sensitivity: none';
comment on column shared_diagnosis.critical_value.receiver_organisation_id is 'Who must act. sensitivity: none';
comment on column shared_diagnosis.critical_value.receiver_organisation_name is 'Its name. sensitivity: none';
comment on column shared_diagnosis.critical_value.receiver_phone is 'Telephone. sensitivity: personal';
comment on column shared_diagnosis.critical_value.detected_at is 'Detection. sensitivity: none';
comment on column shared_diagnosis.critical_value.notified_at is 'First notice. sensitivity: none';
comment on column shared_diagnosis.critical_value.told_name is 'Who was told by name. sensitivity: personal';
comment on column shared_diagnosis.critical_value.clock is 'Minutes of the escalations. sensitivity: none';
comment on column shared_diagnosis.critical_value.next_escalation_at is 'Next escalation. sensitivity: none';
comment on column shared_diagnosis.critical_value.escalation_level is 'Escalations so far. sensitivity: none';
comment on column shared_diagnosis.critical_value.acknowledged_at is 'Acknowledgement. sensitivity: none';
comment on column shared_diagnosis.critical_value.acknowledged_by_name is 'By whom. sensitivity: personal';
comment on column shared_diagnosis.critical_value.action_text is 'What was done. sensitivity: sensitive';
comment on column shared_diagnosis.critical_value.effect_text is 'What came of it. sensitivity: sensitive';
comment on column shared_diagnosis.critical_value.acted_at is 'Action. sensitivity: none';
comment on column shared_diagnosis.critical_value.closed_at is 'End. sensitivity: none';
comment on column shared_diagnosis.critical_value.version is 'Counts the acts. sensitivity: none';

create table shared_diagnosis.critical_action (
  action_id text not null,
  critical_id text not null,
  owner_organisation_id text not null,
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
  constraint critical_action_key primary key (action_id),
  constraint critical_action_once unique (critical_id, sequence),
  constraint critical_action_value foreign key (critical_id) references shared_diagnosis.critical_value (critical_id)
);
comment on table shared_diagnosis.critical_action is 'Every signed act on a critical value; only ever added to. sensitivity: sensitive';
comment on column shared_diagnosis.critical_action.action_id is 'Id; also of the FHIR Provenance. sensitivity: none';
comment on column shared_diagnosis.critical_action.critical_id is 'What was acted upon. sensitivity: none';
comment on column shared_diagnosis.critical_action.owner_organisation_id is 'Owner of what was acted upon. sensitivity: none';
comment on column shared_diagnosis.critical_action.sequence is 'From 1, without gaps. sensitivity: none';
comment on column shared_diagnosis.critical_action.action is 'Action of the state table. sensitivity: none';
comment on column shared_diagnosis.critical_action.from_state is 'State before. sensitivity: none';
comment on column shared_diagnosis.critical_action.to_state is 'State after. sensitivity: none';
comment on column shared_diagnosis.critical_action.acted_at is 'When. sensitivity: none';
comment on column shared_diagnosis.critical_action.actor_kind is 'staff, client or system. sensitivity: none';
comment on column shared_diagnosis.critical_action.actor_id is 'Account. sensitivity: none';
comment on column shared_diagnosis.critical_action.actor_name is 'Name. sensitivity: personal';
comment on column shared_diagnosis.critical_action.actor_reference is 'FHIR Practitioner. sensitivity: none';
comment on column shared_diagnosis.critical_action.organisation_id is 'Organisation acted for. sensitivity: none';
comment on column shared_diagnosis.critical_action.organisation_name is 'Its name. sensitivity: none';
comment on column shared_diagnosis.critical_action.note is 'Reason or remark. sensitivity: sensitive';
comment on column shared_diagnosis.critical_action.detail is 'What was decided. sensitivity: sensitive';
comment on column shared_diagnosis.critical_action.signature is 'SHA-256 over this act and the one before. sensitivity: none';

create table shared_diagnosis.watch_mark (
  watch text not null,
  seen_until timestamptz not null,
  constraint watch_mark_key primary key (watch)
);
comment on table shared_diagnosis.watch_mark is 'Up to when Observations have been looked at. sensitivity: none';
comment on column shared_diagnosis.watch_mark.watch is 'What is watched. sensitivity: none';
comment on column shared_diagnosis.watch_mark.seen_until is 'Up to here. sensitivity: none';

create table shared_diagnosis.quality_plan (
  plan_id text not null,
  owner_organisation_id text not null,
  organisation_name text not null,
  kind text not null,
  title text not null,
  sample_percent integer not null,
  disagreement_max double precision not null,
  on_time_min double precision not null,
  valid_from date not null,
  valid_until date,
  constraint quality_plan_key primary key (plan_id)
);
comment on table shared_diagnosis.quality_plan is 'What a centre sets itself. sensitivity: none';
comment on column shared_diagnosis.quality_plan.plan_id is 'Id. sensitivity: none';
comment on column shared_diagnosis.quality_plan.owner_organisation_id is 'The centre. sensitivity: none';
comment on column shared_diagnosis.quality_plan.organisation_name is 'Its name. sensitivity: none';
comment on column shared_diagnosis.quality_plan.kind is 'Kind of diagnosis. sensitivity: none';
comment on column shared_diagnosis.quality_plan.title is 'Title. sensitivity: none';
comment on column shared_diagnosis.quality_plan.sample_percent is 'Share of reports read a second time. sensitivity: none';
comment on column shared_diagnosis.quality_plan.disagreement_max is 'Percent. sensitivity: none';
comment on column shared_diagnosis.quality_plan.on_time_min is 'Percent. sensitivity: none';
comment on column shared_diagnosis.quality_plan.valid_from is 'First day. sensitivity: none';
comment on column shared_diagnosis.quality_plan.valid_until is 'Last day. sensitivity: none';

create table shared_diagnosis.second_reading (
  second_reading_id text not null,
  owner_organisation_id text not null,
  order_id text not null,
  kind text not null,
  modality text not null,
  month text not null,
  drawn_at timestamptz not null,
  state text not null,
  first_positive boolean not null,
  positive boolean,
  impression text,
  reader_id text,
  reader_name text,
  read_at timestamptz,
  grade text,
  grade_note text,
  constraint second_reading_key primary key (second_reading_id),
  constraint second_reading_once unique (order_id),
  constraint second_reading_grade_known check (grade in ('agree', 'minor', 'major')),
  constraint second_reading_state_known check (state in ('open', 'read') and (state = 'read') = (read_at is not null)),
  constraint second_reading_order foreign key (order_id) references shared_diagnosis.diagnosis_order (order_id)
);
comment on table shared_diagnosis.second_reading is 'Reports drawn to be read again, blind. sensitivity: sensitive';
comment on column shared_diagnosis.second_reading.second_reading_id is 'Id. sensitivity: none';
comment on column shared_diagnosis.second_reading.owner_organisation_id is 'The centre. sensitivity: none';
comment on column shared_diagnosis.second_reading.order_id is 'Order. sensitivity: none';
comment on column shared_diagnosis.second_reading.kind is 'Kind of diagnosis. sensitivity: none';
comment on column shared_diagnosis.second_reading.modality is 'Modality. sensitivity: none';
comment on column shared_diagnosis.second_reading.month is 'Month of the report. sensitivity: none';
comment on column shared_diagnosis.second_reading.drawn_at is 'When drawn. sensitivity: none';
comment on column shared_diagnosis.second_reading.state is 'open or read. sensitivity: none';
comment on column shared_diagnosis.second_reading.first_positive is 'Verdict of the report. sensitivity: sensitive';
comment on column shared_diagnosis.second_reading.positive is 'Verdict of the second reader. sensitivity: sensitive';
comment on column shared_diagnosis.second_reading.impression is 'Impression of the second reader. sensitivity: sensitive';
comment on column shared_diagnosis.second_reading.reader_id is 'Second reader. sensitivity: none';
comment on column shared_diagnosis.second_reading.reader_name is 'Name. sensitivity: personal';
comment on column shared_diagnosis.second_reading.read_at is 'When read. sensitivity: none';
comment on column shared_diagnosis.second_reading.grade is 'agree, minor or major. sensitivity: none';
comment on column shared_diagnosis.second_reading.grade_note is 'Remark. sensitivity: sensitive';

create table shared_diagnosis.correction (
  corrective_id text not null,
  owner_organisation_id text not null,
  organisation_name text not null,
  kind text not null,
  cause text not null,
  plan text not null,
  responsible text not null,
  due_on date not null,
  state text not null,
  result text,
  opened_at timestamptz not null,
  done_at timestamptz,
  second_reading_id text,
  constraint correction_key primary key (corrective_id),
  constraint correction_state_known check (state in ('open', 'done') and (state = 'done') = (done_at is not null))
);
comment on table shared_diagnosis.correction is 'What follows from a disagreement or a missed target. sensitivity: none';
comment on column shared_diagnosis.correction.corrective_id is 'Id. sensitivity: none';
comment on column shared_diagnosis.correction.owner_organisation_id is 'The centre. sensitivity: none';
comment on column shared_diagnosis.correction.organisation_name is 'Its name. sensitivity: none';
comment on column shared_diagnosis.correction.kind is 'Kind of diagnosis. sensitivity: none';
comment on column shared_diagnosis.correction.cause is 'Cause. sensitivity: none';
comment on column shared_diagnosis.correction.plan is 'Plan. sensitivity: none';
comment on column shared_diagnosis.correction.responsible is 'Who. sensitivity: personal';
comment on column shared_diagnosis.correction.due_on is 'Until when. sensitivity: none';
comment on column shared_diagnosis.correction.state is 'open or done. sensitivity: none';
comment on column shared_diagnosis.correction.result is 'Result. sensitivity: none';
comment on column shared_diagnosis.correction.opened_at is 'When opened. sensitivity: none';
comment on column shared_diagnosis.correction.done_at is 'When done. sensitivity: none';
comment on column shared_diagnosis.correction.second_reading_id is 'Second reading that led to it. sensitivity: none';

create table shared_diagnosis.charge (
  order_id text not null,
  owner_organisation_id text not null,
  reporting_name text not null,
  performing_organisation_id text not null,
  performing_name text not null,
  contract_id text not null,
  kind text not null,
  modality text not null,
  month text not null,
  total_fen bigint not null,
  performed_fen bigint not null,
  reported_fen bigint not null,
  consortium_fen bigint not null,
  charged_at timestamptz not null,
  constraint charge_key primary key (order_id),
  constraint charge_sums check (performed_fen + reported_fen + consortium_fen = total_fen and performed_fen >= 0 and reported_fen >= 0 and consortium_fen >= 0)
);
comment on table shared_diagnosis.charge is 'What one report is worth and to whom; only ever added to. sensitivity: none';
comment on column shared_diagnosis.charge.order_id is 'Order. sensitivity: none';
comment on column shared_diagnosis.charge.owner_organisation_id is 'The centre that reported. sensitivity: none';
comment on column shared_diagnosis.charge.reporting_name is 'Its name. sensitivity: none';
comment on column shared_diagnosis.charge.performing_organisation_id is 'The site that examined. sensitivity: none';
comment on column shared_diagnosis.charge.performing_name is 'Its name. sensitivity: none';
comment on column shared_diagnosis.charge.contract_id is 'Contract. sensitivity: none';
comment on column shared_diagnosis.charge.kind is 'Kind of diagnosis. sensitivity: none';
comment on column shared_diagnosis.charge.modality is 'Modality. sensitivity: none';
comment on column shared_diagnosis.charge.month is 'Month of issue in China. sensitivity: none';
comment on column shared_diagnosis.charge.total_fen is 'Price. sensitivity: none';
comment on column shared_diagnosis.charge.performed_fen is 'To the site. sensitivity: none';
comment on column shared_diagnosis.charge.reported_fen is 'To the centre. sensitivity: none';
comment on column shared_diagnosis.charge.consortium_fen is 'To the common fund. sensitivity: none';
comment on column shared_diagnosis.charge.charged_at is 'When. sensitivity: none';

create table shared_diagnosis.statement (
  statement_id text not null,
  owner_organisation_id text not null,
  organisation_name text not null,
  month text not null,
  statement_version integer not null,
  lines jsonb not null,
  report_count integer not null,
  total_fen bigint not null,
  seal text not null,
  reason text,
  frozen_at timestamptz not null,
  frozen_by_name text not null,
  constraint statement_key primary key (statement_id),
  constraint statement_once unique (owner_organisation_id, month, statement_version)
);
comment on table shared_diagnosis.statement is 'Frozen monthly statements; only ever added to. sensitivity: none';
comment on column shared_diagnosis.statement.statement_id is 'Id. sensitivity: none';
comment on column shared_diagnosis.statement.owner_organisation_id is 'The centre. sensitivity: none';
comment on column shared_diagnosis.statement.organisation_name is 'Its name. sensitivity: none';
comment on column shared_diagnosis.statement.month is 'Month. sensitivity: none';
comment on column shared_diagnosis.statement.statement_version is 'From 1. sensitivity: none';
comment on column shared_diagnosis.statement.lines is 'Lines. sensitivity: none';
comment on column shared_diagnosis.statement.report_count is 'Reports. sensitivity: none';
comment on column shared_diagnosis.statement.total_fen is 'Sum of the lines. sensitivity: none';
comment on column shared_diagnosis.statement.seal is 'SHA-256 over the lines. sensitivity: none';
comment on column shared_diagnosis.statement.reason is 'Why a new version. sensitivity: none';
comment on column shared_diagnosis.statement.frozen_at is 'When. sensitivity: none';
comment on column shared_diagnosis.statement.frozen_by_name is 'By whom. sensitivity: personal';

create index centre_contract_by_owner on shared_diagnosis.centre_contract (owner_organisation_id);
create index contract_member_by_member on shared_diagnosis.contract_member (member_organisation_id);
create index reader_permit_by_reader on shared_diagnosis.reader_permit (reader_id, owner_organisation_id);
create index shift_by_owner on shared_diagnosis.shift (owner_organisation_id, starts_at);
create index order_by_centre on shared_diagnosis.diagnosis_order (centre_organisation_id, deadline) where state in ('uploaded', 'waiting', 'reading', 'consulting', 'preliminary');
create index order_by_requester on shared_diagnosis.diagnosis_order (requesting_organisation_id, created_at);
create index order_by_performer on shared_diagnosis.diagnosis_order (performing_organisation_id, created_at);
create index order_by_person on shared_diagnosis.diagnosis_order (person_id, created_at);
create index order_by_move on shared_diagnosis.diagnosis_order (move_organisation_id) where move_organisation_id is not null;
create index order_overdue on shared_diagnosis.diagnosis_order (deadline) where state in ('waiting', 'reading', 'consulting', 'preliminary');
create index order_review_due on shared_diagnosis.diagnosis_order (review_due_at) where review_due_at is not null;
create index order_by_issue on shared_diagnosis.diagnosis_order (centre_organisation_id, issued_at) where issued_at is not null;
create index critical_open on shared_diagnosis.critical_value (receiver_organisation_id, state) where closed_at is null;
create index critical_reporter on shared_diagnosis.critical_value (reporter_organisation_id, detected_at);
create index critical_by_person on shared_diagnosis.critical_value (person_id);
create index critical_by_order on shared_diagnosis.critical_value (order_id) where order_id is not null;
create index critical_due on shared_diagnosis.critical_value (next_escalation_at) where state = 'notified';
create index critical_rule_by_code on shared_diagnosis.critical_rule (code);
create index second_reading_by_owner on shared_diagnosis.second_reading (owner_organisation_id, month);
create index corrective_by_owner on shared_diagnosis.correction (owner_organisation_id, state);
create index charge_by_month on shared_diagnosis.charge (owner_organisation_id, month);
create index template_by_owner on shared_diagnosis.template (owner_organisation_id, kind) where retired_at is null;

grant select, insert, update on shared_diagnosis.centre_contract, shared_diagnosis.reader_permit, shared_diagnosis.shift, shared_diagnosis.diagnosis_order, shared_diagnosis.template, shared_diagnosis.critical_rule, shared_diagnosis.critical_clock, shared_diagnosis.critical_value, shared_diagnosis.watch_mark, shared_diagnosis.quality_plan, shared_diagnosis.second_reading, shared_diagnosis.correction to yigong_app;
grant select, insert on shared_diagnosis.contract_member, shared_diagnosis.order_action, shared_diagnosis.report, shared_diagnosis.critical_action, shared_diagnosis.charge, shared_diagnosis.statement to yigong_app;
