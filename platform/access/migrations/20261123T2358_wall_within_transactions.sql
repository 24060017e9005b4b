-- Reads inside a transaction have the second wall too where Citus has spread the record (docs/decisions/0108-second-wall-on-several-machines.md): the
-- policy by which the application reads asks nothing until the transaction says for whom it reads. Not a restrictive one beside it, since Citus makes
-- those permissive on its machines. One machine has none of it.
create or replace function access.protect(protected regclass) returns void language plpgsql as $$
declare
  space text;
  place text;
  -- Types that hold nobody's data, where the schema names them.
  directory text := '';
  seen text;
  former text;
begin
  select quote_ident(n.nspname), quote_ident(c.relname) into space, place
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = protected;
  if to_regprocedure(space || '.directory_types()') is not null then
    directory := format(' or resource_type = any ((select %s.directory_types())::text[])', space);
  end if;
  foreach former in array array['platform', 'sight', 'platform_adds', 'platform_changes', 'platform_removes'] loop
    execute format('drop policy if exists %I on %s', former, protected);
  end loop;
  if access.is_distributed(protected) then
    directory := regexp_replace(directory, '\(select (.*\(\))\)::text\[\]', '\1');
    seen := format('person_id = nullif(current_setting(''yigong.person'', true), '''')
        or (current_setting(''yigong.purpose'', true) is distinct from ''research'' and access.sight_holds(owner_organisation_id))
        or (person_id is null and (owner_organisation_id is null%s))
        or access.opens(person_id, resource_type || ''/'' || resource_id, restricted)', directory);
    execute format('create policy sight on %s for select to yigong_reader using (%s)', protected, seen);
    -- A transaction keeps its role: as another it would run on other connections, which see nothing of it.
    execute format('create policy platform on %s for select to yigong_app using (current_setting(''yigong.within'', true) is distinct from ''on'' or %s)', protected, seen);
    execute format('create policy platform_adds on %s for insert to yigong_app with check (true)', protected);
    execute format('create policy platform_changes on %s for update to yigong_app using (true) with check (true)', protected);
    execute format('create policy platform_removes on %s for delete to yigong_app using (true)', protected);
  else
    execute format('create policy platform on %s to yigong_app using (true) with check (true)', protected);
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

create or replace function access.raise_walls() returns void language plpgsql set search_path = pg_catalog as $$
declare
  spot record;
  is_leakproof boolean := (select proleakproof from pg_proc where oid = 'arrayoverlap(anyarray, anyarray)'::regprocedure);
begin
  for spot in
    select pg_get_functiondef(p.oid) as wording from pg_proc p
    where p.pronamespace = 'access'::regnamespace and p.proname in ('opens', 'opens_to', 'is_refused', 'asked_person')
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
    -- A database that was spread before has the wall, but none within transactions.
    if is_leakproof and (not spot.protected or (access.is_distributed(spot.place)
      and not exists (select from pg_policy p where p.polrelid = spot.place and p.polname = 'platform_adds')))
    then
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
