-- The trail is cut into months, so that an expired month leaves as a whole and a busy year stays quick.
alter table audit.entry rename to entry_unpartitioned;
alter table audit.entry_unpartitioned rename constraint entry_pkey to entry_unpartitioned_key;
alter table audit.entry_unpartitioned drop constraint entry_outcome;
alter index audit.entry_person rename to entry_unpartitioned_person;
alter index audit.entry_subject rename to entry_unpartitioned_subject;
create sequence audit.entry_number;

create table audit.entry (
  entry_id bigint not null default nextval('audit.entry_number'),
  recorded_at timestamptz not null default clock_timestamp(),
  subject_kind text not null,
  subject_id text not null,
  subject_name text not null,
  organisation_id text,
  action text not null,
  outcome text not null,
  resource text,
  person_id text,
  basis text,
  purpose text,
  detail jsonb,
  constraint entry_key primary key (entry_id, recorded_at),
  constraint entry_outcome check (outcome in ('success', 'refused'))
) partition by range (recorded_at);
comment on table audit.entry is 'Who did or saw what, on what ground; append-only, a partition a month. sensitivity: personal';
comment on column audit.entry.entry_id is 'Order of recording. sensitivity: none';
comment on column audit.entry.recorded_at is 'When. sensitivity: none';
comment on column audit.entry.subject_kind is 'staff, resident, client, system, or database for SQL run by hand. sensitivity: none';
comment on column audit.entry.subject_id is 'Account or client id, or the database login. sensitivity: none';
comment on column audit.entry.subject_name is 'Name at that time, shown to the resident. sensitivity: personal';
comment on column audit.entry.organisation_id is 'Organisation acted for. sensitivity: none';
comment on column audit.entry.action is 'Permission or FHIR interaction. sensitivity: none';
comment on column audit.entry.outcome is 'success or refused. sensitivity: none';
comment on column audit.entry.resource is 'Type/id of what was touched. sensitivity: personal';
comment on column audit.entry.person_id is 'Whose record. sensitivity: personal';
comment on column audit.entry.basis is 'Ground of access. sensitivity: none';
comment on column audit.entry.purpose is 'Stated purpose. sensitivity: none';
comment on column audit.entry.detail is 'Further facts without patient data. sensitivity: none';
create index entry_person on audit.entry (person_id, entry_id desc) where person_id is not null;
create index entry_subject on audit.entry (subject_id, entry_id desc);
create index entry_recorded on audit.entry (recorded_at, entry_id);
create table audit.entry_other partition of audit.entry default;

-- Months are those of the calendar in China. Made ahead by a job; what falls outside goes to the default partition.
create function audit.prepare_months() returns void language plpgsql security definer set search_path = pg_catalog as $$
declare
  month timestamp;
  place text;
begin
  for ahead in 0..2 loop
    month := date_trunc('month', clock_timestamp() at time zone 'Asia/Shanghai') + make_interval(months => ahead);
    place := 'entry_' || to_char(month, 'YYYY_MM');
    if to_regclass('audit.' || place) is null then
      execute format('create table audit.%I partition of audit.entry for values from (%L) to (%L)', place,
        month at time zone 'Asia/Shanghai', (month + interval '1 month') at time zone 'Asia/Shanghai');
    end if;
  end loop;
end $$;
select audit.prepare_months();

insert into audit.entry (entry_id, recorded_at, subject_kind, subject_id, subject_name, organisation_id, action, outcome, resource, person_id, basis, purpose, detail)
  select entry_id, recorded_at, subject_kind, subject_id, subject_name, organisation_id, action, outcome, resource, person_id, basis, purpose, detail
  from audit.entry_unpartitioned;
select setval('audit.entry_number', coalesce(max(entry_id), 0) + 1, false) from audit.entry;
drop table audit.entry_unpartitioned;

-- jsonb_build_array prints the same text in every PostgreSQL; times as microseconds, so that no setting changes them.
create function audit.digest_of(given audit.entry) returns bytea language sql stable set search_path = pg_catalog as $$
  select sha256(convert_to(jsonb_build_array(given.entry_id, (extract(epoch from given.recorded_at) * 1000000)::bigint,
    given.subject_kind, given.subject_id, given.subject_name, given.organisation_id, given.action, given.outcome,
    given.resource, given.person_id, given.basis, given.purpose, given.detail)::text, 'UTF8'))
$$;

create table audit.block (
  block_number bigint constraint block_key primary key,
  month text not null,
  row_count integer not null,
  digests bytea,
  digests_hash bytea not null,
  algorithm text not null,
  previous_number bigint,
  previous_hash bytea,
  hash bytea not null,
  sealed_at timestamptz not null,
  purged_at timestamptz,
  constraint block_month_shape check (month ~ '^[0-9]{4}-[0-9]{2}$'),
  constraint block_algorithm_known check (algorithm in ('sha256', 'sm3')),
  constraint block_rows_counted check (row_count > 0 and (digests is null or length(digests) = row_count * 40)),
  constraint block_purged_empty check ((digests is null) = (purged_at is not null))
);
comment on table audit.block is 'Seals over the trail: digests of up to 1,000 entries of one month, each block bound to the one before. sensitivity: none';
comment on column audit.block.block_number is 'Counts from 1 without gaps. sensitivity: none';
comment on column audit.block.month is 'Month of the entries, YYYY-MM in China. sensitivity: none';
comment on column audit.block.row_count is 'Entries in it. sensitivity: none';
comment on column audit.block.digests is 'Per entry its id (8 bytes) and digest (32 bytes); null when the month has expired. sensitivity: none';
comment on column audit.block.digests_hash is 'Hash of digests. sensitivity: none';
comment on column audit.block.algorithm is 'Hash of the chain: sha256 or sm3. sensitivity: none';
comment on column audit.block.previous_number is 'Block before it in its month; for the first of a month the last block of all. sensitivity: none';
comment on column audit.block.previous_hash is 'Hash of that block. sensitivity: none';
comment on column audit.block.hash is 'Hash of everything above and sealed_at. sensitivity: none';
comment on column audit.block.sealed_at is 'When it was sealed. sensitivity: none';
comment on column audit.block.purged_at is 'When the entries were dropped after their retention. sensitivity: none';
create index block_month on audit.block (month, block_number desc);

create table audit.setting (
  only_row boolean constraint setting_key primary key default true,
  retention_days integer not null default 5475,
  sealed_to bigint not null default 0,
  pending_to bigint,
  pending_at timestamptz,
  constraint setting_single check (only_row),
  constraint setting_retention_floor check (retention_days >= 180)
);
comment on table audit.setting is 'One row: how long the trail is kept and how far it is sealed. sensitivity: none';
comment on column audit.setting.only_row is 'Always true. sensitivity: none';
comment on column audit.setting.retention_days is 'Days an entry is kept; never fewer than 180 (Cybersecurity Law, article 21: six months). sensitivity: none';
comment on column audit.setting.sealed_to is 'Highest entry id that is sealed. sensitivity: none';
comment on column audit.setting.pending_to is 'Highest entry id given out when the last look was taken. sensitivity: none';
comment on column audit.setting.pending_at is 'When that look was taken. sensitivity: none';
insert into audit.setting default values;

-- Whoever was given an entry id before a moment holds this lock since before it. Sessions of other logins show no start: those count as old.
create function audit.oldest_writer() returns timestamptz language sql security definer set search_path = pg_catalog as $$
  select min(coalesce(a.xact_start, '-infinity')) from pg_locks l join pg_stat_activity a on a.pid = l.pid
  where l.relation = 'audit.entry'::regclass and l.mode = 'RowExclusiveLock' and l.database = (select oid from pg_database where datname = current_database())
    and l.pid <> pg_backend_pid()
$$;

-- Drops whole months whose last entry is older than the retention and that are sealed; returns them.
create function audit.drop_expired_months() returns setof text language plpgsql security definer set search_path = pg_catalog as $$
declare
  place text;
  is_sealed boolean;
begin
  for place in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'audit.entry'::regclass and c.relname ~ '^entry_[0-9]{4}_[0-9]{2}$'
      and (to_date(substr(c.relname, 7), 'YYYY_MM') + interval '1 month') at time zone 'Asia/Shanghai'
        < clock_timestamp() - make_interval(days => (select retention_days from audit.setting))
    order by 1
  loop
    execute format('select coalesce(max(entry_id), 0) <= (select sealed_to from audit.setting) from audit.%I', place) into is_sealed;
    continue when not is_sealed;
    execute format('drop table audit.%I', place);
    update audit.block set digests = null, purged_at = clock_timestamp() where month = replace(substr(place, 7), '_', '-');
    return next place;
  end loop;
end $$;

-- SQL that somebody runs by hand, as the owner or a superuser, on tables that tell about persons. The application's own
-- statements carry its role and are told of by its own entries; the condition of the trigger costs them next to nothing.
create function audit.note_direct_change() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare
  changed jsonb := case when tg_op = 'TRUNCATE' then '{}' when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
  place text := tg_table_schema || '.' || tg_table_name;
begin
  if tg_level = 'ROW' then
    place := place || '/' || coalesce((select string_agg(changed ->> column_name, ',') from unnest(string_to_array(tg_argv[0], ',')) as column_name), '');
  end if;
  insert into audit.entry (subject_kind, subject_id, subject_name, action, outcome, resource, detail)
  values ('database', session_user, session_user, 'database.' || lower(tg_op), 'success', place,
    jsonb_build_object('client', coalesce(host(inet_client_addr()), 'local'), 'program', current_setting('application_name')));
  return null;
end $$;

-- Puts the two triggers on every table whose comment says personal or sensitive. The migration runner calls it at its end.
create function audit.after_migration() returns void language plpgsql set search_path = pg_catalog as $$
declare
  spot record;
  by_hand constant text := $condition$current_setting('role') <> 'yigong_app' and current_setting('yigong.migration', true) is distinct from 'running'$condition$;
begin
  for spot in
    select c.oid::regclass as place, coalesce(string_agg(a.attname, ',' order by array_position(k.conkey, a.attnum)), '') as key
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
      left join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
      left join pg_attribute a on a.attrelid = c.oid and a.attnum = any (k.conkey)
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('public', 'audit', 'pg_catalog', 'information_schema')
      and obj_description(c.oid, 'pg_class') ~ 'sensitivity: (personal|sensitive)$'
      and not exists (select 1 from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'direct_change')
    group by c.oid
  loop
    execute format('create trigger direct_change after insert or update or delete on %s for each row when (%s) execute function audit.note_direct_change(%L)', spot.place, by_hand, spot.key);
    execute format('create trigger direct_truncate after truncate on %s for each statement execute function audit.note_direct_change()', spot.place);
  end loop;
end $$;

grant select, insert on audit.entry to yigong_app;
grant usage, select on sequence audit.entry_number to yigong_app;
grant select, insert on audit.block to yigong_app;
grant select, update on audit.setting to yigong_app;
revoke all on function audit.prepare_months(), audit.drop_expired_months(), audit.oldest_writer(), audit.note_direct_change(), audit.after_migration() from public;
grant execute on function audit.prepare_months(), audit.drop_expired_months(), audit.oldest_writer() to yigong_app;
