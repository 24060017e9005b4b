-- The second wall: row security on what belongs to a person's record. It repeats the gate for statements that say for whom they
-- read (platform/access/sight.ts): these run as yigong_reader, which sees nothing of a person unless the settings open it. Work of the
-- platform itself runs as yigong_app, by a policy that says so. See docs/decisions/0051-row-security.md.
create function access.sight_organisations() returns text[] language sql stable parallel safe
  return coalesce(nullif(current_setting('yigong.organisations', true), '')::text[], '{}');
comment on function access.sight_organisations() is 'Organisations that the statement reads for.';

-- A function and not a condition: spelled out in the policy it cost a millisecond of planning in every statement.
create function access.opens(asked_person text, asked_thing text, is_restricted boolean) returns boolean language plpgsql stable parallel safe as $$
declare
  asked_purpose text := coalesce(nullif(current_setting('yigong.purpose', true), ''), 'treatment');
begin
  return exists (
    select 1 from access.record_basis basis
    where basis.person_id = asked_person and basis.organisation_id = any (access.sight_organisations())
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
comment on function access.opens(text, text, boolean) is 'Whether an open ground of the organisations read for opens one thing of a person.';

create function access.protect(protected regclass) returns void language plpgsql as $$
declare
  space text := (select quote_ident(n.nspname) from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = protected);
  -- Types that hold nobody's data, where the schema names them.
  directory text := case when to_regprocedure(space || '.directory_types()') is null then ''
    else format(' or resource_type = any ((select %s.directory_types())::text[])', space) end;
begin
  execute format('create policy platform on %s to yigong_app using (true) with check (true)', protected);
  execute format('create policy sight on %s for select to yigong_reader using (
      person_id = (select nullif(current_setting(''yigong.person'', true), ''''))
      or ((select current_setting(''yigong.purpose'', true)) is distinct from ''research'' and owner_organisation_id = any ((select access.sight_organisations())::text[]))
      or (person_id is null and (owner_organisation_id is null%s))
      or access.opens(person_id, resource_type || ''/'' || resource_id, restricted))', protected, directory);
  execute format('alter table %s enable row level security', protected);
  execute format('grant usage on schema %s to yigong_reader', space);
  execute format('grant select on all tables in schema %s to yigong_reader', space);
end $$;
comment on function access.protect(regclass) is 'Row security on a table with person_id, owner_organisation_id, restricted, resource_type and resource_id.';

-- Citus carries no settings of a transaction to other machines; there the first wall stands alone.
create function access.is_distributed(asked oid) returns boolean language plpgsql stable as $$
declare
  found boolean;
begin
  if to_regclass('pg_catalog.pg_dist_partition') is null then
    return false;
  end if;
  execute 'select exists (select 1 from pg_catalog.pg_dist_partition where logicalrelid = $1)' into found using asked;
  return found;
end $$;
comment on function access.is_distributed(oid) is 'Whether Citus has placed the table.';

-- An index on an array column serves a protected table only when its operator is leakproof, which only a superuser can say
-- (it compares integers and tells nothing). Where nobody has said so the wall stays down, and searches stay quick.
create function access.after_migration() returns void language plpgsql as $$
declare
  spot regclass;
begin
  begin
    alter function pg_catalog.arrayoverlap(anyarray, anyarray) leakproof;
  exception when insufficient_privilege then null;
  end;
  grant usage on schema access, jobs to yigong_reader;
  grant select on all tables in schema access, jobs to yigong_reader;
  if not (select proleakproof from pg_catalog.pg_proc where oid = 'pg_catalog.arrayoverlap(anyarray, anyarray)'::regprocedure) then
    raise notice 'row security stays off: a superuser must run: alter function pg_catalog.arrayoverlap(anyarray, anyarray) leakproof';
  end if;
  for spot in
    select c.oid from pg_catalog.pg_class c where c.relkind = 'r'
      and (select count(*) from pg_catalog.pg_attribute a where a.attrelid = c.oid and not a.attisdropped
        and a.attname in ('person_id', 'owner_organisation_id', 'restricted', 'resource_type', 'resource_id')) = 5
  loop
    execute format('grant usage on schema %s to yigong_reader', (select quote_ident(n.nspname) from pg_catalog.pg_namespace n join pg_catalog.pg_class c on c.relnamespace = n.oid where c.oid = spot));
    execute format('grant select on all tables in schema %s to yigong_reader', (select quote_ident(n.nspname) from pg_catalog.pg_namespace n join pg_catalog.pg_class c on c.relnamespace = n.oid where c.oid = spot));
    if (select proleakproof from pg_catalog.pg_proc where oid = 'pg_catalog.arrayoverlap(anyarray, anyarray)'::regprocedure)
      and not (select relrowsecurity from pg_catalog.pg_class where oid = spot) and not access.is_distributed(spot) then
      perform access.protect(spot);
    end if;
  end loop;
end $$;
comment on function access.after_migration() is 'Protects every table of that shape once all migrations are in.';
revoke all on function access.protect(regclass), access.after_migration(), access.is_distributed(oid) from public;
