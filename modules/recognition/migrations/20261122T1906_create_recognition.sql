create schema recognition;
grant usage on schema recognition to yigong_app;

create table recognition.item (
  item_id text not null,
  code text not null,
  system text,
  version integer not null,
  name text not null,
  name_en text not null,
  kind text not null,
  scope text not null,
  window_days integer not null,
  price_fen bigint not null,
  owner_organisation_id text not null,
  has_mark boolean not null,
  valid_from date not null,
  valid_until date,
  end_reason text,
  constraint item_key primary key (item_id),
  constraint item_version unique (owner_organisation_id, code, version),
  constraint item_kind_known check (kind in ('laboratory', 'imaging', 'ultrasound', 'ecg', 'pathology')),
  constraint item_scope_known check (scope in ('consortium', 'city', 'province')),
  constraint item_window check (window_days between 1 and 3650),
  constraint item_price check (price_fen >= 0),
  constraint item_period check (valid_until is null or valid_until >= valid_from - 1)
);
comment on table recognition.item is 'A version of a catalogue item: what is recognised, how far and how long. sensitivity: none';
comment on column recognition.item.item_id is 'Id. sensitivity: none';
comment on column recognition.item.code is 'Code of the item. sensitivity: none';
comment on column recognition.item.system is 'Code system, where one is meant. sensitivity: none';
comment on column recognition.item.version is 'Counts up for the code. sensitivity: none';
comment on column recognition.item.name is 'Chinese name. sensitivity: none';
comment on column recognition.item.name_en is 'English name. sensitivity: none';
comment on column recognition.item.kind is 'laboratory, imaging, ultrasound, ecg or pathology. sensitivity: none';
comment on column recognition.item.scope is 'consortium, city or province. sensitivity: none';
comment on column recognition.item.window_days is 'How long a result holds. sensitivity: none';
comment on column recognition.item.price_fen is 'What a repetition costs. sensitivity: none';
comment on column recognition.item.owner_organisation_id is 'Who published it. sensitivity: none';
comment on column recognition.item.has_mark is 'Reports carry the national mark. sensitivity: none';
comment on column recognition.item.valid_from is 'First day. sensitivity: none';
comment on column recognition.item.valid_until is 'Last day. sensitivity: none';
comment on column recognition.item.end_reason is 'Why it ended. sensitivity: none';

create table recognition.equivalence (
  equivalence_id text not null,
  code text not null,
  relation text not null,
  other_code text not null,
  owner_organisation_id text not null,
  note text,
  valid_from date not null,
  valid_until date,
  constraint equivalence_key primary key (equivalence_id),
  constraint equivalence_relation_known check (relation in ('same', 'contains')),
  constraint equivalence_other check (code <> other_code)
);
comment on table recognition.equivalence is 'One code stands for another, or a panel for what it contains. sensitivity: none';
comment on column recognition.equivalence.equivalence_id is 'Id. sensitivity: none';
comment on column recognition.equivalence.code is 'Code, or the panel. sensitivity: none';
comment on column recognition.equivalence.relation is 'same or contains. sensitivity: none';
comment on column recognition.equivalence.other_code is 'The other code, or the item of the panel. sensitivity: none';
comment on column recognition.equivalence.owner_organisation_id is 'Who recorded it. sensitivity: none';
comment on column recognition.equivalence.note is 'Remark. sensitivity: none';
comment on column recognition.equivalence.valid_from is 'First day. sensitivity: none';
comment on column recognition.equivalence.valid_until is 'Last day. sensitivity: none';

create table recognition.quality_mark (
  quality_mark_id text not null,
  owner_organisation_id text not null,
  organisation_id text not null,
  organisation_name text not null,
  kind text not null,
  code text,
  passed boolean not null,
  certificate text,
  valid_from date not null,
  valid_until date not null,
  constraint quality_mark_key primary key (quality_mark_id),
  constraint quality_mark_kind_known check (kind in ('eqa', 'qc')),
  constraint quality_mark_period check (valid_until >= valid_from)
);
comment on table recognition.quality_mark is 'Whether an organisation passed a quality assessment, from a day to a day. sensitivity: none';
comment on column recognition.quality_mark.quality_mark_id is 'Id. sensitivity: none';
comment on column recognition.quality_mark.owner_organisation_id is 'Who recorded it. sensitivity: none';
comment on column recognition.quality_mark.organisation_id is 'Whose quality it is. sensitivity: none';
comment on column recognition.quality_mark.organisation_name is 'Its name then. sensitivity: none';
comment on column recognition.quality_mark.kind is 'eqa or qc. sensitivity: none';
comment on column recognition.quality_mark.code is 'Item; null for every item. sensitivity: none';
comment on column recognition.quality_mark.passed is 'Passed. sensitivity: none';
comment on column recognition.quality_mark.certificate is 'Number of the certificate. sensitivity: none';
comment on column recognition.quality_mark.valid_from is 'First day. sensitivity: none';
comment on column recognition.quality_mark.valid_until is 'Last day. sensitivity: none';

create table recognition.decline_reason (
  code text not null,
  position integer not null,
  zh text not null,
  en text not null,
  needs_note boolean not null,
  source text not null,
  valid_from date not null,
  valid_until date,
  constraint decline_reason_key primary key (code)
);
comment on table recognition.decline_reason is 'The legal reasons for a repetition (2022 rules on mutual recognition). sensitivity: none';
comment on column recognition.decline_reason.code is 'Code. sensitivity: none';
comment on column recognition.decline_reason.position is 'Order in the rules. sensitivity: none';
comment on column recognition.decline_reason.zh is 'Chinese words. sensitivity: none';
comment on column recognition.decline_reason.en is 'English words. sensitivity: none';
comment on column recognition.decline_reason.needs_note is 'Asks for words of its own. sensitivity: none';
comment on column recognition.decline_reason.source is 'Rule that states it. sensitivity: none';
comment on column recognition.decline_reason.valid_from is 'First day. sensitivity: none';
comment on column recognition.decline_reason.valid_until is 'Last day. sensitivity: none';

create table recognition.decision (
  decision_id text not null,
  thread_id text not null,
  sequence integer not null,
  owner_organisation_id text not null,
  organisation_name text not null,
  person_id text not null,
  person_name text not null,
  code text not null,
  item_id text not null,
  item_name text not null,
  decision text not null,
  reason_code text,
  note text,
  patient_informed boolean,
  result_reference text not null,
  result_at timestamptz not null,
  source_organisation_id text not null,
  source_organisation_name text not null,
  order_reference text,
  doctor_id text not null,
  doctor_name text not null,
  saved_fen bigint not null,
  channel text not null,
  decided_at timestamptz not null,
  constraint decision_key primary key (decision_id),
  constraint decision_thread unique (thread_id, sequence),
  constraint decision_known check (decision in ('recognised', 'declined')),
  constraint decision_reason check ((decision = 'declined') = (reason_code is not null)),
  constraint decision_saved check (saved_fen >= 0 and (decision = 'recognised' or saved_fen = 0)),
  constraint decision_channel_known check (channel in ('screen', 'cds-hooks')),
  constraint decision_reason_fk foreign key (reason_code) references recognition.decline_reason (code),
  constraint decision_item_fk foreign key (item_id) references recognition.item (item_id)
);
comment on table recognition.decision is 'What a receiving doctor decided on an earlier result; append-only, the last of a thread holds. sensitivity: sensitive';
comment on column recognition.decision.decision_id is 'Id. sensitivity: none';
comment on column recognition.decision.thread_id is 'First decision on the same result; id of the FHIR Task. sensitivity: none';
comment on column recognition.decision.sequence is 'Counts up in the thread. sensitivity: none';
comment on column recognition.decision.owner_organisation_id is 'Where it was decided. sensitivity: none';
comment on column recognition.decision.organisation_name is 'Its name then. sensitivity: none';
comment on column recognition.decision.person_id is 'FHIR Patient id. sensitivity: personal';
comment on column recognition.decision.person_name is 'Name of the person. sensitivity: personal';
comment on column recognition.decision.code is 'Code that was ordered. sensitivity: none';
comment on column recognition.decision.item_id is 'Version of the item. sensitivity: none';
comment on column recognition.decision.item_name is 'Its name. sensitivity: none';
comment on column recognition.decision.decision is 'recognised or declined. sensitivity: none';
comment on column recognition.decision.reason_code is 'Legal reason. sensitivity: none';
comment on column recognition.decision.note is 'Words of the doctor. sensitivity: sensitive';
comment on column recognition.decision.patient_informed is 'The patient was told why; null where an outside system did not say. sensitivity: none';
comment on column recognition.decision.result_reference is 'Report or observation. sensitivity: sensitive';
comment on column recognition.decision.result_at is 'When it was examined. sensitivity: none';
comment on column recognition.decision.source_organisation_id is 'Who examined. sensitivity: none';
comment on column recognition.decision.source_organisation_name is 'Its name then. sensitivity: none';
comment on column recognition.decision.order_reference is 'Order that was stopped. sensitivity: none';
comment on column recognition.decision.doctor_id is 'Who decided. sensitivity: personal';
comment on column recognition.decision.doctor_name is 'Name of the doctor. sensitivity: personal';
comment on column recognition.decision.saved_fen is 'Price of the item when recognised, else 0. sensitivity: none';
comment on column recognition.decision.channel is 'screen or cds-hooks. sensitivity: none';
comment on column recognition.decision.decided_at is 'When. sensitivity: none';

create table recognition.offer (
  offer_id text not null,
  owner_organisation_id text not null,
  person_id text not null,
  code text not null,
  result_reference text not null,
  order_reference text,
  doctor_reference text,
  doctor_name text,
  offered_by text not null,
  offered_at timestamptz not null,
  constraint offer_key primary key (offer_id)
);
comment on table recognition.offer is 'A card that an outside system got; its answer names it. sensitivity: sensitive';
comment on column recognition.offer.offer_id is 'Id of the card. sensitivity: none';
comment on column recognition.offer.owner_organisation_id is 'Who was asked about. sensitivity: none';
comment on column recognition.offer.person_id is 'FHIR Patient id. sensitivity: personal';
comment on column recognition.offer.code is 'Code that was ordered. sensitivity: none';
comment on column recognition.offer.result_reference is 'Result that was shown. sensitivity: sensitive';
comment on column recognition.offer.order_reference is 'Draft order in the outside system. sensitivity: none';
comment on column recognition.offer.doctor_reference is 'Who ordered there. sensitivity: personal';
comment on column recognition.offer.doctor_name is 'Name of the doctor. sensitivity: personal';
comment on column recognition.offer.offered_by is 'Client that asked. sensitivity: none';
comment on column recognition.offer.offered_at is 'When. sensitivity: none';

create index item_code on recognition.item (code);
create index equivalence_code on recognition.equivalence (code);
create index equivalence_other_code on recognition.equivalence (other_code);
create index quality_mark_organisation on recognition.quality_mark (organisation_id, valid_from);
create index decision_person on recognition.decision (person_id, code);
create index decision_owner on recognition.decision (owner_organisation_id, decided_at desc, decision_id);

insert into recognition.decline_reason (code, position, zh, en, needs_note, source, valid_from) values
  ('condition-changed', 1, '因病情变化，检查检验结果与患者临床表现、疾病诊断不符，难以满足临床诊疗需求', 'The condition changed: the result does not fit the clinical picture or the diagnosis', false, '医疗机构检查检验结果互认管理办法（2022）', '2022-03-01'),
  ('changes-fast', 2, '检查检验结果在疾病发展演变过程中变化较快', 'The result changes fast in the course of this disease', false, '医疗机构检查检验结果互认管理办法（2022）', '2022-03-01'),
  ('decisive', 3, '检查检验项目对于疾病诊疗意义重大（如手术、输血等重大医疗措施前）', 'The item is decisive for treatment, as before an operation or a transfusion', false, '医疗机构检查检验结果互认管理办法（2022）', '2022-03-01'),
  ('emergency', 4, '患者处于急诊、急救等紧急状态', 'The patient is an emergency', false, '医疗机构检查检验结果互认管理办法（2022）', '2022-03-01'),
  ('appraisal', 5, '涉及司法、伤残及病退等鉴定', 'Forensic, disability or retirement appraisal', false, '医疗机构检查检验结果互认管理办法（2022）', '2022-03-01'),
  ('other', 6, '其他情形确需复查', 'Another real need to repeat', true, '医疗机构检查检验结果互认管理办法（2022）', '2022-03-01');

grant select on recognition.decline_reason to yigong_app;
grant select, insert on recognition.decision, recognition.offer, recognition.quality_mark to yigong_app;
grant select, insert, update on recognition.item, recognition.equivalence to yigong_app;
