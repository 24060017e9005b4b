-- A call of access.opens costs as much as the rest of a read by id; the same look-up within the policy a quarter of it. The policy therefore
-- looks first whether a ground opens the whole record of a person who has refused nothing, which is nearly everybody, and asks the function about
-- all others: refusals, grounds for another purpose, what was shared singly. It opens nothing that the function would not.
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
  execute format('create policy sight on %1$s for select to yigong_reader using (
      person_id = ((select access.asked_person())::text[])[1 + restricted::integer]
      or person_id = (select nullif(current_setting(''yigong.person'', true), ''''))
      or ((select current_setting(''yigong.purpose'', true)) is distinct from ''research'' and access.sight_holds(owner_organisation_id))
      or (person_id is null and (owner_organisation_id is null%3$s))
      or exists (select 1 from access.record_basis basis
        where basis.person_id = %2$s.person_id and basis.resource is null and basis.purpose is null and (basis.opens_restricted or not %2$s.restricted)
          and basis.valid_from <= now() and (basis.valid_until is null or basis.valid_until > now())
          and access.sight_holds(basis.organisation_id) and current_setting(''yigong.purpose'', true) not in (''statistics'', ''research'')
          and not exists (select 1 from access.refusal refusal where refusal.person_id = basis.person_id offset 0) offset 0)
      or access.opens(person_id, resource_type || ''/'' || resource_id, restricted))', protected, place, directory);
  execute format('alter table %s enable row level security', protected);
  execute format('grant usage on schema %s to yigong_reader', space);
  execute format('grant select on all tables in schema %s to yigong_reader', space);
end $$;

-- The same look before the function is asked for each ground.
create or replace function access.asked_person() returns text[] language plpgsql stable parallel safe as $$
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
      and (basis.basis = 'emergency' or not exists (select 1 from access.refusal refusal where refusal.person_id = asked)
        or not access.is_refused(asked, basis.organisation_id, asked_purpose)));
  return case when opens_restricted is null then null when opens_restricted then array[asked, asked] else array[asked, null] end;
end $$;

-- Tables that were protected before this; those of rooms have a wall of their own (access.wall).
do $$
declare
  spot regclass;
begin
  for spot in select p.polrelid from pg_catalog.pg_policy p where p.polname = 'sight' and pg_catalog.pg_get_expr(p.polqual, p.polrelid) like '%access.opens(%' loop
    perform access.protect(spot);
  end loop;
end $$;
