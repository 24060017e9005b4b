-- What a grouping adds to a score, and catalogues formed here with each group's cases.
alter table casemix.grouping add column coefficient numeric;
alter table casemix.grouping add column stay_score numeric;
alter table casemix.grouping add constraint grouping_extras_possible check ((coefficient is null or coefficient > 0) and (stay_score is null or stay_score >= 0));
comment on column casemix.grouping.coefficient is 'Coefficient of the auxiliary catalogue; null where none holds. sensitivity: none';
comment on column casemix.grouping.stay_score is 'Points of this very stay (per-diem); null where the group has one score. sensitivity: none';

create table casemix.catalogue_case (
  pack_id text not null references casemix.pack (pack_id),
  discharge_id text not null references casemix.discharge (discharge_id),
  owner_organisation_id text not null,
  group_code text not null,
  left_out text not null,
  year integer not null,
  cost_fen bigint not null,
  kept boolean not null,
  primary key (pack_id, discharge_id),
  constraint catalogue_case_in_a_group_or_left_out check ((group_code = '') = (left_out <> ''))
);
comment on table casemix.catalogue_case is 'From which discharges a catalogue was formed: the group of each, or why it was left out. sensitivity: sensitive';
comment on column casemix.catalogue_case.pack_id is 'Catalogue. sensitivity: none';
comment on column casemix.catalogue_case.discharge_id is 'Discharge. sensitivity: none';
comment on column casemix.catalogue_case.owner_organisation_id is 'Hospital of the discharge. sensitivity: none';
comment on column casemix.catalogue_case.group_code is 'Group; empty when left out. sensitivity: sensitive';
comment on column casemix.catalogue_case.left_out is 'Why it was left out; empty when it is in a group. sensitivity: none';
comment on column casemix.catalogue_case.year is 'Year of discharge. sensitivity: none';
comment on column casemix.catalogue_case.cost_fen is 'Cost in fen. sensitivity: personal';
comment on column casemix.catalogue_case.kept is 'In the mean, or trimmed as extreme. sensitivity: none';
create index catalogue_case_group on casemix.catalogue_case (pack_id, group_code, owner_organisation_id);
create index catalogue_case_owner on casemix.catalogue_case (owner_organisation_id, pack_id);
create index catalogue_case_discharge on casemix.catalogue_case (discharge_id);

create table casemix.catalogue_group (
  pack_id text not null references casemix.pack (pack_id),
  group_code text not null,
  kind text not null,
  treatment text not null,
  level2 text not null,
  level1 text not null,
  cases integer not null,
  cv numeric,
  mean_cost_fen bigint,
  score numeric,
  flags text[] not null,
  primary key (pack_id, group_code)
);
comment on table casemix.catalogue_group is 'Groups of a catalogue formed here. sensitivity: none';
comment on column casemix.catalogue_group.pack_id is 'Catalogue. sensitivity: none';
comment on column casemix.catalogue_group.group_code is 'Group. sensitivity: none';
comment on column casemix.catalogue_group.kind is 'core, primary or comprehensive. sensitivity: none';
comment on column casemix.catalogue_group.treatment is 'Kind of treatment. sensitivity: none';
comment on column casemix.catalogue_group.level2 is 'Second level. sensitivity: none';
comment on column casemix.catalogue_group.level1 is 'First level. sensitivity: none';
comment on column casemix.catalogue_group.cases is 'Cases before trimming. sensitivity: none';
comment on column casemix.catalogue_group.cv is 'Coefficient of variation of the cases kept. sensitivity: none';
comment on column casemix.catalogue_group.mean_cost_fen is 'Weighted mean cost in fen. sensitivity: none';
comment on column casemix.catalogue_group.score is 'Score. sensitivity: none';
comment on column casemix.catalogue_group.flags is 'What to look at: few-cases, cv-above-limit. sensitivity: none';

alter table casemix.pack_action drop constraint pack_action_known;
alter table casemix.pack_action add constraint pack_action_known check (action in ('create', 'store-file', 'form', 'put-in-force', 'withdraw'));

grant select, insert, delete on casemix.catalogue_case, casemix.catalogue_group to yigong_app;
select access.wall('casemix.catalogue_case', organisations => '{owner_organisation_id}');
select access.leave_open('casemix.catalogue_group');
