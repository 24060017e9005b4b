-- What both walls do for a page about one person costs as much as the page (docs/decisions/0116-walls-in-one-look.md). The grounds of a person are
-- few: walked one by one they cost a third of a query with all their conditions, each of which PostgreSQL makes ready each time.
create or replace function access.asked_person() returns text[] language plpgsql stable parallel safe as $$
declare
  asked text := nullif(current_setting('yigong.asked', true), '');
  asked_purpose text := coalesce(nullif(current_setting('yigong.purpose', true), ''), 'treatment');
  ground record;
  opened boolean;
begin
  if asked is null then
    return null;
  end if;
  for ground in
    select basis.organisation_id, basis.basis, basis.purpose, basis.resource, basis.valid_from, basis.valid_until, basis.opens_restricted,
      exists (select 1 from access.refusal refusal where refusal.person_id = asked) as has_refused
    from access.record_basis basis where basis.person_id = asked
  loop
    -- What opens no more than is open already need not be looked at.
    if ground.resource is null and (opened is null or (ground.opens_restricted and not opened))
      and ground.valid_from <= now() and (ground.valid_until is null or ground.valid_until > now())
      and strpos(current_setting('yigong.organisations', true), ',' || ground.organisation_id || ',') > 0
      and (case when ground.purpose is null then asked_purpose not in ('statistics', 'research') else ground.purpose = asked_purpose end)
      and (not ground.has_refused or ground.basis = 'emergency' or not access.is_refused(asked, ground.organisation_id, asked_purpose))
    then
      opened := ground.opens_restricted;
    end if;
  end loop;
  return case when opened is null then null when opened then array[asked, asked] else array[asked, null] end;
end $$;

-- A ground for the whole record or for the one thing, of organisations and for a purpose that are named: what `access.opens` is to the second wall.
create function access.opens_to(asked_person text, asked_thing text, is_restricted boolean, asked_purpose text, organisations text[]) returns boolean language plpgsql stable parallel safe as $$
begin
  return exists (
    select 1 from access.record_basis basis
    where basis.person_id = asked_person and (basis.organisation_id || '') = any (organisations)
      and basis.valid_from <= now() and (basis.valid_until is null or basis.valid_until > now())
      and (case when basis.purpose is null then asked_purpose not in ('statistics', 'research') else basis.purpose = asked_purpose end)
      and (case when basis.resource is null then (basis.opens_restricted or not is_restricted) else basis.resource = asked_thing end)
      and (basis.basis = 'emergency' or not access.is_refused(basis.person_id, basis.organisation_id, asked_purpose)));
end $$;
comment on function access.opens_to(text, text, boolean, text, text[]) is 'Whether a ground that one of the organisations holds opens this thing of the person now.';

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
