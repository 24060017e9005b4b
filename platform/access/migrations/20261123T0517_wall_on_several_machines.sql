-- The second wall where Citus has spread the record over machines (docs/decisions/0108-second-wall-on-several-machines.md). There a policy
-- may hold no sub-select, and one of the coordinator's own tables that names a table copied to all machines is planned by Citus without end. Each
-- machine keeps its copy under one and the same name, an ordinary table to PostgreSQL: policies and the functions they call name that.
create function access.here(asked regclass) returns text language plpgsql stable set search_path = pg_catalog as $$
declare
  found text;
begin
  if to_regclass('pg_catalog.pg_dist_partition') is not null then
    execute $query$select format('%I.%I', n.nspname, c.relname || '_' || s.shardid)
      from pg_dist_partition p join pg_dist_shard s on s.logicalrelid = p.logicalrelid join pg_class c on c.oid = p.logicalrelid join pg_namespace n on n.oid = c.relnamespace
      where p.logicalrelid = $1 and p.partmethod = 'n' and p.repmodel = 't'$query$ into found using asked;
  end if;
  return coalesce(found, asked::text);
end $$;
comment on function access.here(regclass) is 'The name under which every machine keeps its copy of a table copied to all; the table itself where there is one machine.';

-- The tables that the gate looks into, as they are called here, in the text of a policy or a function.
create function access.looking_here(wording text) returns text language plpgsql stable as $$
declare
  place text;
begin
  foreach place in array array['record_basis', 'refusal', 'organisation'] loop
    wording := regexp_replace(wording, '\maccess\.' || place || '(_\d+)?\M', access.here(('access.' || place)::regclass), 'g');
  end loop;
  return wording;
end $$;
comment on function access.looking_here(text) is 'SQL that names the tables of the gate, naming the copies of this machine instead.';

alter function access.ground_condition(text) rename to ground_condition_anywhere;
create function access.ground_condition(person text) returns text language sql stable
  return access.looking_here(access.ground_condition_anywhere(person));
comment on function access.ground_condition(text) is 'Text of the condition that an open ground opens the whole record of the person in that column.';

create or replace function access.protect(protected regclass) returns void language plpgsql as $$
declare
  space text;
  place text;
  -- Types that hold nobody's data, where the schema names them.
  directory text := '';
begin
  select quote_ident(n.nspname), quote_ident(c.relname) into space, place
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = protected;
  if to_regprocedure(space || '.directory_types()') is not null then
    directory := format(' or resource_type = any ((select %s.directory_types())::text[])', space);
  end if;
  execute format('drop policy if exists platform on %s', protected);
  execute format('drop policy if exists sight on %s', protected);
  execute format('create policy platform on %s to yigong_app using (true) with check (true)', protected);
  if access.is_distributed(protected) then
    execute format('create policy sight on %1$s for select to yigong_reader using (
        person_id = nullif(current_setting(''yigong.person'', true), '''')
        or (current_setting(''yigong.purpose'', true) is distinct from ''research'' and access.sight_holds(owner_organisation_id))
        or (person_id is null and (owner_organisation_id is null%2$s))
        or access.opens(person_id, resource_type || ''/'' || resource_id, restricted))', protected, regexp_replace(directory, '\(select (.*\(\))\)::text\[\]', '\1'));
  else
    execute access.looking_here(format('create policy sight on %1$s for select to yigong_reader using (
        person_id = ((select access.asked_person())::text[])[1 + restricted::integer]
        or person_id = (select nullif(current_setting(''yigong.person'', true), ''''))
        or ((select current_setting(''yigong.purpose'', true)) is distinct from ''research'' and access.sight_holds(owner_organisation_id))
        or (person_id is null and (owner_organisation_id is null%3$s))
        or exists (select 1 from access.record_basis basis
          where basis.person_id = %2$s.person_id and basis.resource is null and basis.purpose is null and (basis.opens_restricted or not %2$s.restricted)
            and basis.valid_from <= now() and (basis.valid_until is null or basis.valid_until > now())
            and access.sight_holds(basis.organisation_id) and current_setting(''yigong.purpose'', true) not in (''statistics'', ''research'')
            and not exists (select 1 from access.refusal refusal where refusal.person_id = basis.person_id offset 0) offset 0)
        or access.opens(person_id, resource_type || ''/'' || resource_id, restricted))', protected, place, directory));
  end if;
  execute format('alter table %s enable row level security', protected);
  execute format('grant usage on schema %s to yigong_reader', space);
  execute format('grant select on all tables in schema %s to yigong_reader', space);
end $$;

-- Every table of the record protected, and the functions and policies of the wall looking into the copies that this machine keeps. Changes
-- nothing that is right.
create function access.raise_walls() returns void language plpgsql set search_path = pg_catalog as $$
declare
  spot record;
  is_leakproof boolean := (select proleakproof from pg_proc where oid = 'arrayoverlap(anyarray, anyarray)'::regprocedure);
begin
  for spot in
    select pg_get_functiondef(p.oid) as wording from pg_proc p
    where p.pronamespace = 'access'::regnamespace and p.proname in ('opens', 'is_refused', 'asked_person')
  loop
    if access.looking_here(spot.wording) <> spot.wording then
      execute access.looking_here(spot.wording);
    end if;
  end loop;
  if not is_leakproof then
    raise notice 'row security stays off: a superuser must run: alter function pg_catalog.arrayoverlap(anyarray, anyarray) leakproof';
  end if;
  for spot in
    select c.oid::regclass as place, n.nspname as space, c.relrowsecurity as protected from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and (select count(*) from pg_attribute a where a.attrelid = c.oid and not a.attisdropped
      and a.attname in ('person_id', 'owner_organisation_id', 'restricted', 'resource_type', 'resource_id')) = 5
  loop
    execute format('grant usage on schema %I to yigong_reader', spot.space);
    execute format('grant select on all tables in schema %I to yigong_reader', spot.space);
    if is_leakproof and not spot.protected then
      perform access.protect(spot.place);
    end if;
  end loop;
  for spot in
    select p.polname, p.polrelid::regclass as place, pg_get_expr(p.polqual, p.polrelid) as wording from pg_policy p where p.polname = 'sight'
  loop
    if access.looking_here(spot.wording) <> spot.wording then
      execute format('alter policy %I on %s using (%s)', spot.polname, spot.place, access.looking_here(spot.wording));
    end if;
  end loop;
end $$;
comment on function access.raise_walls() is 'The second wall, before every table of the record and where the tables of the gate lie now.';

create function access.after_distribution() returns void language sql as 'select access.raise_walls()';
comment on function access.after_distribution() is 'Raises the walls once tables have been spread over machines.';

create or replace function access.after_migration() returns void language plpgsql as $$
begin
  begin
    alter function pg_catalog.arrayoverlap(anyarray, anyarray) leakproof;
  exception when insufficient_privilege then null;
  end;
  grant usage on schema access, jobs to yigong_reader;
  grant select on all tables in schema access, jobs to yigong_reader;
  perform access.raise_walls();
end $$;
revoke all on function access.protect(regclass), access.after_migration(), access.after_distribution(), access.raise_walls(), access.ground_condition(text), access.ground_condition_anywhere(text) from public;
