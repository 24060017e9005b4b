-- What grouping adds to the score of a case, and outpatient panels that are paid by the head.
alter table payment.settlement_case add column auxiliary numeric;
alter table payment.settlement_case add column stay_score numeric;
alter table payment.settlement_case add constraint settlement_case_extras_possible check ((auxiliary is null or auxiliary > 0) and (stay_score is null or stay_score >= 0));
comment on column payment.settlement_case.auxiliary is 'Coefficient of the auxiliary catalogue; null where none. sensitivity: none';
comment on column payment.settlement_case.stay_score is 'Points of this very stay by its days (per-diem); null where the group has one score. sensitivity: none';

alter table payment.run drop constraint run_kind_known;
alter table payment.run drop constraint run_month_of_advance;
alter table payment.run add constraint run_kind_known check (kind in ('advance', 'clearing', 'capitation'));
alter table payment.run add constraint run_month_unless_clearing check ((kind <> 'clearing') = (month is not null));

create table payment.panel_month (
  pack_id text not null references payment.pack (pack_id),
  panel text not null,
  owner_organisation_id text not null,
  month text not null,
  heads integer not null,
  recorded_at timestamptz not null,
  primary key (pack_id, panel, owner_organisation_id, month),
  constraint panel_month_heads check (heads >= 0)
);
comment on table payment.panel_month is 'Heads on the outpatient panels of an institution, month by month; fixed once the month is paid. sensitivity: none';
comment on column payment.panel_month.pack_id is 'Parameters with the amount a head. sensitivity: none';
comment on column payment.panel_month.panel is 'Panel of the parameters. sensitivity: none';
comment on column payment.panel_month.owner_organisation_id is 'Institution that looks after the panel. sensitivity: none';
comment on column payment.panel_month.month is 'YYYY-MM. sensitivity: none';
comment on column payment.panel_month.heads is 'Persons on the panel. sensitivity: none';
comment on column payment.panel_month.recorded_at is 'When recorded. sensitivity: none';
create index panel_month_owner on payment.panel_month (owner_organisation_id, month);
grant select, insert, update on payment.panel_month to yigong_app;
select access.leave_open('payment.panel_month');
