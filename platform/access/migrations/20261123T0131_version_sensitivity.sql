-- The list of what is masked is changed by people: each change is a version that stays, with who and why.
alter table access.sensitivity_code drop constraint sensitivity_code_written;
alter table access.sensitivity_code add constraint sensitivity_code_written check (code_prefix ~ '^[A-Za-z0-9][A-Za-z0-9.-]{1,19}$');

create table access.sensitivity_version (
  category text not null references access.sensitivity_category (category),
  version integer not null,
  title_zh text not null,
  title_en text not null,
  is_active boolean not null,
  codes jsonb not null,
  reason text not null,
  by_id text not null,
  by_name text not null,
  at timestamptz not null,
  constraint sensitivity_version_key primary key (category, version),
  constraint sensitivity_version_counted check (version >= 1)
);
comment on table access.sensitivity_version is 'Every version of every kind of diagnoses that is masked by default; append-only. sensitivity: none';
comment on column access.sensitivity_version.category is 'Kind. sensitivity: none';
comment on column access.sensitivity_version.version is 'Counts from 1; the highest holds. sensitivity: none';
comment on column access.sensitivity_version.title_zh is 'Chinese name. sensitivity: none';
comment on column access.sensitivity_version.title_en is 'English name. sensitivity: none';
comment on column access.sensitivity_version.is_active is 'Whether it masked. sensitivity: none';
comment on column access.sensitivity_version.codes is 'Its codes: [{"family", "prefix"}]. sensitivity: none';
comment on column access.sensitivity_version.reason is 'Why it was changed. sensitivity: none';
comment on column access.sensitivity_version.by_id is 'Account that changed it. sensitivity: none';
comment on column access.sensitivity_version.by_name is 'Name of that person. sensitivity: none';
comment on column access.sensitivity_version.at is 'When. sensitivity: none';

insert into access.sensitivity_version (category, version, title_zh, title_en, is_active, codes, reason, by_id, by_name, at)
select kind.category, 1, kind.title_zh, kind.title_en, kind.is_active,
  (select coalesce(jsonb_agg(jsonb_build_object('family', code.system_family, 'prefix', code.code_prefix) order by code.system_family, code.code_prefix), '[]')
   from access.sensitivity_code code where code.category = kind.category),
  'delivered', 'system', 'system', now()
from access.sensitivity_category kind;

grant select, insert on access.sensitivity_version to yigong_app;
grant select on access.sensitivity_category, access.sensitivity_code, access.sensitivity_version to yigong_reader;
