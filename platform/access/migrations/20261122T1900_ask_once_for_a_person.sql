-- Organisations are read for as `,a,b,`: to look for one in a text takes less than to read an array of dozens for every row.
create function access.sight_holds(asked_organisation text) returns boolean language sql stable parallel safe
  return strpos(current_setting('yigong.organisations', true), ',' || asked_organisation || ',') > 0;
comment on function access.sight_holds(text) is 'Whether the statement reads for this organisation.';

create or replace function access.opens(asked_person text, asked_thing text, is_restricted boolean) returns boolean language plpgsql stable parallel safe as $$
declare
  asked_purpose text := coalesce(nullif(current_setting('yigong.purpose', true), ''), 'treatment');
begin
  return exists (
    select 1 from access.record_basis basis
    where basis.person_id = asked_person and access.sight_holds(basis.organisation_id)
      and basis.valid_from <= now() and (basis.valid_until is null or basis.valid_until > now())
      and (case when basis.purpose is null then asked_purpose not in ('statistics', 'research') else basis.purpose = asked_purpose end)
      and (case when basis.resource is null then (basis.opens_restricted or not is_restricted) else basis.resource = asked_thing end)
      and (basis.basis = 'emergency' or not exists (
        select 1 from access.refusal refusal where refusal.person_id = basis.person_id and refusal.valid_from <= now()
          and (refusal.valid_until is null or refusal.valid_until > now()) and (refusal.purpose is null or refusal.purpose = asked_purpose)
          and (refusal.organisation_id in ('*', basis.organisation_id) or refusal.organisation_id = any (
            (select place.ancestor_ids from access.organisation place where place.organisation_id = basis.organisation_id)::text[]))))
  );
end $$;

-- A statement about one person says so (`yigong.asked`, platform/database/sighted.ts): the ground is then looked up once a statement and
-- not once a row. The name opens nothing by itself: this function looks up the ground, as access.opens does for a row.
-- The person twice over: where the whole record is open, and where what is restricted is open too; null where it is not.
create function access.asked_person() returns text[] language plpgsql stable parallel safe as $$
declare
  asked text := nullif(current_setting('yigong.asked', true), '');
  asked_purpose text := coalesce(nullif(current_setting('yigong.purpose', true), ''), 'treatment');
  opens_restricted boolean;
begin
  if asked is null then
    return null;
  end if;
  opens_restricted := (
    select bool_or(basis.opens_restricted) from access.record_basis basis
    where basis.person_id = asked and access.sight_holds(basis.organisation_id) and basis.resource is null
      and basis.valid_from <= now() and (basis.valid_until is null or basis.valid_until > now())
      and (case when basis.purpose is null then asked_purpose not in ('statistics', 'research') else basis.purpose = asked_purpose end)
      and (basis.basis = 'emergency' or not access.is_refused(asked, basis.organisation_id, asked_purpose)));
  return case when opens_restricted is null then null when opens_restricted then array[asked, asked] else array[asked, null] end;
end $$;
comment on function access.asked_person() is 'The person asked about, if a ground opens the record: first for what is plain, then for what is restricted.';

create or replace function access.protect(protected regclass) returns void language plpgsql as $$
declare
  space text := (select quote_ident(n.nspname) from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = protected);
  -- Types that hold nobody's data, where the schema names them.
  directory text := case when to_regprocedure(space || '.directory_types()') is null then ''
    else format(' or resource_type = any ((select %s.directory_types())::text[])', space) end;
begin
  execute format('drop policy if exists platform on %s', protected);
  execute format('drop policy if exists sight on %s', protected);
  execute format('create policy platform on %s to yigong_app using (true) with check (true)', protected);
  execute format('create policy sight on %s for select to yigong_reader using (
      person_id = ((select access.asked_person())::text[])[1 + restricted::integer]
      or person_id = (select nullif(current_setting(''yigong.person'', true), ''''))
      or ((select current_setting(''yigong.purpose'', true)) is distinct from ''research'' and access.sight_holds(owner_organisation_id))
      or (person_id is null and (owner_organisation_id is null%s))
      or access.opens(person_id, resource_type || ''/'' || resource_id, restricted))', protected, directory);
  execute format('alter table %s enable row level security', protected);
  execute format('grant usage on schema %s to yigong_reader', space);
  execute format('grant select on all tables in schema %s to yigong_reader', space);
end $$;

-- Tables that were protected before this.
do $$
declare
  spot regclass;
begin
  for spot in select c.oid from pg_catalog.pg_class c join pg_catalog.pg_policy p on p.polrelid = c.oid where p.polname = 'sight' loop
    perform access.protect(spot);
  end loop;
end $$;

drop function access.sight_organisations();
