-- The ground of the person that a statement names is looked up once for both walls (docs/decisions/0132-one-look-for-both-walls.md), in the message that
-- brings the statement: it stays with the transaction for the policy of the second wall, and is shown to the process, which judges it by itself.
-- What opens the whole record of a person to the sight of the statement, for its purpose, and is not refused.
create view access.open_ground as
select basis.person_id, basis.opens_restricted,
  basis.organisation_id || '|' || basis.basis || '|' || coalesce(basis.purpose, '') || '|' || date_part('epoch', basis.valid_from) || '|' || coalesce(date_part('epoch', basis.valid_until)::text, '') || '|' || refused.anybody as shown
from access.record_basis basis
cross join lateral (select exists (select 1 from access.refusal refusal where refusal.person_id = basis.person_id offset 0) as anybody offset 0) refused
where basis.resource is null and basis.valid_from <= now() and (basis.valid_until is null or basis.valid_until > now())
  and strpos(current_setting('yigong.organisations', true), ',' || basis.organisation_id || ',') > 0
  and (case when basis.purpose is null then coalesce(current_setting('yigong.purpose', true), '') not in ('statistics', 'research')
    else basis.purpose = coalesce(nullif(current_setting('yigong.purpose', true), ''), 'treatment') end)
  and (not refused.anybody or basis.basis = 'emergency'
    or not access.is_refused(basis.person_id, basis.organisation_id, coalesce(nullif(current_setting('yigong.purpose', true), ''), 'treatment')));
comment on view access.open_ground is 'Grounds that open a whole record to the sight of the statement; shown as organisation|basis|purpose|from|until|has refused, times in seconds of 1970. sensitivity: personal';
comment on column access.open_ground.person_id is 'Whose record it opens. sensitivity: personal';
comment on column access.open_ground.opens_restricted is 'Opens what is masked by default too. sensitivity: none';
comment on column access.open_ground.shown is 'The ground, for the process that judges it. sensitivity: none';
grant select on access.open_ground to yigong_reader, yigong_app;

create function access.look(asked text) returns text language plpgsql as $$
declare
  opened text := '';
  uncovered text := '';
  seen text;
begin
  if asked <> '' then
    select coalesce(max(ground.person_id), ''), coalesce(max(ground.person_id) filter (where ground.opens_restricted), ''), max(ground.shown) into opened, uncovered, seen
    from access.open_ground ground where ground.person_id = asked;
  end if;
  perform set_config('yigong.opened', opened, true), set_config('yigong.uncovered', uncovered, true);
  return seen;
end $$;
comment on function access.look(text) is 'Opens the record of the person to the rest of the transaction where a ground does, and shows the ground.';

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
        person_id = current_setting(case when restricted then ''yigong.uncovered'' else ''yigong.opened'' end, true)
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
    where p.pronamespace = 'access'::regnamespace and p.proname in ('opens', 'opens_to', 'is_refused')
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

-- Tables that were protected before this; those of rooms have a wall of their own (access.wall).
do $$
declare
  spot regclass;
begin
  for spot in select p.polrelid from pg_catalog.pg_policy p where p.polname = 'sight' and pg_catalog.pg_get_expr(p.polqual, p.polrelid) like '%access.asked_person(%' loop
    perform access.protect(spot);
  end loop;
end $$;

drop function access.asked_person();
