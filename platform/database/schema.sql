-- The schema as the migrations make it. Written by `YIGONG_WRITE=1 npx vitest run tests/house/database.test.ts`; never edited.

CREATE OR REPLACE FUNCTION access.after_distribution()
 RETURNS void
 LANGUAGE sql
AS $function$select access.raise_walls()$function$


CREATE OR REPLACE FUNCTION access.after_migration()
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  begin
    alter function pg_catalog.arrayoverlap(anyarray, anyarray) leakproof;
  exception when insufficient_privilege then null;
  end;
  grant usage on schema access, jobs to yigong_reader;
  grant select on all tables in schema access, jobs to yigong_reader;
  perform access.raise_walls();
end $function$


CREATE OR REPLACE FUNCTION access.ground_condition(person text)
 RETURNS text
 LANGUAGE sql
 STABLE
RETURN access.looking_here(access.ground_condition_anywhere(person))


CREATE OR REPLACE FUNCTION access.ground_condition_anywhere(person text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
RETURN (((((('exists (select 1 from access.record_basis basis where basis.person_id = '::text || person) || ' and basis.resource is null'::text) || ' and basis.organisation_id = any ((select access.sight_organisations())::text[])'::text) || ' and basis.valid_from <= now() and (basis.valid_until is null or basis.valid_until > now())'::text) || ' and (case when basis.purpose is null then (select access.sight_purpose()) not in (''statistics'', ''research'') else basis.purpose = (select access.sight_purpose()) end)'::text) || ' and (basis.basis = ''emergency'' or not access.is_refused(basis.person_id, basis.organisation_id, (select access.sight_purpose()))))'::text)


CREATE OR REPLACE FUNCTION access.here(asked regclass)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$
declare
  found text;
begin
  if to_regclass('pg_catalog.pg_dist_partition') is not null then
    execute $query$select format('%I.%I', n.nspname, c.relname || '_' || s.shardid)
      from pg_dist_partition p join pg_dist_shard s on s.logicalrelid = p.logicalrelid join pg_class c on c.oid = p.logicalrelid join pg_namespace n on n.oid = c.relnamespace
      where p.logicalrelid = $1 and p.partmethod = 'n' and p.repmodel = 't'$query$ into found using asked;
  end if;
  return coalesce(found, asked::text);
end $function$


CREATE OR REPLACE FUNCTION access.is_distributed(asked oid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  found boolean;
begin
  if to_regclass('pg_catalog.pg_dist_partition') is null then
    return false;
  end if;
  execute 'select exists (select 1 from pg_catalog.pg_dist_partition where logicalrelid = $1)' into found using asked;
  return found;
end $function$


CREATE OR REPLACE FUNCTION access.is_refused(asked_person text, asked_organisation text, asked_purpose text)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
begin
  return exists (
    select 1 from access.refusal refusal where refusal.person_id = asked_person and refusal.valid_from <= now()
      and (refusal.valid_until is null or refusal.valid_until > now()) and (refusal.purpose is null or refusal.purpose = asked_purpose)
      and (refusal.organisation_id in ('*', asked_organisation) or refusal.organisation_id = any (
        (select place.ancestor_ids from access.organisation place where place.organisation_id = asked_organisation)::text[])));
end $function$


CREATE OR REPLACE FUNCTION access.leave_open(VARIADIC tables regclass[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  each_table regclass;
begin
  foreach each_table in array tables loop
    execute format('grant usage on schema %s to yigong_reader', (select quote_ident(n.nspname) from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = each_table));
    execute format('grant select on %s to yigong_reader', each_table);
  end loop;
end $function$


CREATE OR REPLACE FUNCTION access.look(asked text)
 RETURNS text
 LANGUAGE plpgsql
AS $function$
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
end $function$


CREATE OR REPLACE FUNCTION access.looking_here(wording text)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  place text;
begin
  foreach place in array array['record_basis', 'refusal', 'organisation'] loop
    wording := regexp_replace(wording, '\maccess\.' || place || '(_\d+)?\M', access.here(('access.' || place)::regclass), 'g');
  end loop;
  return wording;
end $function$


table access.number_trial
  subject_id text not null
  units double precision not null
  counted_at timestamp with time zone not null
  constraint number_trial_pkey PRIMARY KEY (subject_id)
  constraint number_trial_units_count CHECK ((units >= (0)::double precision))
  grant delete, insert, select, update to yigong_app

view access.open_ground as
 SELECT basis.person_id,
    basis.opens_restricted,
    (((((((((basis.organisation_id || '|'::text) || basis.basis) || '|'::text) || COALESCE(basis.purpose, ''::text)) || '|'::text) || date_part('epoch'::text, basis.valid_from)) || '|'::text) || COALESCE(date_part('epoch'::text, basis.valid_until)::text, ''::text)) || '|'::text) || refused.anybody AS shown
   FROM access.record_basis basis
     CROSS JOIN LATERAL ( SELECT (EXISTS ( SELECT 1
                   FROM access.refusal refusal
                  WHERE refusal.person_id = basis.person_id
                 OFFSET 0)) AS anybody
         OFFSET 0) refused
  WHERE basis.resource IS NULL AND basis.valid_from <= now() AND (basis.valid_until IS NULL OR basis.valid_until > now()) AND strpos(current_setting('yigong.organisations'::text, true), (','::text || basis.organisation_id) || ','::text) > 0 AND
        CASE
            WHEN basis.purpose IS NULL THEN COALESCE(current_setting('yigong.purpose'::text, true), ''::text) <> ALL (ARRAY['statistics'::text, 'research'::text])
            ELSE basis.purpose = COALESCE(NULLIF(current_setting('yigong.purpose'::text, true), ''::text), 'treatment'::text)
        END AND (NOT refused.anybody OR basis.basis = 'emergency'::text OR NOT access.is_refused(basis.person_id, basis.organisation_id, COALESCE(NULLIF(current_setting('yigong.purpose'::text, true), ''::text), 'treatment'::text)));
  grant select to yigong_app

CREATE OR REPLACE FUNCTION access.opens(asked_person text, asked_thing text, is_restricted boolean)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
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
end $function$


CREATE OR REPLACE FUNCTION access.opens_to(asked_person text, asked_thing text, is_restricted boolean, asked_purpose text, organisations text[])
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
AS $function$
begin
  return exists (
    select 1 from access.record_basis basis
    where basis.person_id = asked_person and (basis.organisation_id || '') = any (organisations)
      and basis.valid_from <= now() and (basis.valid_until is null or basis.valid_until > now())
      and (case when basis.purpose is null then asked_purpose not in ('statistics', 'research') else basis.purpose = asked_purpose end)
      and (case when basis.resource is null then (basis.opens_restricted or not is_restricted) else basis.resource = asked_thing end)
      and (basis.basis = 'emergency' or not access.is_refused(basis.person_id, basis.organisation_id, asked_purpose)));
end $function$


table access.organisation
  organisation_id text not null
  parent_id text
  ancestor_ids text[] not null
  constraint organisation_own_ancestor CHECK ((organisation_id = ANY (ancestor_ids)))
  constraint organisation_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES access.organisation(organisation_id)
  constraint organisation_pkey PRIMARY KEY (organisation_id)
  CREATE INDEX organisation_ancestor ON access.organisation USING gin (ancestor_ids) WITH (fastupdate=off)
  grant delete, insert, select, update to yigong_app

CREATE OR REPLACE FUNCTION access.protect(protected regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
end $function$


CREATE OR REPLACE FUNCTION access.raise_walls()
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
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
end $function$


table access.record_basis
  person_id text not null
  organisation_id text not null
  basis text not null
  source text not null
  valid_from timestamp with time zone not null
  valid_until timestamp with time zone
  purpose text
  resource text
  opens_restricted boolean not null default false
  granted_by text default NULLIF(current_setting('yigong.subject_id'::text, true), ''::text)
  granted_at timestamp with time zone not null default clock_timestamp()
  constraint record_basis_emergency CHECK (((basis <> 'emergency'::text) OR (NOT opens_restricted) OR (valid_until IS NOT NULL)))
  constraint record_basis_key PRIMARY KEY (person_id, organisation_id, basis, source)
  constraint record_basis_known CHECK ((basis = ANY (ARRAY['treatment'::text, 'referral'::text, 'contract'::text, 'shared-centre'::text, 'secondment'::text, 'consent'::text, 'emergency'::text, 'registration'::text, 'statistics'::text, 'share'::text, 'reveal'::text])))
  constraint record_basis_one_thing CHECK (((basis = ANY (ARRAY['share'::text, 'reveal'::text])) <= ((resource IS NOT NULL) AND (purpose IS NOT NULL) AND (valid_until IS NOT NULL))))
  constraint record_basis_order CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
  constraint record_basis_purpose CHECK ((purpose = ANY (ARRAY['treatment'::text, 'referral'::text, 'follow-up'::text, 'quality'::text, 'correction'::text, 'review'::text, 'statistics'::text, 'research'::text])))
  constraint record_basis_statistics CHECK (((basis <> 'statistics'::text) OR (purpose = ANY (ARRAY['statistics'::text, 'research'::text]))))
  CREATE INDEX record_basis_granted ON access.record_basis USING btree (granted_at) WHERE (granted_by IS NOT NULL)
  CREATE INDEX record_basis_organisation ON access.record_basis USING btree (organisation_id, person_id)
  CREATE INDEX record_basis_source ON access.record_basis USING btree (source)
  CREATE INDEX record_basis_thing ON access.record_basis USING btree (organisation_id, resource) WHERE (resource IS NOT NULL)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON access.record_basis FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('person_id,organisation_id,basis,source')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON access.record_basis FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant delete, insert, select, update to yigong_app

table access.refusal
  person_id text not null
  organisation_id text not null
  purpose text
  source text not null
  valid_from timestamp with time zone not null
  valid_until timestamp with time zone
  constraint refusal_key PRIMARY KEY (person_id, organisation_id, source)
  constraint refusal_order CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON access.refusal FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('person_id,organisation_id,source')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON access.refusal FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table access.role_permission
  role text not null
  permission text not null
  constraint role_permission_key PRIMARY KEY (role, permission)
  grant delete, insert, select, update to yigong_app

table access.role_permission_seed
  role text not null
  permission text not null
  seeded_at timestamp with time zone not null default clock_timestamp()
  constraint role_permission_seed_key PRIMARY KEY (role, permission)
  grant insert, select to yigong_app

table access.sensitivity_category
  category text not null
  title_zh text not null
  title_en text not null
  is_active boolean not null default true
  constraint sensitivity_category_pkey PRIMARY KEY (category)
  grant insert, select, update to yigong_app

table access.sensitivity_code
  category text not null
  system_family text not null
  code_prefix text not null
  constraint sensitivity_code_category_fkey FOREIGN KEY (category) REFERENCES access.sensitivity_category(category)
  constraint sensitivity_code_family CHECK ((system_family = ANY (ARRAY['icd10'::text, 'loinc'::text, 'snomed'::text, 'any'::text])))
  constraint sensitivity_code_key PRIMARY KEY (category, system_family, code_prefix)
  constraint sensitivity_code_written CHECK ((code_prefix ~ '^[A-Za-z0-9][A-Za-z0-9.-]{1,19}$'::text))
  grant delete, insert, select to yigong_app

table access.sensitivity_version
  category text not null
  version integer not null
  title_zh text not null
  title_en text not null
  is_active boolean not null
  codes jsonb not null
  reason text not null
  by_id text not null
  by_name text not null
  at timestamp with time zone not null
  constraint sensitivity_version_category_fkey FOREIGN KEY (category) REFERENCES access.sensitivity_category(category)
  constraint sensitivity_version_counted CHECK ((version >= 1))
  constraint sensitivity_version_key PRIMARY KEY (category, version)
  grant insert, select to yigong_app

CREATE OR REPLACE FUNCTION access.sight_holds(asked_organisation text)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (strpos(current_setting('yigong.organisations'::text, true), ((','::text || asked_organisation) || ','::text)) > 0)


CREATE OR REPLACE FUNCTION access.sight_organisations()
 RETURNS text[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN string_to_array(btrim(current_setting('yigong.organisations'::text, true), ','::text), ','::text)


CREATE OR REPLACE FUNCTION access.sight_purpose()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE(NULLIF(current_setting('yigong.purpose'::text, true), ''::text), 'treatment'::text)


CREATE OR REPLACE FUNCTION access.wall(protected regclass, organisations text[] DEFAULT '{}'::text[], persons text[] DEFAULT '{}'::text[], own text[] DEFAULT '{}'::text[], parent regclass DEFAULT NULL::regclass, parent_key text DEFAULT NULL::text, own_key text DEFAULT NULL::text, more text DEFAULT NULL::text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  space text := (select quote_ident(n.nspname) from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = protected);
  relation text := (select quote_ident(c.relname) from pg_catalog.pg_class c where c.oid = protected);
  ways text[] := '{}';
  spot text;
begin
  if cardinality(organisations) > 0 then
    ways := ways || format('((select access.sight_purpose()) <> ''research'' and (%s))',
      (select string_agg(format('access.sight_holds(%s.%I)', relation, name), ' or ') from unnest(organisations) as name));
  end if;
  foreach spot in array persons || own loop
    ways := ways || format('%s.%I = (select nullif(current_setting(''yigong.person'', true), ''''))', relation, spot);
  end loop;
  if parent is not null then
    ways := ways || format('exists (select 1 from %s parent where parent.%I = %s.%I)', parent, parent_key, relation, coalesce(own_key, parent_key));
  end if;
  if more is not null then
    ways := ways || format('(%s)', more);
  end if;
  foreach spot in array persons loop
    ways := ways || access.ground_condition(format('%s.%I', relation, spot));
  end loop;
  if cardinality(ways) = 0 then
    raise exception 'a wall without a door: %', protected;
  end if;
  execute format('drop policy if exists platform on %s', protected);
  execute format('drop policy if exists sight on %s', protected);
  execute format('create policy platform on %s to yigong_app using (true) with check (true)', protected);
  execute format('create policy sight on %s for select to yigong_reader using (%s)', protected, array_to_string(ways, ' or '));
  execute format('alter table %s enable row level security', protected);
  execute format('grant usage on schema %s to yigong_reader', space);
  execute format('grant select on %s to yigong_reader', protected);
end $function$


table assessment.action
  action_id text not null
  item_id text not null
  owner_organisation_id text not null
  action text not null
  state_after text
  reason text
  subject_id text not null
  subject_name text not null
  recorded_at timestamp with time zone not null
  constraint action_pkey PRIMARY KEY (action_id)
  CREATE INDEX action_item ON assessment.action USING btree (item_id, recorded_at)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON assessment.action FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('action_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON assessment.action FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table assessment.appeal
  appeal_id text not null
  run_id text not null
  owner_organisation_id text not null
  item_id text not null
  claimed_value numeric not null
  reason text not null
  evidence text not null
  filed_by text not null
  filed_on date not null
  answer_until date not null
  granted_value numeric
  revision_after integer
  decision text
  decided_by text
  state text not null
  state_since timestamp with time zone not null
  constraint appeal_decided CHECK (((state = 'filed'::text) = (decision IS NULL)))
  constraint appeal_granted CHECK (((state = 'upheld'::text) = (granted_value IS NOT NULL)))
  constraint appeal_pkey PRIMARY KEY (appeal_id)
  constraint appeal_run_id_fkey FOREIGN KEY (run_id) REFERENCES assessment.run(run_id)
  constraint appeal_state_known CHECK ((state = ANY (ARRAY['filed'::text, 'upheld'::text, 'rejected'::text])))
  CREATE UNIQUE INDEX appeal_open_once ON assessment.appeal USING btree (run_id, owner_organisation_id, item_id) WHERE (state = 'filed'::text)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON assessment.appeal FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('appeal_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON assessment.appeal FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table assessment.ballot
  code_digest text not null
  survey_id text not null
  owner_organisation_id text not null
  channel text not null
  constraint ballot_pkey PRIMARY KEY (code_digest)
  constraint ballot_survey_id_fkey FOREIGN KEY (survey_id) REFERENCES assessment.survey(survey_id)
  grant delete, insert, select to yigong_app

table assessment.code_issue
  code_issue_id text not null
  survey_id text not null
  owner_organisation_id text not null
  channel text not null
  codes integer not null
  constraint code_issue_pkey PRIMARY KEY (code_issue_id)
  constraint code_issue_survey_id_fkey FOREIGN KEY (survey_id) REFERENCES assessment.survey(survey_id)
  grant insert, select to yigong_app

table assessment.imported_result
  organisation_id text not null
  kind text not null
  month text not null
  mean numeric not null
  valid integer not null
  file_name text not null
  owner_organisation_id text not null
  imported_by text not null
  recorded_at timestamp with time zone not null
  constraint imported_result_kind_known CHECK ((kind = ANY (ARRAY['outpatient'::text, 'inpatient'::text, 'staff'::text])))
  constraint imported_result_mean CHECK (((mean >= (0)::numeric) AND (mean <= (100)::numeric)))
  constraint imported_result_month_shape CHECK ((month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'::text))
  constraint imported_result_pkey PRIMARY KEY (organisation_id, kind, month)
  constraint imported_result_valid CHECK ((valid > 0))
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON assessment.imported_result FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('organisation_id,kind,month')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON assessment.imported_result FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table assessment.input
  run_id text not null
  revision integer not null
  organisation_id text not null
  item_id text not null
  value numeric
  previous numeric
  numerator numeric
  denominator numeric
  source text not null
  indicator_id text
  definition_version text
  is_closed boolean not null
  known_at timestamp with time zone
  evidence text
  owner_organisation_id text not null
  recorded_at timestamp with time zone not null
  constraint input_pkey PRIMARY KEY (run_id, revision, organisation_id, item_id)
  constraint input_run_id_fkey FOREIGN KEY (run_id) REFERENCES assessment.run(run_id)
  constraint input_source_known CHECK ((source = ANY (ARRAY['indicator'::text, 'manual'::text, 'appeal'::text, 'none'::text])))
  grant insert, select to yigong_app

table assessment.invitation
  invitation_id text not null
  survey_id text not null
  person_id text not null
  owner_organisation_id text not null
  channel text not null
  asked_on date not null
  attempts integer not null default 0
  state text not null
  constraint invitation_channel_known CHECK ((channel = ANY (ARRAY['portal'::text, 'paper'::text, 'telephone'::text])))
  constraint invitation_person_once UNIQUE (survey_id, person_id)
  constraint invitation_pkey PRIMARY KEY (invitation_id)
  constraint invitation_state_known CHECK ((state = ANY (ARRAY['drawn'::text, 'asked'::text, 'refused'::text])))
  constraint invitation_survey_id_fkey FOREIGN KEY (survey_id) REFERENCES assessment.survey(survey_id)
  CREATE INDEX invitation_asked ON assessment.invitation USING btree (asked_on, person_id)
  CREATE INDEX invitation_person ON assessment.invitation USING btree (person_id, survey_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON assessment.invitation FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('invitation_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON assessment.invitation FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table assessment.manual_value
  manual_value_id text not null
  run_id text not null
  organisation_id text not null
  item_id text not null
  value numeric not null
  evidence text not null
  owner_organisation_id text not null
  turn integer not null
  entered_by_id text not null
  entered_by text not null
  recorded_at timestamp with time zone not null
  constraint manual_value_pkey PRIMARY KEY (manual_value_id)
  constraint manual_value_run_id_fkey FOREIGN KEY (run_id) REFERENCES assessment.run(run_id)
  CREATE INDEX manual_value_newest ON assessment.manual_value USING btree (run_id, organisation_id, item_id, turn DESC)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON assessment.manual_value FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('manual_value_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON assessment.manual_value FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

CREATE OR REPLACE FUNCTION assessment.office_of_run(asked_run text)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select owner_organisation_id from assessment.run where run_id = asked_run
$function$


table assessment.questionnaire
  questionnaire_id text not null
  code text not null
  version text not null
  title jsonb not null
  kind text not null
  owner_organisation_id text not null
  content jsonb not null
  state text not null
  state_since timestamp with time zone not null
  constraint questionnaire_kind_known CHECK ((kind = ANY (ARRAY['outpatient'::text, 'inpatient'::text, 'staff'::text])))
  constraint questionnaire_pkey PRIMARY KEY (questionnaire_id)
  constraint questionnaire_state_known CHECK ((state = ANY (ARRAY['draft'::text, 'adopted'::text, 'retired'::text])))
  constraint questionnaire_version_once UNIQUE (owner_organisation_id, code, version)
  grant insert, select, update to yigong_app

table assessment.refusal
  person_id text not null
  refuses boolean not null
  said_at timestamp with time zone not null
  constraint refusal_pkey PRIMARY KEY (person_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON assessment.refusal FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('person_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON assessment.refusal FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table assessment.response
  response_id text not null
  survey_id text not null
  owner_organisation_id text not null
  channel text not null
  answers jsonb not null
  score numeric
  constraint response_pkey PRIMARY KEY (response_id)
  constraint response_score_range CHECK (((score >= (0)::numeric) AND (score <= (100)::numeric)))
  constraint response_survey_id_fkey FOREIGN KEY (survey_id) REFERENCES assessment.survey(survey_id)
  CREATE INDEX response_of_survey ON assessment.response USING btree (survey_id, owner_organisation_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON assessment.response FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('response_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON assessment.response FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table assessment.run
  run_id text not null
  scheme_id text not null
  period text not null
  owner_organisation_id text not null
  revision integer not null default 0
  appeal_until date
  document_number text
  finalised_by_id text
  state text not null
  state_since timestamp with time zone not null
  constraint run_pkey PRIMARY KEY (run_id)
  constraint run_published_whole CHECK (((state <> ALL (ARRAY['published'::text, 'final'::text, 'frozen'::text])) OR ((appeal_until IS NOT NULL) AND (document_number IS NOT NULL) AND (revision > 0))))
  constraint run_scheme_id_fkey FOREIGN KEY (scheme_id) REFERENCES assessment.scheme(scheme_id)
  constraint run_state_known CHECK ((state = ANY (ARRAY['draft'::text, 'inputs-frozen'::text, 'scored'::text, 'published'::text, 'final'::text, 'frozen'::text, 'cancelled'::text])))
  CREATE INDEX run_owner ON assessment.run USING btree (owner_organisation_id, state)
  CREATE UNIQUE INDEX run_period_once ON assessment.run USING btree (scheme_id, period) WHERE (state <> 'cancelled'::text)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON assessment.run FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('run_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON assessment.run FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table assessment.run_member
  run_id text not null
  organisation_id text not null
  group_id text not null
  owner_organisation_id text not null
  constraint run_member_pkey PRIMARY KEY (run_id, organisation_id)
  constraint run_member_run_id_fkey FOREIGN KEY (run_id) REFERENCES assessment.run(run_id)
  CREATE INDEX run_member_place ON assessment.run_member USING btree (organisation_id, run_id)
  grant insert, select to yigong_app

table assessment.scheme
  scheme_id text not null
  code text not null
  version text not null
  title jsonb not null
  period text not null
  owner_organisation_id text not null
  source_text text not null
  content jsonb not null
  drafted_by_id text not null
  drafted_by text not null
  state text not null
  state_since timestamp with time zone not null
  constraint scheme_period_known CHECK ((period = ANY (ARRAY['month'::text, 'quarter'::text, 'year'::text])))
  constraint scheme_pkey PRIMARY KEY (scheme_id)
  constraint scheme_state_known CHECK ((state = ANY (ARRAY['draft'::text, 'adopted'::text, 'retired'::text])))
  constraint scheme_version_once UNIQUE (owner_organisation_id, code, version)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON assessment.scheme FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('scheme_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON assessment.scheme FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table assessment.score
  run_id text not null
  revision integer not null
  organisation_id text not null
  group_id text not null
  total numeric not null
  grade text not null
  place integer not null
  vetoes text[] not null
  parts jsonb not null
  owner_organisation_id text not null
  scored_at timestamp with time zone not null
  constraint score_not_below_zero CHECK ((total >= (0)::numeric))
  constraint score_pkey PRIMARY KEY (run_id, revision, organisation_id)
  constraint score_run_id_fkey FOREIGN KEY (run_id) REFERENCES assessment.run(run_id)
  grant insert, select to yigong_app

CREATE OR REPLACE FUNCTION assessment.shows_run(asked_run text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select exists (select 1 from assessment.run r where r.run_id = asked_run and (access.sight_holds(r.owner_organisation_id)
    or (r.state in ('published', 'final', 'frozen') and exists (select 1 from assessment.run_member m where m.run_id = r.run_id and access.sight_holds(m.organisation_id)))))
$function$


table assessment.survey
  survey_id text not null
  questionnaire_id text not null
  title text not null
  kind text not null
  month text not null
  owner_organisation_id text not null
  per_site integer not null
  quiet_days integer not null
  cell_min integer not null
  channels text[] not null
  seed text not null
  state text not null
  state_since timestamp with time zone not null
  constraint survey_pkey PRIMARY KEY (survey_id)
  constraint survey_questionnaire_id_fkey FOREIGN KEY (questionnaire_id) REFERENCES assessment.questionnaire(questionnaire_id)
  constraint survey_state_known CHECK ((state = ANY (ARRAY['draft'::text, 'sampled'::text, 'open'::text, 'closed'::text, 'cancelled'::text])))
  grant insert, select, update to yigong_app

table assessment.survey_site
  survey_id text not null
  organisation_id text not null
  frame integer not null
  drawn integer not null
  owner_organisation_id text not null
  constraint survey_site_drawn CHECK (((drawn >= 0) AND (drawn <= frame)))
  constraint survey_site_pkey PRIMARY KEY (survey_id, organisation_id)
  constraint survey_site_survey_id_fkey FOREIGN KEY (survey_id) REFERENCES assessment.survey(survey_id)
  grant insert, select to yigong_app

table assessment.use
  use_id text not null
  run_id text not null
  about_organisation_id text not null
  purpose text not null
  document_number text not null
  about text not null
  used_on date not null
  owner_organisation_id text not null
  recorded_by_id text not null
  recorded_by text not null
  recorded_at timestamp with time zone not null
  constraint use_pkey PRIMARY KEY (use_id)
  constraint use_purpose_known CHECK ((purpose = ANY (ARRAY['payment'::text, 'pay'::text, 'posts'::text, 'awards'::text, 'study'::text, 'promotion'::text, 'funding'::text, 'planning'::text])))
  constraint use_run_id_fkey FOREIGN KEY (run_id) REFERENCES assessment.run(run_id)
  CREATE INDEX use_of_run ON assessment.use USING btree (run_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON assessment.use FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('use_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON assessment.use FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

view assessment_report.satisfaction as
 SELECT surveyed.organisation_id,
    surveyed.kind,
    surveyed.month,
    surveyed.numerator,
    surveyed.denominator,
    surveyed.source
   FROM ( SELECT r.owner_organisation_id AS organisation_id,
            s.kind,
            s.month,
            sum(r.score) AS numerator,
            count(r.score)::numeric AS denominator,
            'survey'::text AS source,
            count(r.score) >= max(s.cell_min) AS is_shown
           FROM assessment.survey s
             JOIN assessment.response r USING (survey_id)
          WHERE s.state = 'closed'::text AND NOT (EXISTS ( SELECT 1
                   FROM assessment.imported_result i
                  WHERE i.organisation_id = r.owner_organisation_id AND i.kind = s.kind AND i.month = s.month))
          GROUP BY r.owner_organisation_id, s.kind, s.month) surveyed
  WHERE surveyed.is_shown
UNION ALL
 SELECT imported_result.organisation_id,
    imported_result.kind,
    imported_result.month,
    imported_result.mean * imported_result.valid::numeric AS numerator,
    imported_result.valid::numeric AS denominator,
    'national-platform'::text AS source
   FROM assessment.imported_result;
  grant select to yigong_app

CREATE OR REPLACE FUNCTION audit.after_migration()
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
declare
  spot record;
  distributed oid[] := '{}';
  by_hand constant text := $condition$current_setting('role') <> 'yigong_app' and current_setting('yigong.migration', true) is distinct from 'running'$condition$;
begin
  if to_regclass('pg_catalog.pg_dist_partition') is not null then
    execute $query$select coalesce(array_agg(logicalrelid::oid), '{}') from pg_dist_partition$query$ into distributed;
  end if;
  for spot in
    select c.oid::regclass as place, coalesce(string_agg(a.attname, ',' order by array_position(k.conkey, a.attnum)), '') as key
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
      left join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
      left join pg_attribute a on a.attrelid = c.oid and a.attnum = any (k.conkey)
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('public', 'audit', 'pg_catalog', 'information_schema')
      and obj_description(c.oid, 'pg_class') ~ 'sensitivity: (personal|sensitive)$'
      and c.oid <> all (distributed)
      and not exists (select 1 from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'direct_change')
    group by c.oid
  loop
    execute format('create trigger direct_change after insert or update or delete on %s for each row when (%s) execute function audit.note_direct_change(%L)', spot.place, by_hand, spot.key);
    execute format('create trigger direct_truncate after truncate on %s for each statement execute function audit.note_direct_change()', spot.place);
  end loop;
end $function$


table audit.block
  block_number bigint not null
  month text not null
  row_count integer not null
  digests bytea
  digests_hash bytea not null
  algorithm text not null
  previous_number bigint
  previous_hash bytea
  hash bytea not null
  sealed_at timestamp with time zone not null
  purged_at timestamp with time zone
  constraint block_algorithm_known CHECK ((algorithm = ANY (ARRAY['sha256'::text, 'sm3'::text])))
  constraint block_key PRIMARY KEY (block_number)
  constraint block_month_shape CHECK ((month ~ '^[0-9]{4}-[0-9]{2}$'::text))
  constraint block_purged_empty CHECK (((digests IS NULL) = (purged_at IS NOT NULL)))
  constraint block_rows_counted CHECK (((row_count > 0) AND ((digests IS NULL) OR (length(digests) = (row_count * 40)))))
  CREATE INDEX block_month ON audit.block USING btree (month, block_number DESC)
  grant insert, select to yigong_app

CREATE OR REPLACE FUNCTION audit.digest_of(given audit.entry)
 RETURNS bytea
 LANGUAGE sql
 STABLE
AS $function$
  select pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.jsonb_build_array(given.entry_id, (extract(epoch from given.recorded_at) * 1000000)::bigint,
    given.subject_kind, given.subject_id, given.subject_name, given.organisation_id, given.action, given.outcome,
    given.resource, given.person_id, given.basis, given.purpose, given.detail)::text, 'UTF8'))
$function$


CREATE OR REPLACE FUNCTION audit.drop_expired_months()
 RETURNS SETOF text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
end $function$


table audit.entry
  entry_id bigint not null default nextval('audit.entry_number'::regclass)
  recorded_at timestamp with time zone not null default clock_timestamp()
  subject_kind text not null
  subject_id text not null
  subject_name text not null
  organisation_id text
  action text not null
  outcome text not null
  resource text
  person_id text
  basis text
  purpose text
  detail jsonb
  constraint entry_key PRIMARY KEY (entry_id, recorded_at)
  constraint entry_outcome CHECK ((outcome = ANY (ARRAY['success'::text, 'refused'::text])))
  CREATE INDEX entry_listed_persons ON ONLY audit.entry USING gin (((detail -> 'ids'::text)) jsonb_path_ops) WHERE ((detail -> 'ids'::text) IS NOT NULL)
  CREATE INDEX entry_person ON ONLY audit.entry USING btree (person_id, entry_id DESC) WHERE (person_id IS NOT NULL)
  CREATE INDEX entry_recorded ON ONLY audit.entry USING btree (recorded_at, entry_id)
  CREATE INDEX entry_subject ON ONLY audit.entry USING btree (subject_id, entry_id DESC)
  grant insert, select to yigong_app

CREATE OR REPLACE FUNCTION audit.note_direct_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
end $function$


CREATE OR REPLACE FUNCTION audit.oldest_writer()
 RETURNS timestamp with time zone
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select min(coalesce(a.xact_start, '-infinity')) from pg_locks l join pg_stat_activity a on a.pid = l.pid
  where l.relation = 'audit.entry'::regclass and l.mode = 'RowExclusiveLock' and l.database = (select oid from pg_database where datname = current_database())
    and l.pid <> pg_backend_pid()
$function$


CREATE OR REPLACE FUNCTION audit.prepare_months()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
end $function$


table audit.setting
  only_row boolean not null default true
  retention_days integer not null default 5475
  sealed_to bigint not null default 0
  pending_to bigint
  pending_at timestamp with time zone
  constraint setting_key PRIMARY KEY (only_row)
  constraint setting_retention_floor CHECK ((retention_days >= 180))
  constraint setting_single CHECK (only_row)
  grant select, update to yigong_app

table casemix.catalogue_case
  pack_id text not null
  discharge_id text not null
  owner_organisation_id text not null
  group_code text not null
  left_out text not null
  year integer not null
  cost_fen bigint not null
  kept boolean not null
  constraint catalogue_case_discharge_id_fkey FOREIGN KEY (discharge_id) REFERENCES casemix.discharge(discharge_id)
  constraint catalogue_case_in_a_group_or_left_out CHECK (((group_code = ''::text) = (left_out <> ''::text)))
  constraint catalogue_case_pack_id_fkey FOREIGN KEY (pack_id) REFERENCES casemix.pack(pack_id)
  constraint catalogue_case_pkey PRIMARY KEY (pack_id, discharge_id)
  CREATE INDEX catalogue_case_discharge ON casemix.catalogue_case USING btree (discharge_id)
  CREATE INDEX catalogue_case_group ON casemix.catalogue_case USING btree (pack_id, group_code, owner_organisation_id)
  CREATE INDEX catalogue_case_owner ON casemix.catalogue_case USING btree (owner_organisation_id, pack_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON casemix.catalogue_case FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('pack_id,discharge_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON casemix.catalogue_case FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant delete, insert, select to yigong_app

table casemix.catalogue_group
  pack_id text not null
  group_code text not null
  kind text not null
  treatment text not null
  level2 text not null
  level1 text not null
  cases integer not null
  cv numeric
  mean_cost_fen bigint
  score numeric
  flags text[] not null
  constraint catalogue_group_pack_id_fkey FOREIGN KEY (pack_id) REFERENCES casemix.pack(pack_id)
  constraint catalogue_group_pkey PRIMARY KEY (pack_id, group_code)
  grant delete, insert, select to yigong_app

table casemix.discharge
  discharge_id text not null
  owner_organisation_id text not null
  import_id text not null
  record_number text not null
  person_name text not null
  identity text not null
  sex text not null
  age_years integer
  age_days integer
  birth_weight_g integer
  admitted_on date not null
  discharged_on date not null
  los_days integer not null
  department text not null
  doctor text not null
  discharge_way text not null
  died boolean not null
  diagnoses jsonb not null
  procedures jsonb not null
  total_fen bigint not null
  drugs_fen bigint not null
  consumables_fen bigint not null
  examinations_fen bigint not null
  quality integer not null
  to_complete jsonb not null
  patient_paid_fen bigint
  constraint discharge_cost_not_negative CHECK ((LEAST(total_fen, drugs_fen, consumables_fen, examinations_fen) >= 0))
  constraint discharge_days_order CHECK ((discharged_on >= admitted_on))
  constraint discharge_import_id_fkey FOREIGN KEY (import_id) REFERENCES casemix.front_page_import(import_id)
  constraint discharge_once UNIQUE (owner_organisation_id, record_number, admitted_on)
  constraint discharge_patient_paid_possible CHECK (((patient_paid_fen IS NULL) OR ((patient_paid_fen >= 0) AND (patient_paid_fen <= total_fen))))
  constraint discharge_pkey PRIMARY KEY (discharge_id)
  constraint discharge_quality_range CHECK (((quality >= 0) AND (quality <= 100)))
  constraint discharge_sex_known CHECK ((sex = ANY (ARRAY['1'::text, '2'::text])))
  CREATE INDEX discharge_identity ON casemix.discharge USING btree (identity, admitted_on) WHERE (identity <> ''::text)
  CREATE INDEX discharge_import ON casemix.discharge USING btree (import_id)
  CREATE INDEX discharge_owner ON casemix.discharge USING btree (owner_organisation_id, discharged_on)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON casemix.discharge FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('discharge_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON casemix.discharge FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table casemix.front_page_import
  import_id text not null
  owner_organisation_id text not null
  file_name text not null
  taken integer not null
  refused integer not null
  findings jsonb not null
  actor_id text not null
  imported_at timestamp with time zone not null
  constraint front_page_import_counts CHECK (((taken >= 0) AND (refused >= 0)))
  constraint front_page_import_pkey PRIMARY KEY (import_id)
  CREATE INDEX front_page_import_owner ON casemix.front_page_import USING btree (owner_organisation_id, imported_at)
  grant insert, select to yigong_app

table casemix.group_weight
  pack_id text not null
  group_code text not null
  weight numeric(14,4) not null
  low_risk boolean not null
  constraint group_weight_not_negative CHECK ((weight >= (0)::numeric))
  constraint group_weight_pack_id_fkey FOREIGN KEY (pack_id) REFERENCES casemix.pack(pack_id)
  constraint group_weight_pkey PRIMARY KEY (pack_id, group_code)
  grant delete, insert, select, update to yigong_app

table casemix.grouping
  discharge_id text not null
  scheme text not null
  owner_organisation_id text not null
  pack_id text not null
  status text not null
  mdc text not null
  adrg text not null
  group_code text not null
  weight numeric(14,4)
  grouped_at timestamp with time zone not null
  coefficient numeric
  stay_score numeric
  constraint grouping_discharge_id_fkey FOREIGN KEY (discharge_id) REFERENCES casemix.discharge(discharge_id)
  constraint grouping_extras_possible CHECK ((((coefficient IS NULL) OR (coefficient > (0)::numeric)) AND ((stay_score IS NULL) OR (stay_score >= (0)::numeric))))
  constraint grouping_pack_id_fkey FOREIGN KEY (pack_id) REFERENCES casemix.pack(pack_id)
  constraint grouping_pkey PRIMARY KEY (discharge_id, scheme)
  constraint grouping_scheme_known CHECK ((scheme = ANY (ARRAY['drg'::text, 'dip'::text])))
  CREATE INDEX grouping_owner ON casemix."grouping" USING btree (owner_organisation_id, scheme, group_code)
  CREATE INDEX grouping_pack ON casemix."grouping" USING btree (pack_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON casemix."grouping" FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('discharge_id,scheme')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON casemix."grouping" FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table casemix.pack
  pack_id text not null
  owner_organisation_id text not null
  scheme text not null
  name text not null
  version text not null
  state text not null default 'draft'::text
  valid_from date
  valid_until date
  created_at timestamp with time zone not null
  constraint pack_in_force_dated CHECK (((state <> 'in-force'::text) OR (valid_from IS NOT NULL)))
  constraint pack_pkey PRIMARY KEY (pack_id)
  constraint pack_scheme_known CHECK ((scheme = ANY (ARRAY['drg'::text, 'dip'::text])))
  constraint pack_state_known CHECK ((state = ANY (ARRAY['draft'::text, 'in-force'::text, 'withdrawn'::text])))
  constraint pack_validity_order CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
  constraint pack_version_once UNIQUE (owner_organisation_id, scheme, name, version)
  CREATE INDEX pack_in_force ON casemix.pack USING btree (scheme, valid_from) WHERE (state = 'in-force'::text)
  grant insert, select, update to yigong_app

table casemix.pack_action
  action_id text not null
  pack_id text not null
  owner_organisation_id text not null
  action text not null
  actor_id text not null
  note text not null
  acted_at timestamp with time zone not null
  constraint pack_action_known CHECK ((action = ANY (ARRAY['create'::text, 'store-file'::text, 'form'::text, 'put-in-force'::text, 'withdraw'::text])))
  constraint pack_action_pack_id_fkey FOREIGN KEY (pack_id) REFERENCES casemix.pack(pack_id)
  constraint pack_action_pkey PRIMARY KEY (action_id)
  CREATE INDEX pack_action_pack ON casemix.pack_action USING btree (pack_id, acted_at)
  grant insert, select to yigong_app

table casemix.pack_file
  pack_id text not null
  name text not null
  content text not null
  constraint pack_file_pack_id_fkey FOREIGN KEY (pack_id) REFERENCES casemix.pack(pack_id)
  constraint pack_file_pkey PRIMARY KEY (pack_id, name)
  grant delete, insert, select, update to yigong_app

view casemix_report.grouped_discharge as
 SELECT d.owner_organisation_id AS organisation_id,
    to_char(d.discharged_on::timestamp with time zone, 'YYYY-MM'::text) AS month,
    d.discharged_on,
    g.scheme,
    g.pack_id,
    (p.name || ' '::text) || p.version AS pack_version,
    d.department,
    d.doctor,
    g.status,
    g.status = '分组成功'::text AS grouped,
    g.group_code,
    g.weight,
    COALESCE(w.low_risk, false) AS low_risk,
    d.total_fen,
    d.los_days,
    d.died,
    jsonb_array_length(d.procedures) > 0 AS has_procedure,
    d.discharge_id
   FROM casemix.discharge d
     JOIN casemix."grouping" g ON g.discharge_id = d.discharge_id
     JOIN casemix.pack p ON p.pack_id = g.pack_id
     LEFT JOIN casemix.group_weight w ON w.pack_id = g.pack_id AND w.group_code = g.group_code;
  grant select to yigong_app

table consortium.action
  action_id text not null
  action_number bigint not null identity
  item_kind text not null
  item_id text not null
  owner_organisation_id text not null
  action text not null
  state_before text
  state_after text
  reason text
  exception_text text
  subject_id text not null
  subject_name text not null
  recorded_at timestamp with time zone not null
  resolution_number text
  constraint action_item_known CHECK ((item_kind = ANY (ARRAY['organisation'::text, 'consortium'::text, 'membership'::text, 'agreement'::text, 'service-centre'::text, 'disease-list'::text, 'grid'::text, 'escalation-contact'::text])))
  constraint action_pkey PRIMARY KEY (action_id)
  CREATE INDEX action_item ON consortium.action USING btree (item_kind, item_id, action_number)
  grant insert, select to yigong_app

table consortium.agreement
  agreement_id text not null
  owner_organisation_id text not null
  kind text not null
  first_organisation_id text not null
  second_organisation_id text not null
  covers_subordinates boolean not null
  directions text[] not null
  document_number text
  signed_on date not null
  valid_from date not null
  valid_until date not null
  ended_on date
  end_reason text
  first_signatory text not null
  second_signatory text not null
  first_contact_name text not null
  first_contact_telephone text not null
  second_contact_name text not null
  second_contact_telephone text not null
  constraint agreement_directions_known CHECK ((directions <@ ARRAY['up'::text, 'down'::text, 'lateral'::text]))
  constraint agreement_end CHECK (((ended_on IS NULL) = (end_reason IS NULL)))
  constraint agreement_first_organisation_id_fkey FOREIGN KEY (first_organisation_id) REFERENCES consortium.organisation(organisation_id)
  constraint agreement_kind_known CHECK ((kind = ANY (ARRAY['referral'::text, 'shared-diagnosis'::text, 'teleconsultation'::text, 'training'::text, 'trusteeship'::text, 'technical'::text])))
  constraint agreement_period CHECK ((valid_until >= valid_from))
  constraint agreement_pkey PRIMARY KEY (agreement_id)
  constraint agreement_second_organisation_id_fkey FOREIGN KEY (second_organisation_id) REFERENCES consortium.organisation(organisation_id)
  constraint agreement_two_sides CHECK ((first_organisation_id <> second_organisation_id))
  CREATE INDEX agreement_first ON consortium.agreement USING btree (first_organisation_id, kind)
  CREATE INDEX agreement_second ON consortium.agreement USING btree (second_organisation_id, kind)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON consortium.agreement FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('agreement_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON consortium.agreement FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table consortium.area
  area_id text not null
  name text not null
  kind text not null
  township_code text
  population integer not null
  polygon jsonb not null
  constraint area_kind_known CHECK ((kind = ANY (ARRAY['village'::text, 'town'::text, 'seat'::text])))
  constraint area_pkey PRIMARY KEY (area_id)
  constraint area_polygon CHECK ((jsonb_typeof(polygon) = 'array'::text))
  constraint area_population CHECK ((population >= 0))
  grant insert, select, update to yigong_app

table consortium.area_assignment
  assignment_id text not null
  area_id text not null
  grid_id text not null
  owner_organisation_id text not null
  valid_from date not null
  valid_until date
  constraint area_assignment_area_id_fkey FOREIGN KEY (area_id) REFERENCES consortium.area(area_id)
  constraint area_assignment_grid_id_fkey FOREIGN KEY (grid_id) REFERENCES consortium.grid(grid_id)
  constraint area_assignment_period CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
  constraint area_assignment_pkey PRIMARY KEY (assignment_id)
  CREATE UNIQUE INDEX area_assignment_live ON consortium.area_assignment USING btree (area_id, grid_id) WHERE (valid_until IS NULL)
  grant insert, select, update to yigong_app

table consortium.consortium
  consortium_id text not null
  name text not null
  form text not null
  tightness text not null
  owner_organisation_id text not null
  founded_on date not null
  dissolved_on date
  invariants text[] not null
  constraint consortium_form_known CHECK ((form = ANY (ARRAY['medical-group'::text, 'urban-group'::text, 'county-consortium'::text, 'specialist-alliance'::text, 'telemedicine-network'::text, 'cross-region-alliance'::text, 'trusteeship'::text])))
  constraint consortium_invariants_known CHECK ((invariants <@ ARRAY['government-duty'::text, 'funding'::text, 'legal-person'::text, 'nature'::text, 'function'::text, 'tasks'::text, 'staff-identity'::text, 'personnel-relation'::text]))
  constraint consortium_name_unique UNIQUE (name)
  constraint consortium_owner_organisation_id_fkey FOREIGN KEY (owner_organisation_id) REFERENCES consortium.organisation(organisation_id)
  constraint consortium_period CHECK (((dissolved_on IS NULL) OR (dissolved_on >= founded_on)))
  constraint consortium_pkey PRIMARY KEY (consortium_id)
  constraint consortium_tightness_known CHECK ((tightness = ANY (ARRAY['tight'::text, 'loose'::text])))
  grant insert, select, update to yigong_app

table consortium.disease_list
  disease_list_id text not null
  owner_organisation_id text not null
  name text not null
  level text
  organisation_id text
  valid_from date not null
  valid_until date
  constraint disease_list_for_one CHECK (((level IS NULL) <> (organisation_id IS NULL)))
  constraint disease_list_level_known CHECK ((level = ANY (ARRAY['province'::text, 'city'::text, 'county'::text, 'township'::text, 'village'::text])))
  constraint disease_list_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES consortium.organisation(organisation_id)
  constraint disease_list_owner_organisation_id_fkey FOREIGN KEY (owner_organisation_id) REFERENCES consortium.organisation(organisation_id)
  constraint disease_list_period CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
  constraint disease_list_pkey PRIMARY KEY (disease_list_id)
  CREATE UNIQUE INDEX disease_list_level ON consortium.disease_list USING btree (level, owner_organisation_id) WHERE ((valid_until IS NULL) AND (level IS NOT NULL))
  CREATE UNIQUE INDEX disease_list_organisation ON consortium.disease_list USING btree (organisation_id) WHERE ((valid_until IS NULL) AND (organisation_id IS NOT NULL))
  grant insert, select, update to yigong_app

table consortium.disease_range
  disease_range_id text not null
  disease_list_id text not null
  owner_organisation_id text not null
  code_from text not null
  code_until text not null
  title text not null
  judgement text not null
  condition_text text
  stay_days integer
  suggested_days integer
  valid_from date not null
  valid_until date
  constraint disease_range_codes CHECK (((code_from ~ '^[A-Z][0-9]{2}'::text) AND (code_until ~ '^[A-Z][0-9]{2}'::text) AND (code_until >= "left"(code_from, length(code_until)))))
  constraint disease_range_days CHECK ((((COALESCE(stay_days, 1) >= 1) AND (COALESCE(stay_days, 1) <= 365)) AND ((COALESCE(suggested_days, 1) >= 1) AND (COALESCE(suggested_days, 1) <= 365))))
  constraint disease_range_disease_list_id_fkey FOREIGN KEY (disease_list_id) REFERENCES consortium.disease_list(disease_list_id)
  constraint disease_range_judgement_known CHECK ((judgement = ANY (ARRAY['treat'::text, 'refer-up'::text, 'accept-down'::text])))
  constraint disease_range_period CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
  constraint disease_range_pkey PRIMARY KEY (disease_range_id)
  CREATE INDEX disease_range_list ON consortium.disease_range USING btree (disease_list_id)
  grant insert, select, update to yigong_app

table consortium.escalation_contact
  escalation_contact_id text not null
  owner_organisation_id text not null
  kind text not null
  contact_rank integer not null
  name text not null
  duty text not null
  telephone text not null
  practitioner_id text
  valid_from date not null
  valid_until date
  constraint escalation_contact_kind_known CHECK ((kind = ANY (ARRAY['referral'::text, 'bed'::text, 'critical-value'::text, 'agreement'::text])))
  constraint escalation_contact_owner_organisation_id_fkey FOREIGN KEY (owner_organisation_id) REFERENCES consortium.organisation(organisation_id)
  constraint escalation_contact_period CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
  constraint escalation_contact_pkey PRIMARY KEY (escalation_contact_id)
  constraint escalation_contact_rank CHECK (((contact_rank >= 1) AND (contact_rank <= 9)))
  CREATE UNIQUE INDEX escalation_contact_live ON consortium.escalation_contact USING btree (owner_organisation_id, kind, contact_rank) WHERE (valid_until IS NULL)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON consortium.escalation_contact FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('escalation_contact_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON consortium.escalation_contact FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table consortium.grid
  grid_id text not null
  name text not null
  owner_organisation_id text not null
  consortium_id text
  constraint grid_consortium_id_fkey FOREIGN KEY (consortium_id) REFERENCES consortium.consortium(consortium_id)
  constraint grid_owner_organisation_id_fkey FOREIGN KEY (owner_organisation_id) REFERENCES consortium.organisation(organisation_id)
  constraint grid_pkey PRIMARY KEY (grid_id)
  grant insert, select, update to yigong_app

table consortium.membership
  membership_id text not null
  consortium_id text not null
  organisation_id text not null
  owner_organisation_id text not null
  role text not null
  state text not null
  state_since timestamp with time zone not null
  valid_from date
  valid_until date
  constraint membership_consortium_id_fkey FOREIGN KEY (consortium_id) REFERENCES consortium.consortium(consortium_id)
  constraint membership_dated CHECK (((state <> ALL (ARRAY['active'::text, 'warned'::text, 'exited'::text])) OR (valid_from IS NOT NULL)))
  constraint membership_exit_dated CHECK (((state = 'exited'::text) = (valid_until IS NOT NULL)))
  constraint membership_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES consortium.organisation(organisation_id)
  constraint membership_period CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
  constraint membership_pkey PRIMARY KEY (membership_id)
  constraint membership_role_known CHECK ((role = ANY (ARRAY['lead'::text, 'wing'::text, 'member'::text, 'branch'::text, 'partner'::text])))
  constraint membership_state_known CHECK ((state = ANY (ARRAY['applied'::text, 'reviewed'::text, 'refused'::text, 'active'::text, 'warned'::text, 'exited'::text])))
  CREATE INDEX membership_organisation ON consortium.membership USING btree (organisation_id)
  CREATE UNIQUE INDEX membership_live ON consortium.membership USING btree (consortium_id, organisation_id) WHERE (state <> ALL (ARRAY['exited'::text, 'refused'::text]))
  CREATE UNIQUE INDEX membership_one_lead ON consortium.membership USING btree (consortium_id) WHERE ((role = 'lead'::text) AND (state = ANY (ARRAY['active'::text, 'warned'::text])))
  grant insert, select, update to yigong_app

table consortium.organisation
  organisation_id text not null
  name text not null
  short_name text
  pinyin text not null default ''::text
  level text not null
  kind text not null
  ownership text not null
  is_legal_person boolean not null
  credit_code text
  insurance_code text
  division_code text
  parent_id text
  longitude double precision
  latitude double precision
  bed_count integer not null default 0
  telephone text
  address text
  state text not null default 'active'::text
  state_since timestamp with time zone not null default now()
  constraint organisation_beds CHECK ((bed_count >= 0))
  constraint organisation_credit_code_shape CHECK ((credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'::text))
  constraint organisation_division_shape CHECK ((division_code ~ '^[0-9]{6,12}$'::text))
  constraint organisation_kind_known CHECK ((kind = ANY (ARRAY['health-bureau'::text, 'insurance-bureau'::text, 'consortium'::text, 'alliance'::text, 'hospital'::text, 'tcm-hospital'::text, 'specialist-hospital'::text, 'cdc'::text, 'maternal-child'::text, 'township-hospital'::text, 'community-centre'::text, 'community-station'::text, 'village-room'::text, 'private-hospital'::text, 'private-clinic'::text, 'nursing-home'::text, 'emergency-centre'::text])))
  constraint organisation_level_known CHECK ((level = ANY (ARRAY['province'::text, 'city'::text, 'county'::text, 'township'::text, 'village'::text])))
  constraint organisation_not_own_parent CHECK ((parent_id <> organisation_id))
  constraint organisation_ownership_known CHECK ((ownership = ANY (ARRAY['public'::text, 'private'::text])))
  constraint organisation_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES consortium.organisation(organisation_id)
  constraint organisation_pkey PRIMARY KEY (organisation_id)
  constraint organisation_place CHECK ((((longitude IS NULL) = (latitude IS NULL)) AND ((longitude IS NULL) OR (((longitude >= ('-180'::integer)::double precision) AND (longitude <= (180)::double precision)) AND ((latitude >= ('-90'::integer)::double precision) AND (latitude <= (90)::double precision))))))
  constraint organisation_state_known CHECK ((state = ANY (ARRAY['active'::text, 'closed'::text])))
  CREATE INDEX organisation_parent ON consortium.organisation USING btree (parent_id)
  CREATE UNIQUE INDEX organisation_credit_code ON consortium.organisation USING btree (credit_code)
  grant insert, select, update to yigong_app

CREATE OR REPLACE FUNCTION consortium.refuse_second_centre()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_advisory_xact_lock(hashtextextended('consortium.service_centre|' || new.service || '|' || new.member_organisation_id, 0));
  if exists (
    select 1 from consortium.service_centre other
    where other.service = new.service and other.member_organisation_id = new.member_organisation_id
      and other.service_centre_id <> new.service_centre_id
      and daterange(other.valid_from, other.valid_until, '[]') && daterange(new.valid_from, new.valid_until, '[]')
  ) then
    raise exception 'one centre at a time' using errcode = 'exclusion_violation', constraint = 'service_centre_one_at_a_time';
  end if;
  return new;
end $function$


table consortium.service_centre
  service_centre_id text not null
  owner_organisation_id text not null
  service text not null
  member_organisation_id text not null
  valid_from date not null
  valid_until date
  constraint service_centre_member_organisation_id_fkey FOREIGN KEY (member_organisation_id) REFERENCES consortium.organisation(organisation_id)
  constraint service_centre_not_itself CHECK ((member_organisation_id <> owner_organisation_id))
  constraint service_centre_owner_organisation_id_fkey FOREIGN KEY (owner_organisation_id) REFERENCES consortium.organisation(organisation_id)
  constraint service_centre_period CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
  constraint service_centre_pkey PRIMARY KEY (service_centre_id)
  constraint service_centre_service_known CHECK ((service = ANY (ARRAY['imaging'::text, 'ecg'::text, 'laboratory'::text, 'pathology'::text, 'teleconsultation'::text, 'sterile-supply'::text, 'emergency'::text, 'pharmacy'::text, 'prescription-review'::text, 'medical-waste'::text])))
  CREATE INDEX service_centre_member ON consortium.service_centre USING btree (member_organisation_id, service)
  CREATE INDEX service_centre_owner ON consortium.service_centre USING btree (owner_organisation_id)
  CREATE TRIGGER service_centre_one_at_a_time BEFORE INSERT OR UPDATE ON consortium.service_centre FOR EACH ROW EXECUTE FUNCTION consortium.refuse_second_centre()
  grant insert, select, update to yigong_app

view consortium_report.membership as
 SELECT m.membership_id,
    m.consortium_id,
    c.name AS consortium_name,
    c.form,
    c.tightness,
    m.organisation_id,
    m.role,
    m.state,
    m.valid_from,
    m.valid_until
   FROM consortium.membership m
     JOIN consortium.consortium c USING (consortium_id);
  grant select to yigong_app

view consortium_report.organisation as
 SELECT organisation_id,
    name,
    level,
    kind,
    ownership,
    is_legal_person,
    division_code,
    parent_id,
    bed_count,
    state
   FROM consortium.organisation;
  grant select to yigong_app

CREATE OR REPLACE FUNCTION crypto.active_key(wanted text)
 RETURNS SETOF crypto.data_key
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('crypto:' || wanted, 0));
  return query select * from crypto.data_key where purpose = wanted and retired_at is null;
end
$function$


table crypto.data_key
  key_id text not null
  purpose text not null
  provider text not null
  master text not null
  wrapped bytea not null
  created_at timestamp with time zone not null default clock_timestamp()
  retired_at timestamp with time zone
  constraint data_key_key PRIMARY KEY (key_id)
  constraint data_key_provider_known CHECK ((provider = ANY (ARRAY['national'::text, 'international'::text])))
  CREATE UNIQUE INDEX data_key_active ON crypto.data_key USING btree (purpose) WHERE (retired_at IS NULL)
  grant insert, select, update to yigong_app

table ecg.action
  action_id text not null
  record_id text not null
  owner_organisation_id text not null
  action text not null
  person_id text
  reason text
  at timestamp with time zone not null
  by_id text not null
  by_name text not null
  constraint action_known CHECK ((action = ANY (ARRAY['stored'::text, 'matched-by-number'::text, 'matched'::text])))
  constraint action_pkey PRIMARY KEY (action_id)
  constraint action_record_id_fkey FOREIGN KEY (record_id) REFERENCES ecg.record(record_id)
  CREATE INDEX action_record ON ecg.action USING btree (record_id, at)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON ecg.action FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('action_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON ecg.action FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table ecg.original
  record_id text not null
  owner_organisation_id text not null
  content bytea not null
  strips bytea not null
  constraint original_pkey PRIMARY KEY (record_id)
  constraint original_record_id_fkey FOREIGN KEY (record_id) REFERENCES ecg.record(record_id)
  CREATE INDEX original_content_key ON ecg.original USING btree (SUBSTRING(content FROM 1 FOR 16))
  CREATE INDEX original_strips_key ON ecg.original USING btree (SUBSTRING(strips FROM 1 FOR 16))
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON ecg.original FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('record_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON ecg.original FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table ecg.record
  record_id text not null
  owner_organisation_id text not null
  person_id text
  format text not null
  version text
  file_name text not null
  sha256 text not null
  byte_count integer not null
  recorded_at text
  stored_at timestamp with time zone not null
  stored_by_id text not null
  stored_by_name text not null
  order_number text
  patient_name text
  patient_id text
  patient_sex text not null
  patient_birth_date text
  patient_age integer
  device text
  lead_names text[] not null
  sample_rate double precision
  duration_ms integer
  measures jsonb not null
  suggested jsonb
  suggestions text[] not null
  findings jsonb not null
  observation_id text
  document_id text
  constraint record_bytes_positive CHECK ((byte_count > 0))
  constraint record_file_once UNIQUE (owner_organisation_id, sha256)
  constraint record_format_known CHECK ((format = ANY (ARRAY['aecg'::text, 'scp'::text, 'dicom'::text, 'sierra'::text, 'pdf'::text])))
  constraint record_hash_form CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
  constraint record_pkey PRIMARY KEY (record_id)
  constraint record_sex_known CHECK ((patient_sex = ANY (ARRAY['male'::text, 'female'::text, 'unknown'::text])))
  CREATE INDEX record_number ON ecg.record USING btree (order_number) WHERE (order_number IS NOT NULL)
  CREATE INDEX record_observation ON ecg.record USING btree (observation_id) WHERE (observation_id IS NOT NULL)
  CREATE INDEX record_order ON ecg.record USING btree (stored_at DESC, record_id)
  CREATE INDEX record_owner ON ecg.record USING btree (owner_organisation_id, stored_at DESC, record_id)
  CREATE INDEX record_person ON ecg.record USING btree (person_id, stored_at DESC) WHERE (person_id IS NOT NULL)
  CREATE INDEX record_unmatched ON ecg.record USING btree (owner_organisation_id, stored_at) WHERE (person_id IS NULL)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON ecg.record FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('record_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON ecg.record FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table events.delivery
  event_id bigint not null
  reaction text not null
  attempts integer not null default 0
  next_attempt_at timestamp with time zone not null default clock_timestamp()
  delivered_at timestamp with time zone
  dead_at timestamp with time zone
  last_error text
  constraint delivery_event_id_fkey FOREIGN KEY (event_id) REFERENCES events.outbox(event_id)
  constraint delivery_key PRIMARY KEY (event_id, reaction)
  CREATE INDEX delivery_due ON events.delivery USING btree (next_attempt_at, event_id) WHERE ((delivered_at IS NULL) AND (dead_at IS NULL))
  grant insert, select, update to yigong_app

table events.outbox
  event_id bigint not null identity
  name text not null
  payload jsonb not null
  organisation_ids text[] not null
  subject_id text not null
  created_at timestamp with time zone not null default clock_timestamp()
  constraint outbox_pkey PRIMARY KEY (event_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON events.outbox FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('event_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON events.outbox FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table exchange.mapping_version
  mapping_name text not null
  version_no integer not null
  owner_organisation_id text
  content jsonb not null
  note text not null
  saved_at timestamp with time zone not null
  saved_by_id text not null
  saved_by_name text not null
  constraint mapping_version_key PRIMARY KEY (mapping_name, version_no)
  constraint mapping_version_positive CHECK ((version_no > 0))
  grant insert, select to yigong_app

table exchange.message
  message_id text not null
  message_no bigint not null identity
  owner_organisation_id text
  direction text not null
  channel text not null
  body bytea not null
  body_hash text not null
  size_bytes integer not null
  peer text
  kept_at timestamp with time zone not null
  constraint message_channel_known CHECK ((channel = ANY (ARRAY['mllp'::text, 'file'::text, 'document'::text, 'outgoing'::text])))
  constraint message_direction_known CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text])))
  constraint message_pkey PRIMARY KEY (message_id)
  CREATE INDEX message_body_key ON exchange.message USING btree (SUBSTRING(body FROM 1 FOR 16))
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON exchange.message FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('message_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON exchange.message FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table exchange.message_event
  event_no bigint not null identity
  message_id text not null
  owner_organisation_id text
  event text not null
  at timestamp with time zone not null
  by_id text not null
  code text
  place text
  detail text
  constraint message_event_known CHECK ((event = ANY (ARRAY['received'::text, 'applied'::text, 'repeated'::text, 'failed'::text, 'dead'::text, 'resent'::text, 'queued'::text, 'sent'::text, 'set-aside'::text])))
  constraint message_event_message_id_fkey FOREIGN KEY (message_id) REFERENCES exchange.message(message_id)
  constraint message_event_pkey PRIMARY KEY (event_no)
  CREATE INDEX message_event_message ON exchange.message_event USING btree (message_id, event_no)
  grant insert, select to yigong_app

table exchange.message_state
  message_id text not null
  message_no bigint not null
  owner_organisation_id text
  site_id text
  direction text not null
  channel text not null
  format text not null default 'unknown'::text
  message_type text
  control_id text
  state text not null
  state_since timestamp with time zone not null
  kept_at timestamp with time zone not null
  size_bytes integer not null
  attempts integer not null default 0
  next_attempt_at timestamp with time zone
  code text
  place text
  detail text
  answer text
  person_id text
  resources integer not null default 0
  warnings integer not null default 0
  first_message_id text
  constraint message_state_direction CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text])))
  constraint message_state_known CHECK ((state = ANY (ARRAY['received'::text, 'applied'::text, 'repeated'::text, 'failed'::text, 'dead'::text, 'queued'::text, 'sent'::text, 'set-aside'::text])))
  constraint message_state_message_id_fkey FOREIGN KEY (message_id) REFERENCES exchange.message(message_id)
  constraint message_state_pkey PRIMARY KEY (message_id)
  constraint message_state_site_id_fkey FOREIGN KEY (site_id) REFERENCES exchange.site(site_id)
  CREATE INDEX message_state_all_newest ON exchange.message_state USING btree (message_no DESC)
  CREATE INDEX message_state_dead ON exchange.message_state USING btree (owner_organisation_id, message_no DESC) WHERE (state = 'dead'::text)
  CREATE INDEX message_state_newest ON exchange.message_state USING btree (owner_organisation_id, message_no DESC)
  CREATE INDEX message_state_open ON exchange.message_state USING btree (state, next_attempt_at) WHERE (state = ANY (ARRAY['received'::text, 'failed'::text, 'queued'::text]))
  CREATE INDEX message_state_queue ON exchange.message_state USING btree (site_id, message_no) WHERE ((direction = 'out'::text) AND (state = ANY (ARRAY['queued'::text, 'failed'::text])))
  CREATE INDEX message_state_site ON exchange.message_state USING btree (site_id, message_no DESC)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON exchange.message_state FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('message_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON exchange.message_state FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table exchange.person_number
  owner_organisation_id text not null
  number_digest text not null
  person_id text not null
  since timestamp with time zone not null
  message_id text not null
  constraint person_number_key PRIMARY KEY (owner_organisation_id, number_digest)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON exchange.person_number FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('owner_organisation_id,number_digest')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON exchange.person_number FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table exchange.site
  site_id text not null
  owner_organisation_id text not null
  name text not null
  application text not null
  facility text not null
  receives boolean not null default true
  day_zone text not null default '+08:00'::text
  target_host text
  target_port integer
  target_uses_tls boolean not null default false
  is_active boolean not null default true
  created_at timestamp with time zone not null
  changed_at timestamp with time zone not null
  constraint site_name_pair UNIQUE (application, facility)
  constraint site_pkey PRIMARY KEY (site_id)
  constraint site_target_port CHECK (((target_port >= 1) AND (target_port <= 65535)))
  constraint site_target_whole CHECK (((target_host IS NULL) = (target_port IS NULL)))
  constraint site_zone_shape CHECK ((day_zone ~ '^[+-][0-9]{2}:[0-9]{2}$'::text))
  CREATE INDEX site_owner ON exchange.site USING btree (owner_organisation_id, site_id)
  grant insert, select, update to yigong_app

table exchange.table_import
  import_id text not null
  owner_organisation_id text not null
  target text not null
  file_name text not null
  body bytea not null
  body_hash text not null
  columns jsonb not null
  task_id text not null
  started_at timestamp with time zone not null
  started_by_id text not null
  constraint table_import_pkey PRIMARY KEY (import_id)
  constraint table_import_target_known CHECK ((target = ANY (ARRAY['residents'::text, 'observations'::text])))
  CREATE INDEX table_import_owner ON exchange.table_import USING btree (owner_organisation_id, started_at DESC, import_id DESC)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON exchange.table_import FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('import_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON exchange.table_import FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table exchange.table_row
  import_id text not null
  row_no integer not null
  owner_organisation_id text not null
  outcome text not null
  column_name text
  code text
  person_id text
  constraint table_row_import_id_fkey FOREIGN KEY (import_id) REFERENCES exchange.table_import(import_id)
  constraint table_row_key PRIMARY KEY (import_id, row_no)
  constraint table_row_outcome_known CHECK ((outcome = ANY (ARRAY['created'::text, 'matched'::text, 'needs-review'::text, 'written'::text, 'refused'::text])))
  CREATE INDEX table_row_refused ON exchange.table_row USING btree (import_id, row_no) WHERE (outcome = 'refused'::text)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON exchange.table_row FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('import_id,row_no')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON exchange.table_row FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table exchange.taken_number
  site_id text not null
  control_id text not null
  owner_organisation_id text not null
  message_id text not null
  content_hash text not null
  constraint taken_number_key PRIMARY KEY (site_id, control_id, content_hash)
  constraint taken_number_message_id_fkey FOREIGN KEY (message_id) REFERENCES exchange.message(message_id)
  constraint taken_number_site_id_fkey FOREIGN KEY (site_id) REFERENCES exchange.site(site_id)
  grant insert, select to yigong_app

CREATE OR REPLACE FUNCTION fhir.after_distribution()
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  if access.is_distributed('fhir.resource'::regclass) then
    create or replace view fhir_report.encounter with (security_invoker = true) as
    select r.resource_id as encounter_id, r.person_id, r.version, r.last_updated, r.deleted,
      r.parsed ->> 'status' as status, r.parsed -> 'class' ->> 'code' as class,
      coalesce(nullif(split_part(r.parsed -> 'serviceProvider' ->> 'reference', '/', 2), ''), r.owner_organisation_id) as organisation_id,
      case when isfinite(r.at_low) then (r.at_low at time zone 'Asia/Shanghai')::date end as started_on,
      case when length(r.parsed -> 'period' ->> 'end') = 10 then (r.parsed -> 'period' ->> 'end')::date
        when length(r.parsed -> 'period' ->> 'end') > 10 then ((r.parsed -> 'period' ->> 'end')::timestamptz at time zone 'Asia/Shanghai')::date end as ended_on
    from (select e.resource_id, e.person_id, e.version, e.last_updated, e.deleted, e.owner_organisation_id, e.at_low,
        case when e.deleted then null else fhir.whole_text(e.resource_type, e.resource_id, e.version, e.last_updated, e.content)::jsonb end as parsed
      from fhir.resource e where e.resource_type = 'Encounter') r;
  end if;
end $function$


CREATE OR REPLACE FUNCTION fhir.after_migration()
 RETURNS void
 LANGUAGE sql
AS $function$select fhir.after_distribution()$function$


table fhir.closure
  owner_id text not null
  name text not null
  version integer not null
  constraint closure_pkey PRIMARY KEY (owner_id, name)
  constraint closure_version_positive CHECK ((version >= 0))
  grant delete, insert, select, update to yigong_app

table fhir.closure_code
  owner_id text not null
  name text not null
  system text not null
  code text not null
  version integer not null
  above text[] not null
  constraint closure_code_closure FOREIGN KEY (owner_id, name) REFERENCES fhir.closure(owner_id, name) ON DELETE CASCADE
  constraint closure_code_pkey PRIMARY KEY (owner_id, name, system, code)
  grant delete, insert, select, update to yigong_app

table fhir.code_system
  key bigint not null
  url text not null
  version text
  name text
  case_sensitive boolean not null
  last_updated timestamp with time zone not null
  value_set text
  constraint code_system_key PRIMARY KEY (key)
  CREATE INDEX code_system_url ON fhir.code_system USING btree (url, last_updated DESC)
  CREATE INDEX code_system_value_set ON fhir.code_system USING btree (value_set, last_updated DESC) WHERE (value_set IS NOT NULL)
  grant delete, insert, select, update to yigong_app

table fhir.concept
  system_key bigint not null
  ordinal integer not null
  code text not null
  display text
  definition text
  parent_code text
  search text not null
  properties jsonb
  constraint concept_key PRIMARY KEY (system_key, ordinal)
  CREATE INDEX concept_code ON fhir.concept USING btree (system_key, lower(code))
  CREATE INDEX concept_further_parents ON fhir.concept USING gin (((properties -> 'parent'::text))) WHERE (jsonb_array_length((properties -> 'parent'::text)) > 1)
  CREATE INDEX concept_pairs ON fhir.concept USING gin (fhir.pair_terms(system_key, search))
  CREATE INDEX concept_parent ON fhir.concept USING btree (system_key, parent_code) WHERE (parent_code IS NOT NULL)
  grant delete, insert, select to yigong_app

table fhir.date_value
  parameter bigint not null
  person_key bigint not null
  low timestamp with time zone not null
  high timestamp with time zone not null
  key bigint not null
  CREATE INDEX date_value_low ON fhir.date_value USING btree (parameter, low, high, person_key, key)
  CREATE INDEX date_value_resource ON fhir.date_value USING btree (key)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON fhir.date_value FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON fhir.date_value FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant delete, insert, select to yigong_app

CREATE OR REPLACE FUNCTION fhir.directory_types()
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ARRAY['ActivityDefinition'::text, 'CapabilityStatement'::text, 'CatalogEntry'::text, 'ChargeItemDefinition'::text, 'CodeSystem'::text, 'CompartmentDefinition'::text, 'ConceptMap'::text, 'DeviceDefinition'::text, 'EffectEvidenceSynthesis'::text, 'Endpoint'::text, 'EventDefinition'::text, 'Evidence'::text, 'EvidenceVariable'::text, 'ExampleScenario'::text, 'GraphDefinition'::text, 'HealthcareService'::text, 'ImplementationGuide'::text, 'InsurancePlan'::text, 'Library'::text, 'Location'::text, 'Measure'::text, 'Medication'::text, 'MedicationKnowledge'::text, 'MedicinalProduct'::text, 'MedicinalProductAuthorization'::text, 'MedicinalProductContraindication'::text, 'MedicinalProductIndication'::text, 'MedicinalProductIngredient'::text, 'MedicinalProductInteraction'::text, 'MedicinalProductManufactured'::text, 'MedicinalProductPackaged'::text, 'MedicinalProductPharmaceutical'::text, 'MedicinalProductUndesirableEffect'::text, 'MessageDefinition'::text, 'NamingSystem'::text, 'ObservationDefinition'::text, 'OperationDefinition'::text, 'Organization'::text, 'OrganizationAffiliation'::text, 'PlanDefinition'::text, 'Practitioner'::text, 'PractitionerRole'::text, 'Questionnaire'::text, 'ResearchDefinition'::text, 'ResearchElementDefinition'::text, 'RiskEvidenceSynthesis'::text, 'Schedule'::text, 'SearchParameter'::text, 'Slot'::text, 'SpecimenDefinition'::text, 'StructureDefinition'::text, 'StructureMap'::text, 'Substance'::text, 'SubstanceNucleicAcid'::text, 'SubstancePolymer'::text, 'SubstanceProtein'::text, 'SubstanceReferenceInformation'::text, 'SubstanceSourceMaterial'::text, 'SubstanceSpecification'::text, 'TerminologyCapabilities'::text, 'TestScript'::text, 'ValueSet'::text]


table fhir.history
  key bigint not null
  person_key bigint not null
  last_updated timestamp with time zone not null
  version integer not null
  deleted boolean not null
  resource_type text not null
  resource_id text not null
  person_id text
  owner_organisation_id text
  content text not null
  restricted boolean not null default false
  constraint history_key PRIMARY KEY (key, version, person_key)
  CREATE INDEX history_updated ON fhir.history USING btree (resource_type, last_updated, key, version)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON fhir.history FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('key,version,person_key')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON fhir.history FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table fhir.locator
  key bigint not null
  person_key bigint not null
  former bigint[]
  constraint locator_key PRIMARY KEY (key)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON fhir.locator FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('key')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON fhir.locator FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table fhir.notice
  notice_id bigint not null identity
  subscription_id text not null
  resource_type text not null
  resource_id text not null
  pinged boolean not null default false
  constraint notice_key PRIMARY KEY (notice_id)
  CREATE INDEX notice_subscription ON fhir.notice USING btree (subscription_id, notice_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON fhir.notice FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('notice_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON fhir.notice FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant delete, insert, select, update to yigong_app

table fhir.notice_attempt
  attempt_id bigint not null identity
  subscription_id text not null
  resource_type text not null
  outcome text not null
  reason text
  attempted_at timestamp with time zone not null default clock_timestamp()
  constraint notice_attempt_key PRIMARY KEY (attempt_id)
  constraint notice_attempt_outcome_known CHECK ((outcome = ANY (ARRAY['sent'::text, 'failed'::text])))
  CREATE INDEX notice_attempt_age ON fhir.notice_attempt USING btree (attempted_at)
  CREATE INDEX notice_attempt_subscription ON fhir.notice_attempt USING btree (subscription_id, attempt_id)
  grant delete, insert, select to yigong_app

table fhir.number_value
  parameter bigint not null
  person_key bigint not null
  key bigint not null
  system_hash integer
  code_hash integer
  unit_hash integer
  low numeric
  high numeric
  CREATE INDEX number_value_low ON fhir.number_value USING btree (parameter, low, person_key, key)
  CREATE INDEX number_value_resource ON fhir.number_value USING btree (key)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON fhir.number_value FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON fhir.number_value FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant delete, insert, select to yigong_app

CREATE OR REPLACE FUNCTION fhir.pair_terms(seed bigint, written text)
 RETURNS bigint[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET jit TO 'off'
AS $function$
  select case when written ~ '^[a-z][a-z0-9+.-]*:[^ ]*$' then array[hashtextextended('', seed)] else (
    select array_agg(distinct hashtextextended(term, seed))
    from (select letter, lead(letter) over (order by place) as following from unnest(string_to_array(written, null)) with ordinality as each (letter, place)) as pair
      cross join lateral (values (case when ascii(letter) > 127 then letter end), (letter || following)) as of_pair (term)
    where term is not null) end
$function$


table fhir.person_code
  person_key bigint not null
  code_key bigint not null
  at timestamp with time zone not null
  key bigint not null
  CREATE INDEX person_code_at ON fhir.person_code USING btree (person_key, code_key, at DESC, key DESC)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON fhir.person_code FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON fhir.person_code FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant delete, insert, select to yigong_app

CREATE OR REPLACE FUNCTION fhir.refresh_statistics()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  analyze fhir.resource, fhir.person_code, fhir.date_value, fhir.number_value, fhir.string_value;
end $function$


table fhir.resource
  key bigint not null
  person_key bigint not null
  last_updated timestamp with time zone not null
  at_low timestamp with time zone not null
  at_high timestamp with time zone not null
  version integer not null
  deleted boolean not null
  resource_type text not null
  resource_id text not null
  person_id text
  owner_organisation_id text
  managed_by text
  keys bigint[] not null
  present integer[] not null
  content text not null
  restricted boolean not null default false
  constraint resource_deleted_empty CHECK (((NOT deleted) OR (content = ''::text)))
  constraint resource_key PRIMARY KEY (key)
  constraint resource_version_positive CHECK ((version > 0))
  CREATE INDEX resource_at ON fhir.resource USING btree (resource_type, at_low, key)
  CREATE INDEX resource_keys ON fhir.resource USING gin (keys) WITH (fastupdate='on', gin_pending_list_limit='128')
  CREATE INDEX resource_person ON fhir.resource USING btree (person_key, resource_type, at_low DESC, key DESC)
  CREATE INDEX resource_updated ON fhir.resource USING btree (resource_type, last_updated)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON fhir.resource FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('key')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON fhir.resource FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table fhir.sealed_pass
  key_id text not null
  finished_at timestamp with time zone not null default clock_timestamp()
  constraint sealed_pass_key PRIMARY KEY (key_id)
  grant insert, select to yigong_app

table fhir.search_parameter
  parameter_id text not null
  definition json not null
  state text not null
  task_id text not null
  subject_id text not null
  registered_at timestamp with time zone not null default clock_timestamp()
  constraint search_parameter_key PRIMARY KEY (parameter_id)
  constraint search_parameter_state_known CHECK ((state = ANY (ARRAY['indexing'::text, 'ready'::text])))
  grant delete, insert, select, update to yigong_app

table fhir.string_value
  parameter bigint not null
  person_key bigint not null
  key bigint not null
  normalised text not null
  exact text
  CREATE INDEX string_value_pairs ON fhir.string_value USING gin (fhir.pair_terms(parameter, normalised))
  CREATE INDEX string_value_prefix ON fhir.string_value USING btree (parameter, "left"(normalised, 100) COLLATE "C", person_key, key)
  CREATE INDEX string_value_resource ON fhir.string_value USING btree (key)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON fhir.string_value FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON fhir.string_value FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant delete, insert, select to yigong_app

table fhir.subscription
  subscription_id text not null
  resource_type text not null
  client_id text not null
  owner_organisation_id text
  state text not null
  end_at timestamp with time zone
  failures integer not null default 0
  last_error text
  next_attempt_at timestamp with time zone not null default clock_timestamp()
  channel text not null default 'rest-hook'::text
  pings bigint not null default 0
  paused_at timestamp with time zone
  paused_by text
  constraint subscription_channel_known CHECK ((channel = ANY (ARRAY['rest-hook'::text, 'websocket'::text])))
  constraint subscription_key PRIMARY KEY (subscription_id)
  constraint subscription_paused_by_somebody CHECK (((paused_at IS NULL) = (paused_by IS NULL)))
  constraint subscription_state_known CHECK ((state = ANY (ARRAY['active'::text, 'error'::text])))
  CREATE INDEX subscription_active ON fhir.subscription USING btree (resource_type) WHERE (state = 'active'::text)
  grant delete, insert, select, update to yigong_app

CREATE OR REPLACE FUNCTION fhir.text_terms(parameter bigint, words text)
 RETURNS bigint[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET jit TO 'off'
AS $function$
  select array_agg(distinct hashtextextended(case when ascii(word) >= 11904 then substr(word, place, size) else left(word, place) end, parameter))
  from unnest(string_to_array(words, ' ')) as word,
    generate_series(1, case when ascii(word) >= 11904 then length(word) else least(length(word), 8) end) as place,
    generate_series(1, case when ascii(word) >= 11904 then 2 else 1 end) as size
$function$


table fhir.text_value
  parameter bigint not null
  link bigint not null
  words text not null
  written text
  CREATE INDEX text_value_link ON fhir.text_value USING btree (link)
  CREATE INDEX text_value_terms ON fhir.text_value USING gin (fhir.text_terms(parameter, words))
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON fhir.text_value FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON fhir.text_value FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

CREATE OR REPLACE FUNCTION fhir.whole_text(resource_type text, resource_id text, version integer, last_updated timestamp with time zone, content text)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN CASE WHEN ((content = ''::text) OR starts_with(content, '{'::text)) THEN content ELSE ((((((((('{"resourceType":"'::text || resource_type) || '","id":"'::text) || resource_id) || '","meta":{"versionId":"'::text) || version) || '","lastUpdated":"'::text) || to_char((last_updated AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'::text)) || '"'::text) || content) END


view fhir_report.encounter as
 SELECT r.resource_id AS encounter_id,
    r.person_id,
    r.version,
    r.last_updated,
    r.deleted,
    c.content ->> 'status'::text AS status,
    (c.content -> 'class'::text) ->> 'code'::text AS class,
    COALESCE(NULLIF(split_part((c.content -> 'serviceProvider'::text) ->> 'reference'::text, '/'::text, 2), ''::text), r.owner_organisation_id) AS organisation_id,
        CASE
            WHEN isfinite(r.at_low) THEN (r.at_low AT TIME ZONE 'Asia/Shanghai'::text)::date
            ELSE NULL::date
        END AS started_on,
        CASE
            WHEN length((c.content -> 'period'::text) ->> 'end'::text) = 10 THEN ((c.content -> 'period'::text) ->> 'end'::text)::date
            WHEN length((c.content -> 'period'::text) ->> 'end'::text) > 10 THEN ((((c.content -> 'period'::text) ->> 'end'::text)::timestamp with time zone) AT TIME ZONE 'Asia/Shanghai'::text)::date
            ELSE NULL::date
        END AS ended_on
   FROM fhir.resource r
     CROSS JOIN LATERAL ( SELECT
                CASE
                    WHEN r.deleted THEN NULL::jsonb
                    ELSE fhir.whole_text(r.resource_type, r.resource_id, r.version, r.last_updated, r.content)::jsonb
                END AS content
         OFFSET 0) c
  WHERE r.resource_type = 'Encounter'::text;
  grant select to yigong_app

table files.object_key
  object_id text not null
  provider text not null
  key text not null
  made_at timestamp with time zone not null default clock_timestamp()
  constraint object_key_key PRIMARY KEY (object_id)
  constraint object_key_provider_known CHECK ((provider = ANY (ARRAY['national'::text, 'international'::text])))
  CREATE INDEX object_key_head ON files.object_key USING btree ("left"(key, 16))
  CREATE INDEX object_key_made ON files.object_key USING btree (made_at)
  grant delete, insert, select, update to yigong_app

table files.sealed_file
  file_id text not null
  provider text not null
  key text not null
  made_at timestamp with time zone not null default clock_timestamp()
  constraint sealed_file_key PRIMARY KEY (file_id)
  constraint sealed_file_provider_known CHECK ((provider = ANY (ARRAY['national'::text, 'international'::text])))
  CREATE INDEX sealed_file_made ON files.sealed_file USING btree (made_at)
  grant delete, insert, select, update to yigong_app

table governance.action
  action_id text not null
  item_kind text not null
  item_id text not null
  action text not null
  note text
  owner_organisation_id text not null
  subject_id text not null
  subject_name text not null
  recorded_at timestamp with time zone not null
  constraint action_pkey PRIMARY KEY (action_id)
  CREATE INDEX action_item ON governance.action USING btree (item_kind, item_id)
  grant insert, select to yigong_app

table governance.body
  body_id text not null
  name jsonb not null
  kind text not null
  quorum_percent integer not null
  majority text not null
  scope text[] not null
  source_id text
  owner_organisation_id text not null
  constraint body_kind_known CHECK ((kind = ANY (ARRAY['committee'::text, 'council'::text, 'party'::text, 'leading-group'::text, 'joint-meeting'::text, 'executive'::text])))
  constraint body_majority_known CHECK ((majority = ANY (ARRAY['simple'::text, 'two-thirds'::text, 'consensus'::text])))
  constraint body_name_once UNIQUE (owner_organisation_id, name)
  constraint body_pkey PRIMARY KEY (body_id)
  constraint body_quorum_share CHECK (((quorum_percent >= 1) AND (quorum_percent <= 100)))
  CREATE UNIQUE INDEX body_source_once ON governance.body USING btree (owner_organisation_id, source_id) WHERE (source_id IS NOT NULL)
  grant insert, select, update to yigong_app

table governance.charter
  charter_id text not null
  consortium_name text not null
  version integer not null
  title text not null
  text text not null
  digest text not null
  has_party_chapter boolean not null
  member_organisation_ids text[] not null
  valid_from date not null
  owner_organisation_id text not null
  constraint charter_pkey PRIMARY KEY (charter_id)
  constraint charter_version_once UNIQUE (owner_organisation_id, consortium_name, version)
  grant insert, select to yigong_app

table governance.charter_signature
  charter_id text not null
  owner_organisation_id text not null
  digest text not null
  subject_id text not null
  subject_name text not null
  recorded_at timestamp with time zone not null
  constraint charter_signature_charter_id_fkey FOREIGN KEY (charter_id) REFERENCES governance.charter(charter_id)
  constraint charter_signature_pkey PRIMARY KEY (charter_id, owner_organisation_id)
  grant insert, select to yigong_app

table governance.item
  item_id text not null
  meeting_id text not null
  number integer not null
  kind text not null
  scope text not null
  title text not null
  paper text not null
  proposal text not null
  branch_opinion text
  outcome text not null default 'open'::text
  owner_organisation_id text not null
  constraint item_kind_known CHECK ((kind = ANY (ARRAY['general'::text, 'money'::text, 'personnel'::text, 'exception'::text, 'membership'::text])))
  constraint item_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES governance.meeting(meeting_id)
  constraint item_number_once UNIQUE (meeting_id, number)
  constraint item_outcome_known CHECK ((outcome = ANY (ARRAY['open'::text, 'adopted'::text, 'rejected'::text])))
  constraint item_pkey PRIMARY KEY (item_id)
  CREATE INDEX item_meeting ON governance.item USING btree (meeting_id)
  grant insert, select, update to yigong_app

table governance.meeting
  meeting_id text not null
  body_id text not null
  title text not null
  meets_on date not null
  place text
  state text not null
  state_since timestamp with time zone not null
  attendance text[] not null default '{}'::text[]
  minutes text
  owner_organisation_id text not null
  constraint meeting_body_id_fkey FOREIGN KEY (body_id) REFERENCES governance.body(body_id)
  constraint meeting_closed_has_minutes CHECK (((state <> 'closed'::text) OR (minutes IS NOT NULL)))
  constraint meeting_pkey PRIMARY KEY (meeting_id)
  constraint meeting_state_known CHECK ((state = ANY (ARRAY['drafted'::text, 'called'::text, 'open'::text, 'closed'::text])))
  CREATE INDEX meeting_owner ON governance.meeting USING btree (owner_organisation_id, meets_on DESC)
  grant insert, select, update to yigong_app

table governance.resolution
  resolution_id text not null
  number text not null
  item_id text not null
  kind text not null
  title text not null
  text text not null
  body_id text not null
  adopted_on date not null
  for_count integer not null
  against_count integer not null
  abstain_count integer not null
  tasks integer not null
  owner_organisation_id text not null
  constraint resolution_body_id_fkey FOREIGN KEY (body_id) REFERENCES governance.body(body_id)
  constraint resolution_item_id_fkey FOREIGN KEY (item_id) REFERENCES governance.item(item_id)
  constraint resolution_item_once UNIQUE (item_id)
  constraint resolution_number_once UNIQUE (owner_organisation_id, number)
  constraint resolution_pkey PRIMARY KEY (resolution_id)
  CREATE INDEX resolution_owner ON governance.resolution USING btree (owner_organisation_id, adopted_on DESC)
  grant insert, select to yigong_app

table governance.seat
  seat_id text not null
  body_id text not null
  holder text not null
  post jsonb not null
  organisation_id text
  account_id text
  is_chair boolean not null
  may_vote boolean not null
  valid_from date not null
  valid_until date
  owner_organisation_id text not null
  constraint seat_body_id_fkey FOREIGN KEY (body_id) REFERENCES governance.body(body_id)
  constraint seat_pkey PRIMARY KEY (seat_id)
  constraint seat_term CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
  CREATE INDEX seat_body ON governance.seat USING btree (body_id, valid_from)
  grant insert, select, update to yigong_app

CREATE OR REPLACE FUNCTION governance.shows_body(asked_body text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select exists (select 1 from governance.body b where b.body_id = asked_body and access.sight_holds(b.owner_organisation_id))
    or exists (select 1 from governance.seat s where s.body_id = asked_body and access.sight_holds(s.organisation_id))
$function$


table governance.site
  site_id text not null
  name text not null
  organisation_id text not null
  level text not null
  field text not null
  named_on date not null
  review_due date
  evidence text not null
  owner_organisation_id text not null
  constraint site_level_known CHECK ((level = ANY (ARRAY['city'::text, 'county'::text])))
  constraint site_once UNIQUE (owner_organisation_id, organisation_id, field)
  constraint site_pkey PRIMARY KEY (site_id)
  grant insert, select to yigong_app

table governance.vote
  item_id text not null
  seat_id text not null
  choice text not null
  owner_organisation_id text not null
  subject_id text not null
  recorded_at timestamp with time zone not null
  constraint vote_choice_known CHECK ((choice = ANY (ARRAY['for'::text, 'against'::text, 'abstain'::text])))
  constraint vote_item_id_fkey FOREIGN KEY (item_id) REFERENCES governance.item(item_id)
  constraint vote_pkey PRIMARY KEY (item_id, seat_id)
  constraint vote_seat_id_fkey FOREIGN KEY (seat_id) REFERENCES governance.seat(seat_id)
  grant insert, select to yigong_app

table health_record.access_request
  access_request_id text not null
  request_no bigint not null identity
  person_id text not null
  owner_organisation_id text not null
  purpose text not null
  days integer not null
  reason text not null
  by_id text not null
  by_name text not null
  at timestamp with time zone not null
  constraint access_request_days CHECK (((days >= 1) AND (days <= 90)))
  constraint access_request_pkey PRIMARY KEY (access_request_id)
  CREATE INDEX access_request_owner ON health_record.access_request USING btree (owner_organisation_id, request_no DESC)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON health_record.access_request FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('access_request_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON health_record.access_request FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table health_record.access_request_decision
  access_request_id text not null
  outcome text not null
  note text not null
  by_id text not null
  by_name text not null
  at timestamp with time zone not null
  constraint access_request_decision_access_request_id_fkey FOREIGN KEY (access_request_id) REFERENCES health_record.access_request(access_request_id)
  constraint access_request_decision_outcome CHECK ((outcome = ANY (ARRAY['confirmed'::text, 'declined'::text])))
  constraint access_request_decision_pkey PRIMARY KEY (access_request_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON health_record.access_request_decision FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('access_request_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON health_record.access_request_decision FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table health_record.consent_version
  consent_id text not null
  version integer not null
  state text not null
  person_id text not null
  owner_organisation_id text
  decision text not null
  grantee_organisation_id text not null
  purpose text
  resource text
  opens_restricted boolean not null
  valid_from timestamp with time zone not null
  valid_until timestamp with time zone
  evidence text not null
  reason text not null
  by_id text not null
  by_name text not null
  at timestamp with time zone not null
  constraint consent_version_decision CHECK ((decision = ANY (ARRAY['permit'::text, 'deny'::text])))
  constraint consent_version_ends CHECK (((decision = 'deny'::text) OR (valid_until IS NOT NULL)))
  constraint consent_version_everybody CHECK (((grantee_organisation_id <> '*'::text) OR (decision = 'deny'::text)))
  constraint consent_version_evidence CHECK ((evidence = ANY (ARRAY['signed-paper'::text, 'in-person'::text, 'guardian'::text, 'own-account'::text])))
  constraint consent_version_key PRIMARY KEY (consent_id, version)
  constraint consent_version_order CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
  constraint consent_version_state CHECK ((state = ANY (ARRAY['active'::text, 'withdrawn'::text])))
  CREATE INDEX consent_version_owner ON health_record.consent_version USING btree (owner_organisation_id, at DESC)
  CREATE INDEX consent_version_person ON health_record.consent_version USING btree (person_id, consent_id, version DESC)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON health_record.consent_version FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('consent_id,version')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON health_record.consent_version FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table health_record.opening
  opening_id text not null
  kind text not null
  person_id text not null
  owner_organisation_id text not null
  organisation_id text not null
  resource text not null
  purpose text not null
  reason text not null
  valid_until timestamp with time zone not null
  by_id text not null
  by_name text not null
  at timestamp with time zone not null
  constraint opening_kind CHECK ((kind = ANY (ARRAY['share'::text, 'reveal'::text])))
  constraint opening_pkey PRIMARY KEY (opening_id)
  CREATE INDEX opening_person ON health_record.opening USING btree (person_id, at DESC)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON health_record.opening FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('opening_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON health_record.opening FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table health_record.request
  request_id text not null
  request_no bigint not null identity
  kind text not null
  person_id text not null
  owner_organisation_id text not null
  about text not null
  words text not null
  at timestamp with time zone not null
  due_at timestamp with time zone not null
  constraint request_kind CHECK ((kind = ANY (ARRAY['objection'::text, 'correction'::text])))
  constraint request_pkey PRIMARY KEY (request_id)
  CREATE INDEX request_owner ON health_record.request USING btree (owner_organisation_id, due_at)
  CREATE INDEX request_person ON health_record.request USING btree (person_id, request_no DESC)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON health_record.request FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('request_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON health_record.request FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table health_record.request_answer
  request_id text not null
  outcome text not null
  words text not null
  by_id text not null
  by_name text not null
  at timestamp with time zone not null
  constraint request_answer_outcome CHECK ((outcome = ANY (ARRAY['accepted'::text, 'partly'::text, 'declined'::text])))
  constraint request_answer_pkey PRIMARY KEY (request_id)
  constraint request_answer_request_id_fkey FOREIGN KEY (request_id) REFERENCES health_record.request(request_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON health_record.request_answer FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('request_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON health_record.request_answer FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table health_record.review
  review_id text not null
  review_no bigint not null identity
  kind text not null
  person_id text not null
  owner_organisation_id text not null
  subject_id text not null
  subject_name text not null
  reason text not null
  source text not null
  at timestamp with time zone not null
  valid_until timestamp with time zone
  due_at timestamp with time zone not null
  constraint review_kind CHECK ((kind = ANY (ARRAY['break-glass'::text, 'relation-then-read'::text, 'read-after-refusal'::text])))
  constraint review_once UNIQUE (kind, source, subject_id, person_id)
  constraint review_pkey PRIMARY KEY (review_id)
  CREATE INDEX review_owner ON health_record.review USING btree (owner_organisation_id, due_at)
  CREATE INDEX review_person ON health_record.review USING btree (person_id, review_no DESC)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON health_record.review FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('review_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON health_record.review FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table health_record.review_decision
  review_id text not null
  outcome text not null
  note text not null
  by_id text not null
  by_name text not null
  at timestamp with time zone not null
  constraint review_decision_outcome CHECK ((outcome = ANY (ARRAY['justified'::text, 'reminded'::text, 'unjustified'::text])))
  constraint review_decision_pkey PRIMARY KEY (review_id)
  constraint review_decision_review_id_fkey FOREIGN KEY (review_id) REFERENCES health_record.review(review_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON health_record.review_decision FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('review_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON health_record.review_decision FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table http.idempotency
  subject_id text not null
  operation text not null
  idempotency_key text not null
  input_hash text not null
  answer jsonb not null
  created_at timestamp with time zone not null default clock_timestamp()
  person_id text
  organisation_id text
  constraint idempotency_once PRIMARY KEY (subject_id, operation, idempotency_key)
  CREATE INDEX idempotency_age ON http.idempotency USING btree (created_at)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON http.idempotency FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('subject_id,operation,idempotency_key')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON http.idempotency FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant delete, insert, select to yigong_app

table identity.access_token
  token_hash text not null
  client_id text not null
  scopes text[] not null
  created_at timestamp with time zone not null default clock_timestamp()
  expires_at timestamp with time zone not null
  constraint access_token_client_id_fkey FOREIGN KEY (client_id) REFERENCES identity.client(client_id)
  constraint access_token_pkey PRIMARY KEY (token_hash)
  CREATE INDEX access_token_expiry ON identity.access_token USING btree (expires_at)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON identity.access_token FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('token_hash')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON identity.access_token FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant delete, insert, select, update to yigong_app

table identity.account
  account_id text not null
  login text not null
  login_key text not null
  name text not null
  password_hash text
  fhir_reference text
  person_id text
  owner_organisation_id text
  language text not null default 'zh'::text
  created_at timestamp with time zone not null default clock_timestamp()
  password_changed_at timestamp with time zone
  disabled_at timestamp with time zone
  must_change_password boolean not null default false
  constraint account_language_known CHECK ((language = ANY (ARRAY['zh'::text, 'en'::text])))
  constraint account_login_once UNIQUE (login_key)
  constraint account_pkey PRIMARY KEY (account_id)
  constraint account_reference_form CHECK (((fhir_reference IS NULL) OR (fhir_reference ~ '^(Practitioner|Patient)/[A-Za-z0-9.-]{1,64}$'::text)))
  CREATE INDEX account_person ON identity.account USING btree (person_id) WHERE (person_id IS NOT NULL)
  CREATE TRIGGER administrators_apart BEFORE UPDATE OF fhir_reference ON identity.account FOR EACH ROW EXECUTE FUNCTION identity.keep_person_apart()
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON identity.account FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('account_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON identity.account FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table identity.app_grant
  grant_id text not null
  account_id text not null
  client_id text not null
  session_id text not null
  acting_organisation_id text
  person_id text
  scopes text[] not null
  granted_at timestamp with time zone not null default clock_timestamp()
  ended_at timestamp with time zone
  constraint app_grant_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(account_id)
  constraint app_grant_client_id_fkey FOREIGN KEY (client_id) REFERENCES identity.client(client_id)
  constraint app_grant_pkey PRIMARY KEY (grant_id)
  constraint app_grant_session_id_fkey FOREIGN KEY (session_id) REFERENCES identity.session(session_id)
  CREATE INDEX app_grant_account ON identity.app_grant USING btree (account_id) WHERE (ended_at IS NULL)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON identity.app_grant FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('grant_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON identity.app_grant FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table identity.assignment
  assignment_id text not null
  account_id text not null
  owner_organisation_id text not null
  role text not null
  valid_from date not null
  valid_until date
  revoked_at timestamp with time zone
  constraint assignment_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(account_id)
  constraint assignment_order CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
  constraint assignment_pkey PRIMARY KEY (assignment_id)
  CREATE UNIQUE INDEX assignment_once ON identity.assignment USING btree (account_id, owner_organisation_id, role, valid_from) WHERE (revoked_at IS NULL)
  CREATE TRIGGER administrators_apart BEFORE INSERT OR UPDATE ON identity.assignment FOR EACH ROW EXECUTE FUNCTION identity.keep_administrators_apart()
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON identity.assignment FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('assignment_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON identity.assignment FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table identity.challenge
  challenge_hash text not null
  purpose text not null
  account_id text
  expires_at timestamp with time zone not null
  constraint challenge_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(account_id)
  constraint challenge_pkey PRIMARY KEY (challenge_hash)
  constraint challenge_purpose_known CHECK ((purpose = ANY (ARRAY['register'::text, 'sign-in'::text, 'step-up'::text])))
  grant delete, insert, select, update to yigong_app

table identity.client
  client_id text not null
  secret_hash text
  name text not null
  scopes text[] not null
  owner_organisation_id text
  created_at timestamp with time zone not null default clock_timestamp()
  disabled_at timestamp with time zone
  jwks jsonb
  jwks_url text
  redirect_urls text[] not null default '{}'::text[]
  launch_url text
  constraint client_one_proof CHECK ((num_nonnulls(secret_hash, jwks, jwks_url) <= 1))
  constraint client_pkey PRIMARY KEY (client_id)
  constraint client_scopes_some CHECK ((cardinality(scopes) > 0))
  grant insert, select, update to yigong_app

table identity.draft
  account_id text not null
  form_key text not null
  title text not null
  path text not null
  value jsonb not null
  updated_at timestamp with time zone not null default clock_timestamp()
  constraint draft_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(account_id)
  constraint draft_key PRIMARY KEY (account_id, form_key)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON identity.draft FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('account_id,form_key')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON identity.draft FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant delete, insert, select, update to yigong_app

CREATE OR REPLACE FUNCTION identity.keep_administrators_apart()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.role not in ('system-administrator', 'security-administrator', 'audit-administrator') or new.revoked_at is not null then
    return new;
  end if;
  -- One after the other: two grants at once would not see each other.
  perform pg_advisory_xact_lock(hashtextextended('identity.administrators', 0));
  if exists (
    select 1
    from identity.assignment held
    join identity.account holder on holder.account_id = held.account_id
    join identity.account own on own.account_id = new.account_id
    where (held.account_id = new.account_id or holder.fhir_reference = own.fhir_reference)
      and held.role in ('system-administrator', 'security-administrator', 'audit-administrator') and held.role <> new.role
      and held.revoked_at is null
      and daterange(held.valid_from, held.valid_until, '[]') && daterange(new.valid_from, new.valid_until, '[]')
  ) then
    raise exception 'system, security and audit administrators are different people' using errcode = 'exclusion_violation', constraint = 'assignment_administrators_apart';
  end if;
  return new;
end $function$


CREATE OR REPLACE FUNCTION identity.keep_person_apart()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.fhir_reference is null or new.fhir_reference is not distinct from old.fhir_reference then
    return new;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('identity.administrators', 0));
  if exists (
    select 1
    from identity.assignment held
    join identity.account holder on holder.account_id = held.account_id
    join identity.assignment own on own.account_id = new.account_id
    where holder.fhir_reference = new.fhir_reference and holder.account_id <> new.account_id
      and held.role in ('system-administrator', 'security-administrator', 'audit-administrator')
      and own.role in ('system-administrator', 'security-administrator', 'audit-administrator') and held.role <> own.role
      and held.revoked_at is null and own.revoked_at is null
      and daterange(held.valid_from, held.valid_until, '[]') && daterange(own.valid_from, own.valid_until, '[]')
  ) then
    raise exception 'system, security and audit administrators are different people' using errcode = 'exclusion_violation', constraint = 'assignment_administrators_apart';
  end if;
  return new;
end $function$


table identity.launch
  launch_hash text not null
  account_id text not null
  client_id text not null
  person_id text not null
  expires_at timestamp with time zone not null
  constraint launch_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(account_id)
  constraint launch_client_id_fkey FOREIGN KEY (client_id) REFERENCES identity.client(client_id)
  constraint launch_pkey PRIMARY KEY (launch_hash)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON identity.launch FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('launch_hash')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON identity.launch FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant delete, insert, select to yigong_app

table identity.oidc_record
  kind text not null
  id_hash text not null
  grant_id text
  uid text
  payload jsonb not null
  consumed_at timestamp with time zone
  expires_at timestamp with time zone
  constraint oidc_record_key PRIMARY KEY (kind, id_hash)
  CREATE INDEX oidc_record_expiry ON identity.oidc_record USING btree (expires_at)
  CREATE INDEX oidc_record_grant ON identity.oidc_record USING btree (grant_id) WHERE (grant_id IS NOT NULL)
  CREATE INDEX oidc_record_uid ON identity.oidc_record USING btree (kind, uid) WHERE (uid IS NOT NULL)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON identity.oidc_record FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('kind,id_hash')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON identity.oidc_record FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant delete, insert, select, update to yigong_app

table identity.outside_identity
  issuer text not null
  subject text not null
  account_id text not null
  linked_at timestamp with time zone not null default clock_timestamp()
  constraint outside_identity_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(account_id)
  constraint outside_identity_key PRIMARY KEY (issuer, subject)
  constraint outside_identity_once UNIQUE (issuer, account_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON identity.outside_identity FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('issuer,subject')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON identity.outside_identity FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant delete, insert, select to yigong_app

table identity.outside_sign_in
  state_hash text not null
  nonce text not null
  verifier text not null
  return_path text not null
  link_account_id text
  expires_at timestamp with time zone not null
  constraint outside_sign_in_link_account_id_fkey FOREIGN KEY (link_account_id) REFERENCES identity.account(account_id)
  constraint outside_sign_in_pkey PRIMARY KEY (state_hash)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON identity.outside_sign_in FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('state_hash')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON identity.outside_sign_in FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant delete, insert, select to yigong_app

table identity.passkey
  passkey_id text not null
  account_id text not null
  public_key bytea not null
  counter bigint not null
  transports text[] not null
  is_backed_up boolean not null
  name text not null
  created_at timestamp with time zone not null default clock_timestamp()
  last_used_at timestamp with time zone
  constraint passkey_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(account_id)
  constraint passkey_pkey PRIMARY KEY (passkey_id)
  CREATE INDEX passkey_account ON identity.passkey USING btree (account_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON identity.passkey FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('passkey_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON identity.passkey FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant delete, insert, select, update to yigong_app

table identity.password_history
  account_id text not null
  set_at timestamp with time zone not null default clock_timestamp()
  password_hash text not null
  constraint password_history_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(account_id)
  constraint password_history_key PRIMARY KEY (account_id, set_at)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON identity.password_history FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('account_id,set_at')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON identity.password_history FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant delete, insert, select to yigong_app

table identity.pending_sign_in
  token_hash text not null
  account_id text not null
  needs text not null
  second_factor text
  failures integer not null default 0
  created_at timestamp with time zone not null default clock_timestamp()
  expires_at timestamp with time zone not null
  constraint pending_sign_in_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(account_id)
  constraint pending_sign_in_factor_known CHECK ((second_factor = ANY (ARRAY['totp'::text, 'recovery-code'::text])))
  constraint pending_sign_in_needs_known CHECK ((needs = ANY (ARRAY['second-factor'::text, 'new-password'::text])))
  constraint pending_sign_in_pkey PRIMARY KEY (token_hash)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON identity.pending_sign_in FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('token_hash')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON identity.pending_sign_in FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant delete, insert, select, update to yigong_app

table identity.recovery_code
  account_id text not null
  code_hash text not null
  used_at timestamp with time zone
  constraint recovery_code_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(account_id)
  constraint recovery_code_key PRIMARY KEY (account_id, code_hash)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON identity.recovery_code FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('account_id,code_hash')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON identity.recovery_code FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant delete, insert, select, update to yigong_app

table identity.saved_view
  account_id text not null
  list_key text not null
  name text not null
  value jsonb not null
  updated_at timestamp with time zone not null default clock_timestamp()
  constraint saved_view_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(account_id)
  constraint saved_view_key PRIMARY KEY (account_id, list_key, name)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON identity.saved_view FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('account_id,list_key,name')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON identity.saved_view FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant delete, insert, select, update to yigong_app

table identity.session
  session_id text not null
  token_hash text not null
  account_id text not null
  acting_organisation_id text
  created_at timestamp with time zone not null default clock_timestamp()
  expires_at timestamp with time zone not null
  last_seen_at timestamp with time zone not null default clock_timestamp()
  ended_at timestamp with time zone
  user_agent text not null
  address text not null default ''::text
  method text not null default 'password'::text
  password_at timestamp with time zone
  second_factor_at timestamp with time zone
  constraint session_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(account_id)
  constraint session_method_known CHECK ((method = ANY (ARRAY['password'::text, 'password-totp'::text, 'password-recovery-code'::text, 'passkey'::text, 'setup-link'::text, 'outside'::text])))
  constraint session_pkey PRIMARY KEY (session_id)
  constraint session_token_once UNIQUE (token_hash)
  CREATE INDEX session_account ON identity.session USING btree (account_id) WHERE (ended_at IS NULL)
  CREATE INDEX session_expiry ON identity.session USING btree (expires_at)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON identity.session FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('session_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON identity.session FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant delete, insert, select, update to yigong_app

table identity.setup_link
  token_hash text not null
  account_id text
  created_at timestamp with time zone not null default clock_timestamp()
  expires_at timestamp with time zone not null
  used_at timestamp with time zone
  constraint setup_link_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(account_id)
  constraint setup_link_pkey PRIMARY KEY (token_hash)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON identity.setup_link FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('token_hash')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON identity.setup_link FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table identity.sign_in_throttle
  throttle_key text not null
  failures integer not null
  last_failure_at timestamp with time zone not null
  blocked_until timestamp with time zone
  account_key text
  constraint sign_in_throttle_failures_count CHECK ((failures > 0))
  constraint sign_in_throttle_pkey PRIMARY KEY (throttle_key)
  CREATE INDEX sign_in_throttle_account ON identity.sign_in_throttle USING btree (account_key) WHERE (account_key IS NOT NULL)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON identity.sign_in_throttle FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('throttle_key')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON identity.sign_in_throttle FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant delete, insert, select, update to yigong_app

table identity.signing_key
  key_id text not null
  jwk jsonb not null
  created_at timestamp with time zone not null default clock_timestamp()
  constraint signing_key_pkey PRIMARY KEY (key_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON identity.signing_key FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('key_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON identity.signing_key FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant delete, insert, select, update to yigong_app

table identity.totp
  account_id text not null
  secret text not null
  created_at timestamp with time zone not null default clock_timestamp()
  confirmed_at timestamp with time zone
  last_step bigint not null default 0
  constraint totp_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(account_id)
  constraint totp_pkey PRIMARY KEY (account_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON identity.totp FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('account_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON identity.totp FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant delete, insert, select, update to yigong_app

table identity.used_assertion
  client_id text not null
  jti_hash text not null
  expires_at timestamp with time zone not null
  constraint used_assertion_client_id_fkey FOREIGN KEY (client_id) REFERENCES identity.client(client_id)
  constraint used_assertion_once PRIMARY KEY (client_id, jti_hash)
  CREATE INDEX used_assertion_expiry ON identity.used_assertion USING btree (expires_at)
  grant delete, insert, select to yigong_app

table imaging.action
  action_id text not null
  study_uid text not null
  owner_organisation_id text not null
  action text not null
  person_id text
  reason text
  at timestamp with time zone not null
  by_id text not null
  by_name text not null
  constraint action_known CHECK ((action = ANY (ARRAY['stored'::text, 'matched-by-number'::text, 'matched'::text, 'unmatched'::text, 'refused'::text, 'accepted-again'::text])))
  constraint action_pkey PRIMARY KEY (action_id)
  constraint action_study_uid_fkey FOREIGN KEY (study_uid) REFERENCES imaging.study(study_uid)
  CREATE INDEX action_study ON imaging.action USING btree (study_uid, at)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON imaging.action FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('action_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON imaging.action FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table imaging.calling_title
  calling_title text not null
  owner_organisation_id text not null
  description text not null
  host text
  port integer
  is_active boolean not null
  changed_at timestamp with time zone not null
  changed_by text not null
  constraint calling_title_form CHECK ((calling_title ~ '^[A-Za-z0-9_. -]{1,16}$'::text))
  constraint calling_title_pkey PRIMARY KEY (calling_title)
  constraint calling_title_place CHECK (((host IS NULL) = (port IS NULL)))
  constraint calling_title_port CHECK (((port >= 1) AND (port <= 65535)))
  CREATE INDEX calling_title_owner ON imaging.calling_title USING btree (owner_organisation_id)
  grant insert, select, update to yigong_app

table imaging.instance
  sop_uid text not null
  series_uid text not null
  study_uid text not null
  sop_class text not null
  transfer_syntax text not null
  instance_number integer
  frame_count integer
  byte_count bigint not null
  sha256 text not null
  content_sha256 text not null
  metadata text not null
  stored_at timestamp with time zone not null
  sealed_numbers text
  constraint instance_hash CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
  constraint instance_pkey PRIMARY KEY (sop_uid)
  constraint instance_series_uid_fkey FOREIGN KEY (series_uid) REFERENCES imaging.series(series_uid)
  constraint instance_uid_form CHECK ((sop_uid ~ '^[0-9.]{1,64}$'::text))
  CREATE INDEX instance_hash ON imaging.instance USING btree (sha256)
  CREATE INDEX instance_sealed_by ON imaging.instance USING btree ("left"(sealed_numbers, 16), sop_uid) WHERE (sealed_numbers IS NOT NULL)
  CREATE INDEX instance_series ON imaging.instance USING btree (series_uid, instance_number, sop_uid)
  CREATE INDEX instance_study ON imaging.instance USING btree (study_uid)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON imaging.instance FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('sop_uid')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON imaging.instance FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table imaging.refused_instance
  refusal_id text not null
  owner_organisation_id text not null
  sop_uid text not null
  kept_sha256 text
  refused_sha256 text not null
  reason text not null
  refused_at timestamp with time zone not null
  subject_id text not null
  constraint refused_instance_pkey PRIMARY KEY (refusal_id)
  constraint refused_instance_reason CHECK ((reason = ANY (ARRAY['conflict'::text, 'other-organisation'::text, 'other-series'::text])))
  CREATE INDEX refused_instance_owner ON imaging.refused_instance USING btree (owner_organisation_id, refused_at DESC)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON imaging.refused_instance FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('refusal_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON imaging.refused_instance FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table imaging.series
  series_uid text not null
  study_uid text not null
  modality text
  series_number integer
  instance_count integer not null default 0
  attributes jsonb not null
  sealed_numbers text
  constraint series_pkey PRIMARY KEY (series_uid)
  constraint series_study_uid_fkey FOREIGN KEY (study_uid) REFERENCES imaging.study(study_uid)
  constraint series_uid_form CHECK ((series_uid ~ '^[0-9.]{1,64}$'::text))
  CREATE INDEX series_sealed_by ON imaging.series USING btree ("left"(sealed_numbers, 16), series_uid) WHERE (sealed_numbers IS NOT NULL)
  CREATE INDEX series_study ON imaging.series USING btree (study_uid, series_number, series_uid)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON imaging.series FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('series_uid')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON imaging.series FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table imaging.study
  study_uid text not null
  fhir_id text not null
  owner_organisation_id text not null
  person_id text
  patient_id text
  patient_issuer text
  patient_names text[] not null default '{}'::text[]
  patient_birth_date text
  patient_sex text
  study_date text
  study_time text
  accession_number text
  study_id text
  description text
  referring_names text[] not null default '{}'::text[]
  modalities text[] not null default '{}'::text[]
  series_count integer not null default 0
  instance_count integer not null default 0
  byte_count bigint not null default 0
  attributes jsonb not null
  is_announced boolean not null default false
  stored_at timestamp with time zone not null
  changed_at timestamp with time zone not null
  refusal_reason text
  refused_at timestamp with time zone
  refused_by_name text
  refusal_note text
  wants_retake boolean not null default false
  patient_id_index bytea
  sealed_numbers text
  constraint study_counts CHECK (((series_count >= 0) AND (instance_count >= 0) AND (byte_count >= 0)))
  constraint study_pkey PRIMARY KEY (study_uid)
  constraint study_refusal_reason CHECK ((refusal_reason = ANY (ARRAY['motion'::text, 'exposure'::text, 'positioning'::text, 'coverage'::text, 'artefact'::text, 'technique'::text, 'labelling'::text, 'wrong-patient'::text])))
  constraint study_refusal_whole CHECK ((((refusal_reason IS NULL) = (refused_at IS NULL)) AND ((refusal_reason IS NULL) = (refused_by_name IS NULL)) AND ((refusal_reason IS NOT NULL) OR (NOT wants_retake))))
  constraint study_uid_form CHECK ((study_uid ~ '^[0-9.]{1,64}$'::text))
  CREATE INDEX study_accession ON imaging.study USING btree (accession_number) WHERE (accession_number IS NOT NULL)
  CREATE INDEX study_date_order ON imaging.study USING btree (study_date DESC NULLS LAST, study_uid)
  CREATE INDEX study_names ON imaging.study USING gin (patient_names)
  CREATE INDEX study_owner_date ON imaging.study USING btree (owner_organisation_id, study_date DESC NULLS LAST, study_uid)
  CREATE INDEX study_patient ON imaging.study USING btree (patient_id) WHERE (patient_id IS NOT NULL)
  CREATE INDEX study_patient_sealed ON imaging.study USING btree (patient_id_index) WHERE (patient_id_index IS NOT NULL)
  CREATE INDEX study_person ON imaging.study USING btree (person_id, study_date DESC) WHERE (person_id IS NOT NULL)
  CREATE INDEX study_refused ON imaging.study USING btree (owner_organisation_id, refused_at DESC) WHERE (refusal_reason IS NOT NULL)
  CREATE INDEX study_sealed_by ON imaging.study USING btree ("left"(sealed_numbers, 16), study_uid) WHERE (sealed_numbers IS NOT NULL)
  CREATE INDEX study_stored ON imaging.study USING btree (owner_organisation_id, stored_at)
  CREATE INDEX study_unmatched ON imaging.study USING btree (owner_organisation_id, stored_at) WHERE (person_id IS NULL)
  CREATE INDEX study_waiting ON imaging.study USING btree (changed_at) WHERE (NOT is_announced)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON imaging.study FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('study_uid')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON imaging.study FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table imaging.teaching_export
  export_id text not null
  owner_organisation_id text not null
  purpose text not null
  study_count integer not null
  instance_count integer not null
  written_count integer not null default 0
  refused_count integer not null default 0
  byte_count bigint not null default 0
  requested_at timestamp with time zone not null
  requested_by text not null
  requested_by_name text not null
  ready_at timestamp with time zone
  expires_at timestamp with time zone not null
  removed_at timestamp with time zone
  constraint teaching_export_counts CHECK (((study_count > 0) AND (instance_count >= 0) AND (written_count >= 0) AND (refused_count >= 0) AND (byte_count >= 0)))
  constraint teaching_export_pkey PRIMARY KEY (export_id)
  CREATE INDEX teaching_export_due ON imaging.teaching_export USING btree (expires_at) WHERE (removed_at IS NULL)
  CREATE INDEX teaching_export_owner ON imaging.teaching_export USING btree (owner_organisation_id, requested_at DESC)
  grant insert, select, update to yigong_app

table indicators.alert
  alert_id text not null
  band_id text not null
  indicator_id text not null
  organisation_id text not null
  owner_organisation_id text not null
  period text not null
  kind text not null
  value numeric not null
  low numeric
  high numeric
  definition_version text not null
  state text not null
  assignee_id text not null
  assignee_name text not null
  raised_at timestamp with time zone not null
  state_since timestamp with time zone not null
  constraint alert_band_id_fkey FOREIGN KEY (band_id) REFERENCES indicators.band(band_id)
  constraint alert_kind_known CHECK ((kind = ANY (ARRAY['below'::text, 'above'::text, 'anomaly'::text])))
  constraint alert_once UNIQUE (owner_organisation_id, indicator_id, organisation_id, period, kind)
  constraint alert_pkey PRIMARY KEY (alert_id)
  constraint alert_state_known CHECK ((state = ANY (ARRAY['raised'::text, 'acknowledged'::text, 'closed'::text])))
  CREATE INDEX alert_assignee ON indicators.alert USING btree (assignee_id, state)
  grant insert, select, update to yigong_app

table indicators.alert_action
  action_id text not null
  alert_id text not null
  step integer not null
  action text not null
  note text
  subject_id text not null
  subject_name text not null
  owner_organisation_id text not null
  recorded_at timestamp with time zone not null
  constraint alert_action_alert_id_fkey FOREIGN KEY (alert_id) REFERENCES indicators.alert(alert_id)
  constraint alert_action_known CHECK ((action = ANY (ARRAY['raise'::text, 'restate'::text, 'acknowledge'::text, 'assign'::text, 'note'::text, 'close'::text])))
  constraint alert_action_pkey PRIMARY KEY (action_id)
  constraint alert_action_step_once UNIQUE (alert_id, step)
  grant insert, select to yigong_app

table indicators.band
  band_id text not null
  indicator_id text not null
  owner_organisation_id text not null
  low numeric
  high numeric
  deviations numeric
  each_site boolean not null
  watcher_id text not null
  watcher_name text not null
  state text not null
  set_by text not null
  set_by_name text not null
  set_at timestamp with time zone not null
  ended_at timestamp with time zone
  constraint band_deviations_positive CHECK (((deviations IS NULL) OR (deviations > (0)::numeric)))
  constraint band_order CHECK (((low IS NULL) OR (high IS NULL) OR (low <= high)))
  constraint band_pkey PRIMARY KEY (band_id)
  constraint band_says_something CHECK (((low IS NOT NULL) OR (high IS NOT NULL) OR (deviations IS NOT NULL)))
  constraint band_state_known CHECK ((state = ANY (ARRAY['live'::text, 'ended'::text])))
  CREATE UNIQUE INDEX band_live_once ON indicators.band USING btree (indicator_id, owner_organisation_id) WHERE (state = 'live'::text)
  grant insert, select, update to yigong_app

table indicators.cell
  indicator_id text not null
  organisation_id text not null
  month text not null
  numerator numeric not null
  denominator numeric not null
  cases bigint not null
  definition_version text not null
  computed_at timestamp with time zone not null
  constraint cell_month_shape CHECK ((month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'::text))
  constraint cell_pkey PRIMARY KEY (indicator_id, organisation_id, month)
  grant delete, insert, select, update to yigong_app

table indicators.closed_site
  organisation_id text not null
  month text not null
  owner_organisation_id text not null
  constraint closed_site_pkey PRIMARY KEY (organisation_id, month)
  grant insert, select to yigong_app

table indicators.encounter
  encounter_id text not null
  person_id text
  organisation_id text
  class text
  counted boolean not null
  started_on date
  ended_on date
  visit_month text
  discharge_month text
  version integer not null
  constraint encounter_days CHECK (((ended_on IS NULL) OR (started_on IS NULL) OR (ended_on >= started_on)))
  constraint encounter_pkey PRIMARY KEY (encounter_id)
  CREATE INDEX encounter_discharge ON indicators.encounter USING btree (discharge_month, organisation_id) WHERE (discharge_month IS NOT NULL)
  CREATE INDEX encounter_visit ON indicators.encounter USING btree (visit_month, organisation_id) WHERE (visit_month IS NOT NULL)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON indicators.encounter FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('encounter_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON indicators.encounter FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table indicators.encounter_month
  organisation_id text not null
  month text not null
  visits bigint not null
  outpatient bigint not null
  discharges bigint not null
  bed_days bigint not null
  constraint encounter_month_pkey PRIMARY KEY (organisation_id, month)
  grant delete, insert, select, update to yigong_app

table indicators.entry
  entry_id text not null
  indicator_id text not null
  owner_organisation_id text not null
  month text not null
  numerator numeric not null
  denominator numeric not null
  source_note text not null
  batch_id text
  state text not null
  entered_by text not null
  entered_by_name text not null
  entered_at timestamp with time zone not null
  decided_by text
  decided_by_name text
  decided_at timestamp with time zone
  reason text
  constraint entry_denominator_not_below_zero CHECK ((denominator >= (0)::numeric))
  constraint entry_month_shape CHECK ((month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'::text))
  constraint entry_pkey PRIMARY KEY (entry_id)
  constraint entry_second_person CHECK (((decided_by IS NULL) OR (state = 'replaced'::text) OR (decided_by <> entered_by)))
  constraint entry_state_known CHECK ((state = ANY (ARRAY['entered'::text, 'approved'::text, 'returned'::text, 'replaced'::text])))
  CREATE UNIQUE INDEX entry_approved_once ON indicators.entry USING btree (indicator_id, owner_organisation_id, month) WHERE (state = 'approved'::text)
  CREATE UNIQUE INDEX entry_waiting_once ON indicators.entry USING btree (indicator_id, owner_organisation_id, month) WHERE (state = 'entered'::text)
  grant insert, select, update to yigong_app

table indicators.flow
  from_organisation_id text not null
  to_organisation_id text not null
  direction text not null
  month text not null
  submitted bigint not null
  accepted bigint not null
  arrived bigint not null
  returned bigint not null
  constraint flow_pkey PRIMARY KEY (from_organisation_id, to_organisation_id, direction, month)
  CREATE INDEX flow_month ON indicators.flow USING btree (month)
  grant delete, insert, select, update to yigong_app

table indicators.frozen
  indicator_id text not null
  organisation_id text not null
  month text not null
  revision integer not null
  numerator numeric not null
  denominator numeric not null
  definition_version text not null
  reason text
  owner_organisation_id text not null
  subject_id text not null
  subject_name text not null
  recorded_at timestamp with time zone not null
  constraint frozen_pkey PRIMARY KEY (indicator_id, organisation_id, month, revision)
  constraint frozen_restatement_has_reason CHECK (((revision = 1) OR (reason IS NOT NULL)))
  constraint frozen_revision_positive CHECK ((revision > 0))
  CREATE INDEX frozen_month ON indicators.frozen USING btree (month, organisation_id)
  grant insert, select to yigong_app

view indicators.month_value as
 SELECT f.indicator_id,
    f.organisation_id,
    f.month,
    f.numerator,
    f.denominator,
    f.definition_version,
    true AS is_frozen,
    f.recorded_at AS known_at
   FROM indicators.frozen f
  WHERE NOT (EXISTS ( SELECT 1
           FROM indicators.frozen later
          WHERE later.indicator_id = f.indicator_id AND later.organisation_id = f.organisation_id AND later.month = f.month AND later.revision > f.revision))
UNION ALL
 SELECT c.indicator_id,
    c.organisation_id,
    c.month,
    c.numerator,
    c.denominator,
    c.definition_version,
    false AS is_frozen,
    c.computed_at AS known_at
   FROM indicators.cell c
  WHERE NOT (EXISTS ( SELECT 1
           FROM indicators.closed_site s
          WHERE s.organisation_id = c.organisation_id AND s.month = c.month))
UNION ALL
 SELECT e.indicator_id,
    e.owner_organisation_id AS organisation_id,
    e.month,
    e.numerator,
    e.denominator,
    ''::text AS definition_version,
    false AS is_frozen,
    e.decided_at AS known_at
   FROM indicators.entry e
  WHERE e.state = 'approved'::text AND NOT (EXISTS ( SELECT 1
           FROM indicators.closed_site s
          WHERE s.organisation_id = e.owner_organisation_id AND s.month = e.month)) AND NOT (EXISTS ( SELECT 1
           FROM indicators.cell c
          WHERE c.indicator_id = e.indicator_id AND c.organisation_id = e.owner_organisation_id AND c.month = e.month));
  grant select to yigong_app

table indicators.period
  owner_organisation_id text not null
  month text not null
  closed_at timestamp with time zone not null
  closed_by_name text not null
  constraint period_month_shape CHECK ((month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'::text))
  constraint period_pkey PRIMARY KEY (owner_organisation_id, month)
  grant insert, select to yigong_app

table indicators.watermark
  source text not null
  read_until timestamp with time zone not null
  event_position bigint not null default 0
  computed_month text not null default ''::text
  constraint watermark_pkey PRIMARY KEY (source)
  grant insert, select, update to yigong_app

table jobs.recurring
  kind text not null
  last_run_at timestamp with time zone
  last_success_at timestamp with time zone
  next_run_at timestamp with time zone not null default clock_timestamp()
  failures integer not null default 0
  last_error text
  constraint recurring_failures_count CHECK ((failures >= 0))
  constraint recurring_pkey PRIMARY KEY (kind)
  grant insert, select, update to yigong_app

table jobs.task
  task_id text not null
  kind text not null
  owner_organisation_id text
  subject_id text not null
  title jsonb not null
  state text not null default 'waiting'::text
  input jsonb not null
  resume_cursor jsonb
  progress_done bigint not null default 0
  progress_total bigint
  failures integer not null default 0
  next_attempt_at timestamp with time zone not null default clock_timestamp()
  cancel_requested_at timestamp with time zone
  created_at timestamp with time zone not null default clock_timestamp()
  started_at timestamp with time zone
  finished_at timestamp with time zone
  result jsonb
  last_error text
  constraint task_finished_when_over CHECK (((state = ANY (ARRAY['done'::text, 'failed'::text, 'cancelled'::text])) = (finished_at IS NOT NULL)))
  constraint task_pkey PRIMARY KEY (task_id)
  constraint task_progress_positive CHECK (((progress_done >= 0) AND ((progress_total IS NULL) OR (progress_total >= 0))))
  constraint task_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
  CREATE INDEX task_due ON jobs.task USING btree (next_attempt_at, task_id) WHERE (finished_at IS NULL)
  CREATE INDEX task_owner ON jobs.task USING btree (owner_organisation_id, created_at DESC)
  grant insert, select, update to yigong_app

table laboratory.action
  action_id text not null
  action_number bigint not null identity
  specimen_id text not null
  owner_organisation_id text not null
  action text not null
  state_after text not null
  note text
  at timestamp with time zone not null
  by_id text not null
  by_name text not null
  constraint action_pkey PRIMARY KEY (action_id)
  constraint action_specimen_id_fkey FOREIGN KEY (specimen_id) REFERENCES laboratory.specimen(specimen_id)
  CREATE INDEX action_specimen ON laboratory.action USING btree (specimen_id, at)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON laboratory.action FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('action_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON laboratory.action FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table laboratory.box
  box_id text not null
  code text not null
  owner_organisation_id text not null
  laboratory_organisation_id text not null
  temperature_class text not null
  courier text
  seal_number text
  state text not null
  state_since timestamp with time zone not null
  opened_at timestamp with time zone not null
  constraint box_pkey PRIMARY KEY (box_id)
  constraint box_state_known CHECK ((state = ANY (ARRAY['open'::text, 'in-transit'::text, 'received'::text])))
  CREATE INDEX box_laboratory ON laboratory.box USING btree (laboratory_organisation_id, opened_at DESC)
  CREATE INDEX box_site ON laboratory.box USING btree (owner_organisation_id, opened_at DESC)
  CREATE UNIQUE INDEX box_code_open ON laboratory.box USING btree (code) WHERE (state <> 'received'::text)
  grant insert, select, update to yigong_app

table laboratory.control_lot
  lot_id text not null
  owner_organisation_id text not null
  item_code text not null
  item_name text not null
  unit text not null
  level text not null
  lot_number text not null
  mean double precision not null
  deviation double precision not null
  defined_at timestamp with time zone not null
  constraint control_lot_pkey PRIMARY KEY (lot_id)
  constraint lot_deviation CHECK ((deviation > (0)::double precision))
  constraint lot_once UNIQUE (owner_organisation_id, item_code, level, lot_number)
  grant insert, select to yigong_app

table laboratory.control_value
  value_id text not null
  lot_id text not null
  owner_organisation_id text not null
  at timestamp with time zone not null
  value double precision not null
  z double precision not null
  rules text[] not null
  is_rejected boolean not null
  by_name text not null
  constraint control_value_lot_id_fkey FOREIGN KEY (lot_id) REFERENCES laboratory.control_lot(lot_id)
  constraint control_value_pkey PRIMARY KEY (value_id)
  CREATE INDEX control_value_lot ON laboratory.control_value USING btree (lot_id, at DESC)
  grant insert, select to yigong_app

table laboratory.external_round
  round_id text not null
  owner_organisation_id text not null
  programme text not null
  round text not null
  item_code text not null
  item_name text not null
  reported double precision not null
  target double precision not null
  deviation double precision not null
  z double precision not null
  verdict text not null
  at timestamp with time zone not null
  constraint external_round_pkey PRIMARY KEY (round_id)
  constraint round_once UNIQUE (owner_organisation_id, programme, round, item_code)
  constraint round_verdict_known CHECK ((verdict = ANY (ARRAY['satisfactory'::text, 'questionable'::text, 'unsatisfactory'::text])))
  grant insert, select to yigong_app

table laboratory.opinion
  opinion_id text not null
  specimen_id text not null
  owner_organisation_id text not null
  kind text not null
  text text not null
  at timestamp with time zone not null
  by_id text not null
  by_name text not null
  constraint opinion_kind_known CHECK ((kind = ANY (ARRAY['gross'::text, 'frozen'::text, 'diagnosis'::text, 'second'::text])))
  constraint opinion_pkey PRIMARY KEY (opinion_id)
  constraint opinion_specimen_id_fkey FOREIGN KEY (specimen_id) REFERENCES laboratory.specimen(specimen_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON laboratory.opinion FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('opinion_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON laboratory.opinion FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table laboratory.picture
  picture_id text not null
  specimen_id text not null
  owner_organisation_id text not null
  kind text not null
  piece_id text
  caption text not null
  media_type text not null
  byte_count integer not null
  sha256 text not null
  content bytea not null
  at timestamp with time zone not null
  by_id text not null
  by_name text not null
  withdrawn_at timestamp with time zone
  constraint picture_hash CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
  constraint picture_kind_known CHECK ((kind = ANY (ARRAY['gross'::text, 'slide'::text])))
  constraint picture_media_known CHECK ((media_type = ANY (ARRAY['image/jpeg'::text, 'image/png'::text])))
  constraint picture_once UNIQUE (specimen_id, sha256)
  constraint picture_piece_id_fkey FOREIGN KEY (piece_id) REFERENCES laboratory.piece(piece_id)
  constraint picture_pkey PRIMARY KEY (picture_id)
  constraint picture_slide_of_piece CHECK (((kind = 'gross'::text) OR (piece_id IS NOT NULL)))
  constraint picture_specimen_id_fkey FOREIGN KEY (specimen_id) REFERENCES laboratory.specimen(specimen_id)
  CREATE INDEX picture_content_key ON laboratory.picture USING btree (SUBSTRING(content FROM 1 FOR 16))
  CREATE INDEX picture_specimen ON laboratory.picture USING btree (specimen_id, at)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON laboratory.picture FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('picture_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON laboratory.picture FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table laboratory.piece
  piece_id text not null
  specimen_id text not null
  owner_organisation_id text not null
  kind text not null
  code text not null
  parent_id text
  note text
  at timestamp with time zone not null
  by_name text not null
  constraint piece_code_once UNIQUE (code)
  constraint piece_kind_known CHECK ((kind = ANY (ARRAY['block'::text, 'slide'::text])))
  constraint piece_pkey PRIMARY KEY (piece_id)
  constraint piece_specimen_id_fkey FOREIGN KEY (specimen_id) REFERENCES laboratory.specimen(specimen_id)
  constraint slide_of_block CHECK (((kind = 'block'::text) OR (parent_id IS NOT NULL)))
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON laboratory.piece FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('piece_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON laboratory.piece FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table laboratory.reference_range
  code text not null
  name text not null
  unit text not null
  sex text
  from_days integer not null
  until_days integer not null
  low double precision
  high double precision
  delta_percent double precision not null
  constraint range_ages CHECK ((from_days < until_days))
  grant select to yigong_app

table laboratory.result
  result_id text not null
  specimen_id text not null
  owner_organisation_id text not null
  person_id text not null
  code text not null
  name text not null
  value double precision not null
  unit text not null
  low double precision
  high double precision
  flag text not null
  previous double precision
  delta_percent double precision
  is_delta_notable boolean not null
  entered_by_id text not null
  entered_by_name text not null
  entered_at timestamp with time zone not null
  verified_by_id text
  verified_by_name text
  verified_at timestamp with time zone
  observation_id text
  constraint result_flag_known CHECK ((flag = ANY (ARRAY['L'::text, 'H'::text, 'N'::text, 'U'::text])))
  constraint result_once UNIQUE (specimen_id, code)
  constraint result_pkey PRIMARY KEY (result_id)
  constraint result_specimen_id_fkey FOREIGN KEY (specimen_id) REFERENCES laboratory.specimen(specimen_id)
  constraint result_two_persons CHECK (((verified_by_id IS NULL) OR (verified_by_id <> entered_by_id)))
  CREATE INDEX result_person ON laboratory.result USING btree (person_id, code, verified_at DESC) WHERE (verified_at IS NOT NULL)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON laboratory.result FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('result_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON laboratory.result FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table laboratory.specimen
  specimen_id text not null
  tube_code text not null
  part text not null
  kind text not null
  items text[] not null
  owner_organisation_id text not null
  laboratory_organisation_id text not null
  person_id text not null
  person_name text not null
  person_sex text not null
  person_birth_date date
  temperature_class text not null
  is_urgent boolean not null
  order_id text
  state text not null
  state_since timestamp with time zone not null
  registered_at timestamp with time zone not null
  collected_at timestamp with time zone
  received_at timestamp with time zone
  box_id text
  reject_reason text
  excised_at timestamp with time zone
  fixed_at timestamp with time zone
  is_frozen_section boolean not null
  stored_until date
  constraint specimen_fixed_after CHECK (((fixed_at IS NULL) OR (excised_at IS NULL) OR (fixed_at >= excised_at)))
  constraint specimen_part_known CHECK ((part = ANY (ARRAY['laboratory'::text, 'pathology'::text])))
  constraint specimen_pkey PRIMARY KEY (specimen_id)
  constraint specimen_rejected_why CHECK (((state <> 'rejected'::text) OR (reject_reason IS NOT NULL)))
  constraint specimen_state_known CHECK ((state = ANY (ARRAY['registered'::text, 'collected'::text, 'packed'::text, 'in-transit'::text, 'received'::text, 'rejected'::text, 'analysing'::text, 'resulted'::text, 'stored'::text, 'disposed'::text])))
  constraint specimen_tube_once UNIQUE (tube_code)
  CREATE INDEX specimen_box ON laboratory.specimen USING btree (box_id) WHERE (box_id IS NOT NULL)
  CREATE INDEX specimen_laboratory ON laboratory.specimen USING btree (laboratory_organisation_id, registered_at DESC, specimen_id)
  CREATE INDEX specimen_order ON laboratory.specimen USING btree (registered_at DESC, specimen_id)
  CREATE INDEX specimen_person ON laboratory.specimen USING btree (person_id, registered_at DESC)
  CREATE INDEX specimen_site ON laboratory.specimen USING btree (owner_organisation_id, registered_at DESC, specimen_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON laboratory.specimen FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('specimen_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON laboratory.specimen FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table laboratory.temperature
  temperature_id text not null
  box_id text not null
  owner_organisation_id text not null
  at timestamp with time zone not null
  celsius double precision not null
  is_alarm boolean not null
  by_name text not null
  constraint temperature_box_id_fkey FOREIGN KEY (box_id) REFERENCES laboratory.box(box_id)
  constraint temperature_pkey PRIMARY KEY (temperature_id)
  CREATE INDEX temperature_box ON laboratory.temperature USING btree (box_id, at)
  grant insert, select to yigong_app

view laboratory_report.specimen as
 SELECT specimen_id,
    owner_organisation_id,
    laboratory_organisation_id,
    part,
    state,
    is_urgent,
    registered_at,
    collected_at,
    received_at,
    reject_reason,
    EXTRACT(epoch FROM received_at - collected_at) / 60::numeric AS transport_minutes,
    EXTRACT(epoch FROM fixed_at - excised_at) / 60::numeric AS cold_ischaemia_minutes
   FROM laboratory.specimen;
  grant select to yigong_app

table payment.action
  action_id text not null
  item_id text not null
  owner_organisation_id text not null
  action text not null
  state_after text
  reason text
  subject_id text not null
  subject_name text not null
  recorded_at timestamp with time zone not null
  constraint action_pkey PRIMARY KEY (action_id)
  CREATE INDEX action_item ON payment.action USING btree (item_id, recorded_at)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON payment.action FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('action_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON payment.action FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table payment.appeal
  appeal_id text not null
  run_id text not null
  owner_organisation_id text not null
  reason text not null
  claimed_fen bigint not null
  granted_fen bigint
  filed_on date not null
  answer_until date not null
  decision text
  decided_by text
  state text not null
  state_since timestamp with time zone not null
  constraint appeal_decided CHECK (((state = 'filed'::text) = (granted_fen IS NULL)))
  constraint appeal_pkey PRIMARY KEY (appeal_id)
  constraint appeal_run_id_fkey FOREIGN KEY (run_id) REFERENCES payment.run(run_id)
  constraint appeal_state_known CHECK ((state = ANY (ARRAY['filed'::text, 'upheld'::text, 'rejected'::text])))
  CREATE UNIQUE INDEX appeal_open ON payment.appeal USING btree (run_id, owner_organisation_id) WHERE (state = 'filed'::text)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON payment.appeal FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('appeal_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON payment.appeal FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table payment.claim
  claim_id text not null
  bill_number text not null
  person_id text not null
  owner_organisation_id text not null
  pack_id text not null
  stay_id text
  bill jsonb not null
  total_fen bigint not null
  fund_fen bigint
  patient_fen bigint
  state text not null
  state_since timestamp with time zone not null
  constraint claim_bill_unique UNIQUE (owner_organisation_id, bill_number)
  constraint claim_pack_id_fkey FOREIGN KEY (pack_id) REFERENCES payment.pack(pack_id)
  constraint claim_pkey PRIMARY KEY (claim_id)
  constraint claim_state_known CHECK ((state = ANY (ARRAY['held'::text, 'clear'::text, 'sent'::text, 'settled'::text])))
  constraint claim_stay_id_fkey FOREIGN KEY (stay_id) REFERENCES payment.stay(stay_id)
  CREATE INDEX claim_person ON payment.claim USING btree (person_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON payment.claim FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('claim_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON payment.claim FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table payment.figure
  item_id text not null
  name text not null
  owner_organisation_id text not null
  about_organisation_id text
  value text not null
  formula text not null
  inputs jsonb not null
  pack_version text not null
  constraint figure_key UNIQUE NULLS NOT DISTINCT (item_id, name, about_organisation_id)
  grant insert, select to yigong_app

table payment.frozen_score
  owner_organisation_id text not null
  year integer not null
  scheme_id text not null
  score numeric not null
  full_score numeric not null
  source text not null
  decision_number text
  recorded_at timestamp with time zone not null
  constraint frozen_score_file_by_decision CHECK (((source <> 'file'::text) OR (decision_number IS NOT NULL)))
  constraint frozen_score_pkey PRIMARY KEY (owner_organisation_id, year, scheme_id)
  constraint frozen_score_source_known CHECK ((source = ANY (ARRAY['assessment'::text, 'file'::text])))
  constraint frozen_score_within_full CHECK (((score >= (0)::numeric) AND (full_score > (0)::numeric) AND (score <= full_score)))
  grant insert, select to yigong_app

table payment.hit
  hit_id text not null
  claim_id text not null
  position integer not null
  owner_organisation_id text not null
  finding jsonb not null
  amount_fen bigint not null
  released_by text
  released_at timestamp with time zone
  release_reason text
  constraint hit_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES payment.claim(claim_id)
  constraint hit_pkey PRIMARY KEY (hit_id)
  constraint hit_release_whole CHECK ((((released_by IS NULL) = (release_reason IS NULL)) AND ((released_by IS NULL) = (released_at IS NULL))))
  CREATE INDEX hit_claim ON payment.hit USING btree (claim_id, "position")
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON payment.hit FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('hit_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON payment.hit FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

CREATE OR REPLACE FUNCTION payment.is_month_fixed(asked_pack text, asked_month text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select exists (select 1 from payment.run r where r.pack_id = asked_pack and r.kind = 'capitation' and r.month = asked_month and r.state <> 'cancelled')
$function$


table payment.pack
  pack_id text not null
  city text not null
  insurance text not null
  year integer not null
  version text not null
  owner_organisation_id text not null
  valid_from date not null
  valid_until date not null
  content jsonb not null
  missing text[] not null
  state text not null
  state_since timestamp with time zone not null
  loaded_by_id text not null
  loaded_by text not null
  approved_by text
  constraint pack_insurance_known CHECK ((insurance = ANY (ARRAY['resident'::text, 'employee'::text, 'all'::text])))
  constraint pack_period CHECK ((valid_until >= valid_from))
  constraint pack_pkey PRIMARY KEY (pack_id)
  constraint pack_state_known CHECK ((state = ANY (ARRAY['draft'::text, 'approved'::text, 'withdrawn'::text, 'retired'::text])))
  constraint pack_version_unique UNIQUE (city, insurance, year, version)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON payment.pack FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('pack_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON payment.pack FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table payment.package
  package_id text not null
  name text not null
  pack_id text not null
  owner_organisation_id text not null
  heads integer not null
  package_fen bigint not null
  monthly_prepay_fen bigint not null
  difference_fen bigint
  decision_number text
  decided_on date
  state text not null
  state_since timestamp with time zone not null
  constraint package_distributed_by_decision CHECK (((state = 'distributed'::text) = (decision_number IS NOT NULL)))
  constraint package_owner_year UNIQUE (owner_organisation_id, pack_id)
  constraint package_pack_id_fkey FOREIGN KEY (pack_id) REFERENCES payment.pack(pack_id)
  constraint package_pkey PRIMARY KEY (package_id)
  constraint package_state_known CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text, 'distributed'::text])))
  grant insert, select, update to yigong_app

table payment.package_month
  package_id text not null
  month text not null
  owner_organisation_id text not null
  inside_fen bigint not null
  outside_fen bigint not null
  recorded_at timestamp with time zone not null
  constraint package_month_amounts CHECK (((inside_fen >= 0) AND (outside_fen >= 0)))
  constraint package_month_package_id_fkey FOREIGN KEY (package_id) REFERENCES payment.package(package_id)
  constraint package_month_pkey PRIMARY KEY (package_id, month)
  grant insert, select to yigong_app

table payment.package_share
  package_id text not null
  position integer not null
  party text not null
  organisation_id text
  owner_organisation_id text not null
  weight text not null
  amount_fen bigint not null
  constraint package_share_package_id_fkey FOREIGN KEY (package_id) REFERENCES payment.package(package_id)
  constraint package_share_party_known CHECK ((party = ANY (ARRAY['fund'::text, 'lead'::text, 'member'::text])))
  constraint package_share_pkey PRIMARY KEY (package_id, "position")
  grant insert, select to yigong_app

table payment.panel_month
  pack_id text not null
  panel text not null
  owner_organisation_id text not null
  month text not null
  heads integer not null
  recorded_at timestamp with time zone not null
  constraint panel_month_heads CHECK ((heads >= 0))
  constraint panel_month_pack_id_fkey FOREIGN KEY (pack_id) REFERENCES payment.pack(pack_id)
  constraint panel_month_pkey PRIMARY KEY (pack_id, panel, owner_organisation_id, month)
  CREATE INDEX panel_month_owner ON payment.panel_month USING btree (owner_organisation_id, month)
  grant insert, select, update to yigong_app

table payment.review
  review_id text not null
  case_id text not null
  owner_organisation_id text not null
  reason text not null
  coefficient numeric
  reviewed_score numeric
  state text not null
  state_since timestamp with time zone not null
  constraint review_case_id_fkey FOREIGN KEY (case_id) REFERENCES payment.settlement_case(case_id)
  constraint review_case_unique UNIQUE (case_id)
  constraint review_pkey PRIMARY KEY (review_id)
  constraint review_state_known CHECK ((state = ANY (ARRAY['applied'::text, 'approved'::text, 'refused'::text])))
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON payment.review FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('review_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON payment.review FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table payment.run
  run_id text not null
  kind text not null
  pack_id text not null
  month text
  owner_organisation_id text not null
  task_id text
  cases_done integer not null default 0
  cases_total integer not null default 0
  document_number text
  status text
  missing text[] not null default '{}'::text[]
  appeal_until date
  state text not null
  state_since timestamp with time zone not null
  constraint run_kind_known CHECK ((kind = ANY (ARRAY['advance'::text, 'clearing'::text, 'capitation'::text])))
  constraint run_month_unless_clearing CHECK (((kind <> 'clearing'::text) = (month IS NOT NULL)))
  constraint run_pack_id_fkey FOREIGN KEY (pack_id) REFERENCES payment.pack(pack_id)
  constraint run_pkey PRIMARY KEY (run_id)
  constraint run_state_known CHECK ((state = ANY (ARRAY['running'::text, 'prepared'::text, 'confirmed'::text, 'cancelled'::text])))
  constraint run_status_known CHECK ((status = ANY (ARRAY['SETTLED'::text, 'PENDING_LOCAL_PARAMETERS'::text])))
  CREATE UNIQUE INDEX run_live ON payment.run USING btree (pack_id, kind, COALESCE(month, ''::text)) WHERE (state <> 'cancelled'::text)
  grant insert, select, update to yigong_app

table payment.settlement_case
  case_id text not null
  case_number text not null
  pack_id text not null
  owner_organisation_id text not null
  person_id text
  group_code text not null
  cost_fen bigint not null
  patient_paid_fen bigint not null
  admitted_on date
  discharged_on date not null
  band text not null
  score numeric not null
  final_score numeric not null
  auxiliary numeric
  stay_score numeric
  constraint settlement_case_amounts CHECK (((cost_fen >= 0) AND ((patient_paid_fen >= 0) AND (patient_paid_fen <= cost_fen))))
  constraint settlement_case_band_known CHECK ((band = ANY (ARRAY['low'::text, 'normal'::text, 'high'::text, 'special-review-candidate'::text])))
  constraint settlement_case_days CHECK (((admitted_on IS NULL) OR (discharged_on >= admitted_on)))
  constraint settlement_case_extras_possible CHECK ((((auxiliary IS NULL) OR (auxiliary > (0)::numeric)) AND ((stay_score IS NULL) OR (stay_score >= (0)::numeric))))
  constraint settlement_case_number_unique UNIQUE (pack_id, owner_organisation_id, case_number)
  constraint settlement_case_pack_id_fkey FOREIGN KEY (pack_id) REFERENCES payment.pack(pack_id)
  constraint settlement_case_pkey PRIMARY KEY (case_id)
  CREATE INDEX settlement_case_period ON payment.settlement_case USING btree (pack_id, owner_organisation_id, discharged_on)
  CREATE INDEX settlement_case_person ON payment.settlement_case USING btree (person_id, pack_id) WHERE (person_id IS NOT NULL)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON payment.settlement_case FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('case_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON payment.settlement_case FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

CREATE OR REPLACE FUNCTION payment.shows_run(asked_run text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select exists (select 1 from payment.run r where r.run_id = asked_run and (access.sight_holds(r.owner_organisation_id)
    or (r.state = 'confirmed' and exists (select 1 from payment.figure f where f.item_id = r.run_id and access.sight_holds(f.about_organisation_id)))))
$function$


table payment.stay
  stay_id text not null
  person_id text not null
  owner_organisation_id text not null
  pack_id text not null
  level integer not null
  admitted_on date not null
  discharged_on date
  referral_accepted_on date
  episode integer not null
  reason text not null
  deductible_fen bigint not null
  charged_fen bigint not null
  paid_fen bigint not null
  recorded_at timestamp with time zone not null
  constraint stay_amounts CHECK (((deductible_fen >= 0) AND ((charged_fen >= 0) AND (charged_fen <= deductible_fen))))
  constraint stay_days CHECK (((discharged_on IS NULL) OR (discharged_on >= admitted_on)))
  constraint stay_pack_id_fkey FOREIGN KEY (pack_id) REFERENCES payment.pack(pack_id)
  constraint stay_pkey PRIMARY KEY (stay_id)
  CREATE INDEX stay_person ON payment.stay USING btree (person_id, admitted_on)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON payment.stay FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('stay_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON payment.stay FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table payment.vote
  review_id text not null
  voter_id text not null
  voter_name text not null
  owner_organisation_id text not null
  agrees boolean not null
  coefficient numeric not null
  opinion text not null
  voted_at timestamp with time zone not null
  constraint vote_pkey PRIMARY KEY (review_id, voter_id)
  constraint vote_review_id_fkey FOREIGN KEY (review_id) REFERENCES payment.review(review_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON payment.vote FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('review_id,voter_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON payment.vote FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

view payment_report.case_volume as
 SELECT k.year,
    to_char(c.discharged_on::timestamp with time zone, 'YYYY-MM'::text) AS month,
    c.owner_organisation_id AS organisation_id,
    c.group_code,
    count(*) AS cases,
    sum(c.cost_fen)::bigint AS cost_fen,
    sum(c.cost_fen - c.patient_paid_fen)::bigint AS fund_fen,
    sum(c.final_score) AS score
   FROM payment.settlement_case c
     JOIN payment.pack k USING (pack_id)
  GROUP BY k.year, (to_char(c.discharged_on::timestamp with time zone, 'YYYY-MM'::text)), c.owner_organisation_id, c.group_code;
  grant select to yigong_app

view payment_report.fund_use as
 SELECT p.package_id,
    p.owner_organisation_id,
    k.year,
    m.month,
    p.heads,
    p.package_fen,
    m.inside_fen,
    m.outside_fen,
    m.recorded_at
   FROM payment.package p
     JOIN payment.pack k USING (pack_id)
     JOIN payment.package_month m USING (package_id);
  grant select to yigong_app

view payment_report.package_result as
 SELECT p.package_id,
    p.owner_organisation_id,
    k.year,
    p.package_fen,
    p.difference_fen,
    p.state,
    s.party,
    s.organisation_id,
    s.amount_fen,
    p.decision_number,
    p.state_since
   FROM payment.package p
     JOIN payment.pack k USING (pack_id)
     LEFT JOIN payment.package_share s USING (package_id)
  WHERE p.state <> 'open'::text;
  grant select to yigong_app

view payment_report.settlement as
 SELECT r.run_id,
    r.kind,
    k.year,
    r.month,
    f.about_organisation_id AS organisation_id,
    f.name,
    f.value,
    f.pack_version,
    r.state_since AS confirmed_at
   FROM payment.run r
     JOIN payment.pack k USING (pack_id)
     JOIN payment.figure f ON f.item_id = r.run_id
  WHERE r.state = 'confirmed'::text;
  grant select to yigong_app

table recognition.decision
  decision_id text not null
  thread_id text not null
  sequence integer not null
  owner_organisation_id text not null
  organisation_name text not null
  person_id text not null
  person_name text not null
  code text not null
  item_id text not null
  item_name text not null
  decision text not null
  reason_code text
  note text
  patient_informed boolean
  result_reference text not null
  result_at timestamp with time zone not null
  source_organisation_id text not null
  source_organisation_name text not null
  order_reference text
  doctor_id text not null
  doctor_name text not null
  saved_fen bigint not null
  channel text not null
  decided_at timestamp with time zone not null
  constraint decision_channel_known CHECK ((channel = ANY (ARRAY['screen'::text, 'cds-hooks'::text])))
  constraint decision_item_fk FOREIGN KEY (item_id) REFERENCES recognition.item(item_id)
  constraint decision_key PRIMARY KEY (decision_id)
  constraint decision_known CHECK ((decision = ANY (ARRAY['recognised'::text, 'declined'::text])))
  constraint decision_reason CHECK (((decision = 'declined'::text) = (reason_code IS NOT NULL)))
  constraint decision_reason_fk FOREIGN KEY (reason_code) REFERENCES recognition.decline_reason(code)
  constraint decision_saved CHECK (((saved_fen >= 0) AND ((decision = 'recognised'::text) OR (saved_fen = 0))))
  constraint decision_thread UNIQUE (thread_id, sequence)
  CREATE INDEX decision_owner ON recognition.decision USING btree (owner_organisation_id, decided_at DESC, decision_id)
  CREATE INDEX decision_person ON recognition.decision USING btree (person_id, code)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON recognition.decision FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('decision_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON recognition.decision FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table recognition.decline_reason
  code text not null
  position integer not null
  zh text not null
  en text not null
  needs_note boolean not null
  source text not null
  valid_from date not null
  valid_until date
  constraint decline_reason_key PRIMARY KEY (code)
  grant select to yigong_app

table recognition.equivalence
  equivalence_id text not null
  code text not null
  relation text not null
  other_code text not null
  owner_organisation_id text not null
  note text
  valid_from date not null
  valid_until date
  constraint equivalence_key PRIMARY KEY (equivalence_id)
  constraint equivalence_other CHECK ((code <> other_code))
  constraint equivalence_relation_known CHECK ((relation = ANY (ARRAY['same'::text, 'contains'::text])))
  CREATE INDEX equivalence_code ON recognition.equivalence USING btree (code)
  CREATE INDEX equivalence_other_code ON recognition.equivalence USING btree (other_code)
  grant insert, select, update to yigong_app

table recognition.item
  item_id text not null
  code text not null
  system text
  version integer not null
  name text not null
  name_en text not null
  kind text not null
  scope text not null
  window_days integer not null
  price_fen bigint not null
  owner_organisation_id text not null
  has_mark boolean not null
  valid_from date not null
  valid_until date
  end_reason text
  constraint item_key PRIMARY KEY (item_id)
  constraint item_kind_known CHECK ((kind = ANY (ARRAY['laboratory'::text, 'imaging'::text, 'ultrasound'::text, 'ecg'::text, 'pathology'::text])))
  constraint item_period CHECK (((valid_until IS NULL) OR (valid_until >= (valid_from - 1))))
  constraint item_price CHECK ((price_fen >= 0))
  constraint item_scope_known CHECK ((scope = ANY (ARRAY['consortium'::text, 'city'::text, 'province'::text])))
  constraint item_version UNIQUE (owner_organisation_id, code, version)
  constraint item_window CHECK (((window_days >= 1) AND (window_days <= 3650)))
  CREATE INDEX item_code ON recognition.item USING btree (code)
  grant insert, select, update to yigong_app

table recognition.offer
  offer_id text not null
  owner_organisation_id text not null
  person_id text not null
  code text not null
  result_reference text not null
  order_reference text
  doctor_reference text
  doctor_name text
  offered_by text not null
  offered_at timestamp with time zone not null
  constraint offer_key PRIMARY KEY (offer_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON recognition.offer FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('offer_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON recognition.offer FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table recognition.quality_mark
  quality_mark_id text not null
  owner_organisation_id text not null
  organisation_id text not null
  organisation_name text not null
  kind text not null
  code text
  passed boolean not null
  certificate text
  valid_from date not null
  valid_until date not null
  constraint quality_mark_key PRIMARY KEY (quality_mark_id)
  constraint quality_mark_kind_known CHECK ((kind = ANY (ARRAY['eqa'::text, 'qc'::text])))
  constraint quality_mark_period CHECK ((valid_until >= valid_from))
  CREATE INDEX quality_mark_organisation ON recognition.quality_mark USING btree (organisation_id, valid_from)
  grant insert, select to yigong_app

table recognition.quality_mark_withdrawal
  quality_mark_id text not null
  owner_organisation_id text not null
  withdrawn_from date not null
  reason text not null
  at timestamp with time zone not null
  by_id text not null
  by_name text not null
  constraint quality_mark_withdrawal_key PRIMARY KEY (quality_mark_id)
  constraint quality_mark_withdrawal_of FOREIGN KEY (quality_mark_id) REFERENCES recognition.quality_mark(quality_mark_id)
  constraint quality_mark_withdrawal_reason CHECK (((length(reason) >= 2) AND (length(reason) <= 500)))
  grant insert, select to yigong_app

view recognition_report.decision_fact as
 SELECT decision_id,
    thread_id,
    owner_organisation_id,
    source_organisation_id,
    person_id,
    code,
    item_id,
    decision,
    reason_code,
    saved_fen,
    channel,
    doctor_id,
    decided_at,
    to_char((decided_at AT TIME ZONE 'Asia/Shanghai'::text), 'YYYY-MM'::text) AS decided_month
   FROM recognition.decision d
  WHERE sequence = (( SELECT max(latest.sequence) AS max
           FROM recognition.decision latest
          WHERE latest.thread_id = d.thread_id));
  grant select to yigong_app

view recognition_report.item_fact as
 SELECT item_id,
    code,
    kind,
    scope,
    owner_organisation_id,
    valid_from,
    valid_until
   FROM recognition.item i;
  grant select to yigong_app

table referral.action
  action_id text not null
  referral_id text not null
  sequence integer not null
  action text not null
  from_state text
  to_state text not null
  acted_at timestamp with time zone not null
  actor_kind text not null
  actor_id text not null
  actor_name text not null
  actor_reference text
  organisation_id text
  organisation_name text
  note text
  detail jsonb not null
  signature text not null
  constraint action_first_has_no_state CHECK (((sequence = 1) = (from_state IS NULL)))
  constraint action_key PRIMARY KEY (action_id)
  constraint action_order UNIQUE (referral_id, sequence)
  constraint action_referral_id_fkey FOREIGN KEY (referral_id) REFERENCES referral.referral(referral_id)
  constraint action_sequence_from_one CHECK ((sequence >= 1))
  constraint action_signature_form CHECK ((signature ~ '^[0-9a-f]{64}$'::text))
  CREATE INDEX action_time ON referral.action USING btree (acted_at)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON referral.action FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('action_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON referral.action FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table referral.calendar_day
  day date not null
  working boolean not null
  notice_version integer not null default 0
  constraint calendar_day_key PRIMARY KEY (day)
  grant delete, insert, select, update to yigong_app

table referral.clock_rule
  flow text not null
  state text not null
  priority text not null
  measures text not null
  amount integer not null
  unit text not null
  constraint clock_rule_amount CHECK ((amount > 0))
  constraint clock_rule_key PRIMARY KEY (flow, state, priority, measures)
  constraint clock_rule_measures_known CHECK ((measures = ANY (ARRAY['state'::text, 'arrival'::text])))
  constraint clock_rule_unit_known CHECK ((unit = ANY (ARRAY['minute'::text, 'hour'::text, 'day'::text, 'working_day'::text])))
  grant delete, insert, select, update to yigong_app

table referral.criterion
  code text not null
  direction text not null
  urgent boolean not null
  icd_ranges text[] not null
  threshold jsonb
  zh text not null
  en text not null
  position integer not null
  valid_from date not null
  valid_until date
  constraint criterion_direction_known CHECK ((direction = ANY (ARRAY['up'::text, 'down'::text])))
  constraint criterion_key PRIMARY KEY (code)
  constraint criterion_period CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
  grant delete, insert, select, update to yigong_app

table referral.follow_up
  follow_up_id text not null
  referral_id text not null
  person_id text not null
  person_name text not null
  organisation_id text not null
  kind text not null
  title text not null
  due_date date not null
  state text not null
  result text
  done_at timestamp with time zone
  done_by text
  reminded_at timestamp with time zone
  constraint follow_up_done CHECK (((state = ANY (ARRAY['done'::text, 'lost'::text])) = (done_at IS NOT NULL)))
  constraint follow_up_key PRIMARY KEY (follow_up_id)
  constraint follow_up_kind_known CHECK ((kind = ANY (ARRAY['first-visit'::text, 'home-visit'::text, 'clinic-visit'::text, 'phone'::text, 'recheck'::text])))
  constraint follow_up_referral_id_fkey FOREIGN KEY (referral_id) REFERENCES referral.referral(referral_id)
  constraint follow_up_state_known CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'lost'::text, 'cancelled'::text])))
  CREATE INDEX follow_up_due ON referral.follow_up USING btree (organisation_id, due_date) WHERE (state = 'open'::text)
  CREATE INDEX follow_up_person ON referral.follow_up USING btree (person_id)
  CREATE INDEX follow_up_referral ON referral.follow_up USING btree (referral_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON referral.follow_up FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('follow_up_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON referral.follow_up FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table referral.medication_line
  line_id text not null
  referral_id text not null
  organisation_id text not null
  position integer not null
  medication jsonb not null
  decision text
  decision_note text
  changed_to jsonb
  decided_at timestamp with time zone
  decided_by text
  constraint medication_line_decision_known CHECK ((decision = ANY (ARRAY['continue'::text, 'change'::text, 'stop'::text, 'not_stocked'::text])))
  constraint medication_line_key PRIMARY KEY (line_id)
  constraint medication_line_note CHECK (((decision IS NULL) OR (decision = 'continue'::text) OR (decision_note IS NOT NULL) OR (changed_to IS NOT NULL)))
  constraint medication_line_order UNIQUE (referral_id, "position")
  constraint medication_line_referral_id_fkey FOREIGN KEY (referral_id) REFERENCES referral.referral(referral_id)
  constraint medication_line_signed CHECK ((((decision IS NULL) = (decided_at IS NULL)) AND ((decision IS NULL) = (decided_by IS NULL))))
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON referral.medication_line FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('line_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON referral.medication_line FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table referral.medication_shortage
  shortage_id text not null
  line_id text not null
  referral_id text not null
  organisation_id text not null
  medicine text not null
  note text not null
  noted_at timestamp with time zone not null
  constraint medication_shortage_key PRIMARY KEY (shortage_id)
  constraint medication_shortage_line_id_fkey FOREIGN KEY (line_id) REFERENCES referral.medication_line(line_id)
  constraint medication_shortage_once UNIQUE (line_id)
  constraint medication_shortage_referral_id_fkey FOREIGN KEY (referral_id) REFERENCES referral.referral(referral_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON referral.medication_shortage FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('shortage_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON referral.medication_shortage FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table referral.reason
  kind text not null
  code text not null
  zh text not null
  en text not null
  position integer not null
  constraint reason_key PRIMARY KEY (kind, code)
  constraint reason_kind_known CHECK ((kind = ANY (ARRAY['up'::text, 'lateral'::text, 'down'::text, 'reject'::text, 'decline-down'::text])))
  grant delete, insert, select, update to yigong_app

table referral.referral
  referral_id text not null
  number text not null
  episode_id text not null
  parent_id text
  flow text not null
  direction text not null
  care_type text not null
  priority text not null
  state text not null
  state_since timestamp with time zone not null
  deadline timestamp with time zone
  arrive_by timestamp with time zone
  whose_move text not null
  move_organisation_id text
  escalation_level integer not null default 0
  person_id text not null
  letter_person_id text not null
  person_name text not null
  person_sex text not null
  person_birth_date date
  from_organisation_id text not null
  from_organisation_name text not null
  from_department text
  from_practitioner_id text
  from_practitioner_name text
  from_phone text
  to_organisation_id text
  to_organisation_name text not null
  to_department text
  to_practitioner_id text
  to_practitioner_name text
  outside boolean not null default false
  primary_code text
  primary_text text
  problem_key text not null
  reason_code text
  reason_text text
  letter jsonb not null
  agreement_id text
  override_reason text
  disease_verdict text
  resource jsonb
  counter_offer jsonb
  transport jsonb
  outcome jsonb
  care_plan jsonb
  first_visit_due date
  rejection_code text
  submitted_at timestamp with time zone
  accepted_at timestamp with time zone
  arrived_at timestamp with time zone
  outcome_at timestamp with time zone
  closed_at timestamp with time zone
  version integer not null
  created_at timestamp with time zone not null
  constraint referral_arrival CHECK (((state <> ALL (ARRAY['arrived'::text, 'in_care'::text, 'outcome_reported'::text, 'emergency_override'::text])) OR (arrived_at IS NOT NULL)))
  constraint referral_care_plan CHECK (((state <> ALL (ARRAY['discharged_with_plan'::text, 'first_visit_done'::text, 'monitored'::text, 'stable'::text])) OR ((care_plan IS NOT NULL) AND (first_visit_due IS NOT NULL))))
  constraint referral_care_type_known CHECK ((care_type = ANY (ARRAY['outpatient'::text, 'inpatient'::text, 'emergency'::text])))
  constraint referral_counter_offer CHECK (((state <> 'counter_offered'::text) OR (counter_offer IS NOT NULL)))
  constraint referral_destination CHECK (((state = ANY (ARRAY['draft'::text, 'withdrawn'::text])) OR outside OR (to_organisation_id IS NOT NULL)))
  constraint referral_down_state CHECK (((flow <> 'down'::text) OR (state = ANY (ARRAY['planned'::text, 'offered'::text, 'declined'::text, 'accepted_by_primary'::text, 'discharged_with_plan'::text, 'first_visit_done'::text, 'monitored'::text, 'stable'::text, 're_up'::text, 'withdrawn'::text]))))
  constraint referral_flow_known CHECK (((flow = ANY (ARRAY['outward'::text, 'down'::text])) AND ((flow = 'down'::text) = (direction = 'down'::text)) AND (direction = ANY (ARRAY['up'::text, 'lateral'::text, 'down'::text]))))
  constraint referral_key PRIMARY KEY (referral_id)
  constraint referral_locked_resource CHECK (((state <> 'resource_locked'::text) OR outside OR (resource IS NOT NULL)))
  constraint referral_move_known CHECK (((whose_move = ANY (ARRAY['sender'::text, 'receiver'::text, 'none'::text])) AND ((whose_move = 'none'::text) = (move_organisation_id IS NULL))))
  constraint referral_number_once UNIQUE (number)
  constraint referral_outcome CHECK (((state <> 'outcome_reported'::text) OR (outcome IS NOT NULL)))
  constraint referral_outside CHECK (((NOT outside) OR (to_organisation_id IS NULL)))
  constraint referral_outward_state CHECK (((flow <> 'outward'::text) OR (state = ANY (ARRAY['draft'::text, 'submitted'::text, 'triaged'::text, 'counter_offered'::text, 'accepted'::text, 'resource_locked'::text, 'notified'::text, 'arrived'::text, 'in_care'::text, 'outcome_reported'::text, 'closed'::text, 'follow_up'::text, 'finished'::text, 'rejected'::text, 'withdrawn'::text, 'expired'::text, 'emergency_override'::text]))))
  constraint referral_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES referral.referral(referral_id)
  constraint referral_priority_known CHECK ((priority = ANY (ARRAY['emergency'::text, 'urgent'::text, 'normal'::text])))
  constraint referral_rejection CHECK (((state <> ALL (ARRAY['rejected'::text, 'declined'::text])) OR (rejection_code IS NOT NULL)))
  constraint referral_two_sides CHECK (((to_organisation_id IS NULL) OR (to_organisation_id <> from_organisation_id)))
  CREATE INDEX referral_arrive_by ON referral.referral USING btree (arrive_by) WHERE (state = ANY (ARRAY['accepted'::text, 'resource_locked'::text, 'notified'::text]))
  CREATE INDEX referral_deadline ON referral.referral USING btree (deadline) WHERE (deadline IS NOT NULL)
  CREATE INDEX referral_episode ON referral.referral USING btree (episode_id)
  CREATE INDEX referral_from ON referral.referral USING btree (from_organisation_id, state, deadline)
  CREATE INDEX referral_move ON referral.referral USING btree (move_organisation_id, deadline) WHERE (move_organisation_id IS NOT NULL)
  CREATE INDEX referral_parent ON referral.referral USING btree (parent_id)
  CREATE INDEX referral_person ON referral.referral USING btree (person_id)
  CREATE INDEX referral_submitted ON referral.referral USING btree (submitted_at)
  CREATE INDEX referral_to ON referral.referral USING btree (to_organisation_id, state, deadline)
  CREATE UNIQUE INDEX referral_one_live ON referral.referral USING btree (person_id, problem_key, flow) WHERE (((flow = 'outward'::text) AND (state = ANY (ARRAY['submitted'::text, 'triaged'::text, 'counter_offered'::text, 'accepted'::text, 'resource_locked'::text, 'notified'::text, 'arrived'::text, 'in_care'::text, 'outcome_reported'::text, 'emergency_override'::text]))) OR ((flow = 'down'::text) AND (state = ANY (ARRAY['planned'::text, 'offered'::text, 'declined'::text, 'accepted_by_primary'::text, 'discharged_with_plan'::text, 'first_visit_done'::text, 'monitored'::text]))))
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON referral.referral FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('referral_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON referral.referral FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

view referral_report.referral_fact as
 SELECT referral_id,
    episode_id,
    parent_id,
    direction,
    priority,
    state,
    person_id,
    from_organisation_id,
    to_organisation_id,
    outside,
    "left"(primary_code, 3) AS disease_category,
    submitted_at,
    accepted_at,
    arrived_at,
    outcome_at,
    closed_at,
    rejection_code,
    escalation_level,
    EXTRACT(epoch FROM accepted_at - submitted_at) / 60::numeric AS accept_minutes,
    (EXISTS ( SELECT 1
           FROM referral.referral back
          WHERE back.episode_id = referral.episode_id AND back.direction = 'down'::text AND back.accepted_at IS NOT NULL)) AS returned_down
   FROM referral.referral
  WHERE submitted_at IS NOT NULL;
  grant select to yigong_app

view referral_report.timeline_item as
 SELECT referral_id,
    number,
    person_id,
    from_organisation_id,
    from_organisation_name,
    to_organisation_id,
    to_organisation_name,
    direction,
    priority,
    state,
    primary_text,
    reason_text,
    state_since,
    COALESCE(submitted_at, created_at) AS happened_at
   FROM referral.referral
  WHERE state <> 'draft'::text;
  grant select to yigong_app

table regions.action
  action_id text not null
  region_id text not null
  version text not null
  action text not null
  reason text
  owner_organisation_id text not null
  subject_id text not null
  subject_name text not null
  recorded_at timestamp with time zone not null
  constraint action_end_has_reason CHECK (((action <> 'end'::text) OR (reason IS NOT NULL)))
  constraint action_known CHECK ((action = ANY (ARRAY['apply'::text, 'end'::text])))
  constraint action_pkey PRIMARY KEY (action_id)
  grant insert, select to yigong_app

table regions.calendar_notice
  year integer not null
  version integer not null
  source text not null
  digest text not null
  days jsonb not null
  owner_organisation_id text not null
  subject_id text not null
  subject_name text not null
  loaded_at timestamp with time zone not null
  constraint calendar_notice_days_listed CHECK ((jsonb_typeof(days) = 'array'::text))
  constraint calendar_notice_digest_shape CHECK ((digest ~ '^[0-9a-f]{64}$'::text))
  constraint calendar_notice_pkey PRIMARY KEY (year, version)
  constraint calendar_notice_version_counts CHECK ((version >= 1))
  constraint calendar_notice_year_known CHECK (((year >= 2000) AND (year <= 2099)))
  grant insert, select to yigong_app

table regions.region
  region_id text not null
  version text not null
  state text not null
  owner_organisation_id text not null
  state_since timestamp with time zone not null
  constraint region_pkey PRIMARY KEY (region_id)
  constraint region_state_known CHECK ((state = ANY (ARRAY['in-force'::text, 'ended'::text])))
  constraint region_version_exists FOREIGN KEY (region_id, version) REFERENCES regions.version(region_id, version)
  grant insert, select, update to yigong_app

table regions.version
  region_id text not null
  version text not null
  digest text not null
  files jsonb not null
  pack jsonb not null
  owner_organisation_id text not null
  subject_id text not null
  subject_name text not null
  applied_at timestamp with time zone not null
  constraint version_digest_shape CHECK ((digest ~ '^[0-9a-f]{64}$'::text))
  constraint version_pkey PRIMARY KEY (region_id, version)
  constraint version_shape CHECK ((version ~ '^[0-9]{4}\.[0-9]{1,3}$'::text))
  grant insert, select to yigong_app

table residents.action
  action_id text not null
  action_no bigint not null identity
  resident_id text not null
  owner_organisation_id text not null
  action text not null
  at timestamp with time zone not null
  by_id text not null
  by_name text not null
  by_organisation_id text
  other_resident_id text
  reason text
  constraint action_known CHECK ((action = ANY (ARRAY['registered'::text, 'registered-newborn'::text, 'registered-without-document'::text, 'matched'::text, 'updated'::text, 'review-opened'::text, 'decided-same'::text, 'decided-different'::text, 'merged'::text, 'unmerged'::text, 'code-issued'::text, 'code-resolved'::text])))
  constraint action_other_resident_id_fkey FOREIGN KEY (other_resident_id) REFERENCES residents.resident(resident_id)
  constraint action_pkey PRIMARY KEY (action_id)
  constraint action_resident_id_fkey FOREIGN KEY (resident_id) REFERENCES residents.resident(resident_id)
  CREATE INDEX action_other ON residents.action USING btree (other_resident_id) WHERE (other_resident_id IS NOT NULL)
  CREATE INDEX action_resident ON residents.action USING btree (resident_id, action_no DESC)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON residents.action FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('action_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON residents.action FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table residents.code
  code_id text not null
  resident_id text not null
  owner_organisation_id text not null
  issued_by_resident boolean not null
  issued_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  used_at timestamp with time zone
  constraint code_pkey PRIMARY KEY (code_id)
  constraint code_resident_id_fkey FOREIGN KEY (resident_id) REFERENCES residents.resident(resident_id)
  constraint code_short_lived CHECK ((expires_at <= (issued_at + '00:02:00'::interval)))
  CREATE INDEX code_resident ON residents.code USING btree (resident_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON residents.code FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('code_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON residents.code FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table residents.code_key
  code_key_id integer not null
  secret text not null
  constraint code_key_one CHECK ((code_key_id = 1))
  constraint code_key_pkey PRIMARY KEY (code_key_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON residents.code_key FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('code_key_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON residents.code_key FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant select to yigong_app

table residents.identifier
  resident_id text not null
  owner_organisation_id text not null
  type text not null
  value text not null
  standing text not null
  since timestamp with time zone not null
  identifier_id text not null
  value_index bytea
  constraint identifier_key UNIQUE (resident_id, type, value_index)
  constraint identifier_primary PRIMARY KEY (identifier_id)
  constraint identifier_resident_id_fkey FOREIGN KEY (resident_id) REFERENCES residents.resident(resident_id)
  constraint identifier_sealed_with_index CHECK ((starts_with(value, 'y1.'::text) = (value_index IS NOT NULL)))
  constraint identifier_standing_known CHECK ((standing = ANY (ARRAY['held'::text, 'claimed'::text, 'retired'::text])))
  constraint identifier_type_known CHECK ((type = ANY (ARRAY['id-card'::text, 'insurance-number'::text, 'card-number'::text, 'passport'::text, 'hong-kong-macao-permit'::text, 'taiwan-permit'::text, 'birth-certificate'::text])))
  CREATE INDEX identifier_value_index ON residents.identifier USING btree (value_index, type)
  CREATE UNIQUE INDEX identifier_held_once ON residents.identifier USING btree (type, value_index) WHERE ((standing = 'held'::text) AND (type = ANY (ARRAY['id-card'::text, 'card-number'::text])))
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON residents.identifier FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('identifier_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON residents.identifier FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table residents.match_key
  resident_id text not null
  owner_organisation_id text not null
  keys bigint[] not null
  is_keyed boolean not null default true
  constraint match_key_pkey PRIMARY KEY (resident_id)
  constraint match_key_resident_id_fkey FOREIGN KEY (resident_id) REFERENCES residents.resident(resident_id)
  CREATE INDEX match_key_keys ON residents.match_key USING gin (keys)
  CREATE INDEX match_key_unkeyed ON residents.match_key USING btree (resident_id) WHERE (NOT is_keyed)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON residents.match_key FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('resident_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON residents.match_key FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table residents.resident
  resident_id text not null
  owner_organisation_id text not null
  kind text not null
  name text not null
  name_normalised text not null
  name_pinyin text not null
  pinyin_initials text not null
  sex text not null
  birth_date date
  phone text
  address text
  household_id text
  mother_id text
  birth_order integer
  temporary_label text
  merged_into_id text
  version integer not null default 1
  registered_at timestamp with time zone not null
  phone_index bytea
  constraint resident_birth_known CHECK (((birth_date IS NOT NULL) OR (kind <> 'newborn'::text)))
  constraint resident_kind_known CHECK ((kind = ANY (ARRAY['resident'::text, 'newborn'::text, 'unidentified'::text])))
  constraint resident_label_unidentified CHECK (((kind <> 'unidentified'::text) OR (temporary_label IS NOT NULL)))
  constraint resident_merged_into_id_fkey FOREIGN KEY (merged_into_id) REFERENCES residents.resident(resident_id)
  constraint resident_mother_id_fkey FOREIGN KEY (mother_id) REFERENCES residents.resident(resident_id)
  constraint resident_newborn_mother CHECK (((mother_id IS NULL) OR (kind = ANY (ARRAY['newborn'::text, 'resident'::text]))))
  constraint resident_not_merged_into_itself CHECK ((merged_into_id <> resident_id))
  constraint resident_pkey PRIMARY KEY (resident_id)
  constraint resident_sex_known CHECK ((sex = ANY (ARRAY['male'::text, 'female'::text, 'other'::text, 'unknown'::text])))
  CREATE INDEX resident_household ON residents.resident USING btree (household_id) WHERE (household_id IS NOT NULL)
  CREATE INDEX resident_initials ON residents.resident USING btree (pinyin_initials text_pattern_ops)
  CREATE INDEX resident_merged_into ON residents.resident USING btree (merged_into_id) WHERE (merged_into_id IS NOT NULL)
  CREATE INDEX resident_mother ON residents.resident USING btree (mother_id) WHERE (mother_id IS NOT NULL)
  CREATE INDEX resident_name ON residents.resident USING btree (name_normalised text_pattern_ops)
  CREATE INDEX resident_owner ON residents.resident USING btree (owner_organisation_id, resident_id)
  CREATE INDEX resident_phone_index ON residents.resident USING btree (phone_index) WHERE (phone_index IS NOT NULL)
  CREATE INDEX resident_pinyin ON residents.resident USING btree (name_pinyin text_pattern_ops)
  CREATE INDEX resident_registered ON residents.resident USING btree (registered_at DESC, resident_id DESC)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON residents.resident FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('resident_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON residents.resident FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table residents.review
  review_id text not null
  owner_organisation_id text not null
  left_id text not null
  right_id text not null
  right_organisation_id text not null
  score integer not null
  rule text not null
  evidence jsonb not null
  state text not null default 'open'::text
  state_since timestamp with time zone not null
  reason text
  constraint review_left_id_fkey FOREIGN KEY (left_id) REFERENCES residents.resident(resident_id)
  constraint review_pkey PRIMARY KEY (review_id)
  constraint review_reason_given CHECK (((state = 'open'::text) OR (reason IS NOT NULL)))
  constraint review_right_id_fkey FOREIGN KEY (right_id) REFERENCES residents.resident(resident_id)
  constraint review_state_known CHECK ((state = ANY (ARRAY['open'::text, 'same'::text, 'different'::text])))
  constraint review_two_people CHECK ((left_id <> right_id))
  CREATE INDEX review_left ON residents.review USING btree (left_id)
  CREATE INDEX review_open ON residents.review USING btree (state, score DESC, review_id)
  CREATE INDEX review_right ON residents.review USING btree (right_id)
  CREATE UNIQUE INDEX review_pair ON residents.review USING btree (LEAST(left_id, right_id), GREATEST(left_id, right_id))
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON residents.review FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('review_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON residents.review FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

view residents_report.resident as
 SELECT resident_id,
    owner_organisation_id,
    kind,
    sex,
    birth_date,
    household_id,
    merged_into_id,
    registered_at
   FROM residents.resident;
  grant select to yigong_app

table scheduling.action
  action_id text not null
  action_number bigint not null identity
  item_kind text not null
  item_id text not null
  owner_organisation_id text not null
  action text not null
  state_before text
  state_after text
  reason text
  person_id text
  subject_id text not null
  subject_name text not null
  recorded_at timestamp with time zone not null
  constraint action_item_known CHECK ((item_kind = ANY (ARRAY['session'::text, 'slot'::text, 'bed'::text, 'reservation'::text])))
  constraint action_pkey PRIMARY KEY (action_id)
  CREATE INDEX action_item ON scheduling.action USING btree (item_kind, item_id, action_number)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON scheduling.action FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('action_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON scheduling.action FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table scheduling.bed
  bed_id text not null
  ward_id text not null
  owner_organisation_id text not null
  label text not null
  for_sex text not null
  state text not null
  state_since timestamp with time zone not null
  person_id text
  reservation_id text
  held_until timestamp with time zone
  blocked_reason text
  constraint bed_blocked CHECK (((state = 'blocked'::text) = (blocked_reason IS NOT NULL)))
  constraint bed_label UNIQUE (ward_id, label)
  constraint bed_person CHECK (((state = ANY (ARRAY['reserved'::text, 'occupied'::text])) = (person_id IS NOT NULL)))
  constraint bed_pkey PRIMARY KEY (bed_id)
  constraint bed_reserved CHECK ((((state = 'reserved'::text) = (held_until IS NOT NULL)) AND ((state <> 'reserved'::text) OR (reservation_id IS NOT NULL))))
  constraint bed_sex_known CHECK ((for_sex = ANY (ARRAY['any'::text, 'male'::text, 'female'::text])))
  constraint bed_state_known CHECK ((state = ANY (ARRAY['free'::text, 'reserved'::text, 'occupied'::text, 'blocked'::text])))
  constraint bed_ward_id_fkey FOREIGN KEY (ward_id) REFERENCES scheduling.ward(ward_id)
  CREATE INDEX bed_owner ON scheduling.bed USING btree (owner_organisation_id, state)
  CREATE INDEX bed_ward ON scheduling.bed USING btree (ward_id, state, label)
  CREATE UNIQUE INDEX bed_one_person ON scheduling.bed USING btree (person_id) WHERE (state = 'occupied'::text)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON scheduling.bed FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('bed_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON scheduling.bed FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table scheduling.clinic
  clinic_id text not null
  owner_organisation_id text not null
  name text not null
  speciality text not null
  practitioner_id text
  practitioner_name text
  room text
  state text not null
  constraint clinic_pkey PRIMARY KEY (clinic_id)
  constraint clinic_state_known CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text])))
  CREATE INDEX clinic_owner ON scheduling.clinic USING btree (owner_organisation_id, speciality)
  grant insert, select, update to yigong_app

table scheduling.reservation
  reservation_id text not null
  kind text not null
  slot_id text
  pool text
  bed_id text
  ward_id text
  person_id text not null
  source text not null
  owner_organisation_id text not null
  by_organisation_id text not null
  state text not null
  state_since timestamp with time zone not null
  held_until timestamp with time zone
  appointment_id text not null
  created_at timestamp with time zone not null
  constraint reservation_bed_id_fkey FOREIGN KEY (bed_id) REFERENCES scheduling.bed(bed_id)
  constraint reservation_held CHECK (((state = 'held'::text) = (held_until IS NOT NULL)))
  constraint reservation_kind_known CHECK ((kind = ANY (ARRAY['slot'::text, 'bed'::text])))
  constraint reservation_one_thing CHECK ((((kind = 'slot'::text) = ((slot_id IS NOT NULL) AND (pool IS NOT NULL))) AND ((kind = 'bed'::text) = ((bed_id IS NOT NULL) AND (ward_id IS NOT NULL)))))
  constraint reservation_pkey PRIMARY KEY (reservation_id)
  constraint reservation_pool_known CHECK ((pool = ANY (ARRAY['open'::text, 'referral'::text, 'contract'::text])))
  constraint reservation_slot_id_fkey FOREIGN KEY (slot_id) REFERENCES scheduling.slot(slot_id)
  constraint reservation_state_known CHECK ((state = ANY (ARRAY['held'::text, 'confirmed'::text, 'arrived'::text, 'released'::text, 'expired'::text, 'missed'::text, 'finished'::text])))
  constraint reservation_ward_id_fkey FOREIGN KEY (ward_id) REFERENCES scheduling.ward(ward_id)
  CREATE INDEX reservation_due ON scheduling.reservation USING btree (held_until) WHERE (state = 'held'::text)
  CREATE INDEX reservation_person ON scheduling.reservation USING btree (person_id, state)
  CREATE INDEX reservation_slot ON scheduling.reservation USING btree (slot_id, state)
  CREATE UNIQUE INDEX reservation_bed ON scheduling.reservation USING btree (bed_id) WHERE ((kind = 'bed'::text) AND (state = ANY (ARRAY['held'::text, 'confirmed'::text, 'arrived'::text])))
  CREATE UNIQUE INDEX reservation_person_slot ON scheduling.reservation USING btree (slot_id, person_id) WHERE (state = ANY (ARRAY['held'::text, 'confirmed'::text, 'arrived'::text]))
  CREATE UNIQUE INDEX reservation_source ON scheduling.reservation USING btree (source, kind) WHERE (state = ANY (ARRAY['held'::text, 'confirmed'::text, 'arrived'::text]))
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON scheduling.reservation FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('reservation_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON scheduling.reservation FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table scheduling.session
  session_id text not null
  clinic_id text not null
  owner_organisation_id text not null
  session_day date not null
  starts_at timestamp with time zone not null
  ends_at timestamp with time zone not null
  release_at timestamp with time zone not null
  released_at timestamp with time zone
  state text not null
  constraint session_clinic_id_fkey FOREIGN KEY (clinic_id) REFERENCES scheduling.clinic(clinic_id)
  constraint session_order CHECK (((ends_at > starts_at) AND (release_at <= ends_at)))
  constraint session_pkey PRIMARY KEY (session_id)
  constraint session_state_known CHECK ((state = ANY (ARRAY['published'::text, 'cancelled'::text])))
  CREATE INDEX session_day ON scheduling.session USING btree (owner_organisation_id, session_day)
  CREATE INDEX session_release ON scheduling.session USING btree (release_at) WHERE ((state = 'published'::text) AND (released_at IS NULL))
  CREATE UNIQUE INDEX session_clinic ON scheduling.session USING btree (clinic_id, starts_at) WHERE (state = 'published'::text)
  grant insert, select, update to yigong_app

table scheduling.slot
  slot_id text not null
  session_id text not null
  clinic_id text not null
  owner_organisation_id text not null
  speciality text not null
  starts_at timestamp with time zone not null
  ends_at timestamp with time zone not null
  state text not null
  open_quota integer not null
  open_taken integer not null default 0
  referral_quota integer not null
  referral_taken integer not null default 0
  contract_quota integer not null
  contract_taken integer not null default 0
  constraint slot_capacity CHECK ((((open_quota + referral_quota) + contract_quota) <= 500))
  constraint slot_contract_within CHECK (((contract_taken >= 0) AND (contract_taken <= contract_quota)))
  constraint slot_open_within CHECK (((open_taken >= 0) AND (open_taken <= open_quota)))
  constraint slot_order CHECK ((ends_at > starts_at))
  constraint slot_pkey PRIMARY KEY (slot_id)
  constraint slot_referral_within CHECK (((referral_taken >= 0) AND (referral_taken <= referral_quota)))
  constraint slot_session_id_fkey FOREIGN KEY (session_id) REFERENCES scheduling.session(session_id)
  constraint slot_state_known CHECK ((state = ANY (ARRAY['published'::text, 'cancelled'::text])))
  CREATE INDEX slot_search ON scheduling.slot USING btree (owner_organisation_id, speciality, starts_at) WHERE (state = 'published'::text)
  CREATE INDEX slot_session ON scheduling.slot USING btree (session_id, starts_at)
  grant insert, select, update to yigong_app

table scheduling.ward
  ward_id text not null
  owner_organisation_id text not null
  name text not null
  speciality text not null
  telephone text
  referral_beds integer not null default 0
  referral_until time without time zone not null default '12:00:00'::time without time zone
  constraint ward_pkey PRIMARY KEY (ward_id)
  constraint ward_referral_beds CHECK ((referral_beds >= 0))
  CREATE INDEX ward_owner ON scheduling.ward USING btree (owner_organisation_id, speciality)
  grant insert, select, update to yigong_app

table shared_diagnosis.centre_contract
  contract_id text not null
  owner_organisation_id text not null
  kind text not null
  contract_rank integer not null
  modalities text[] not null
  promised jsonb not null
  prices jsonb not null
  shares jsonb not null
  open_from text not null
  open_until text not null
  weekdays integer[] not null
  waiting_max integer
  claim_minutes integer not null
  sample_percent integer not null
  quality_check text not null
  valid_from date not null
  valid_until date
  note text
  signed_by_name text not null
  signed_at timestamp with time zone not null
  end_reason text
  constraint centre_contract_check_known CHECK ((quality_check = ANY (ARRAY['before-reading'::text, 'at-reading'::text])))
  constraint centre_contract_key PRIMARY KEY (contract_id)
  constraint centre_contract_kind_known CHECK ((kind = ANY (ARRAY['imaging'::text, 'ecg'::text, 'laboratory'::text, 'pathology'::text, 'ultrasound'::text])))
  constraint centre_contract_period CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
  constraint centre_contract_rank_known CHECK (((contract_rank >= 1) AND (contract_rank <= 5)))
  constraint centre_contract_shares CHECK ((((((shares ->> 'performed'::text))::integer + ((shares ->> 'reported'::text))::integer) + ((shares ->> 'consortium'::text))::integer) = 10000))
  CREATE INDEX centre_contract_by_owner ON shared_diagnosis.centre_contract USING btree (owner_organisation_id)
  grant insert, select, update to yigong_app

table shared_diagnosis.charge
  order_id text not null
  owner_organisation_id text not null
  reporting_name text not null
  performing_organisation_id text not null
  performing_name text not null
  contract_id text not null
  kind text not null
  modality text not null
  month text not null
  total_fen bigint not null
  performed_fen bigint not null
  reported_fen bigint not null
  consortium_fen bigint not null
  charged_at timestamp with time zone not null
  constraint charge_key PRIMARY KEY (order_id)
  constraint charge_sums CHECK (((((performed_fen + reported_fen) + consortium_fen) = total_fen) AND (performed_fen >= 0) AND (reported_fen >= 0) AND (consortium_fen >= 0)))
  CREATE INDEX charge_by_month ON shared_diagnosis.charge USING btree (owner_organisation_id, month)
  grant insert, select to yigong_app

table shared_diagnosis.contract_member
  contract_id text not null
  owner_organisation_id text not null
  member_organisation_id text not null
  member_name text not null
  constraint contract_member_contract FOREIGN KEY (contract_id) REFERENCES shared_diagnosis.centre_contract(contract_id)
  constraint contract_member_key PRIMARY KEY (contract_id, member_organisation_id)
  CREATE INDEX contract_member_by_member ON shared_diagnosis.contract_member USING btree (member_organisation_id)
  grant insert, select to yigong_app

table shared_diagnosis.correction
  corrective_id text not null
  owner_organisation_id text not null
  organisation_name text not null
  kind text not null
  cause text not null
  plan text not null
  responsible text not null
  due_on date not null
  state text not null
  result text
  opened_at timestamp with time zone not null
  done_at timestamp with time zone
  second_reading_id text
  constraint correction_key PRIMARY KEY (corrective_id)
  constraint correction_state_known CHECK (((state = ANY (ARRAY['open'::text, 'done'::text])) AND ((state = 'done'::text) = (done_at IS NOT NULL))))
  CREATE INDEX corrective_by_owner ON shared_diagnosis.correction USING btree (owner_organisation_id, state)
  grant insert, select, update to yigong_app

table shared_diagnosis.critical_action
  action_id text not null
  critical_id text not null
  owner_organisation_id text not null
  sequence integer not null
  action text not null
  from_state text
  to_state text not null
  acted_at timestamp with time zone not null
  actor_kind text not null
  actor_id text not null
  actor_name text not null
  actor_reference text
  organisation_id text
  organisation_name text
  note text
  detail jsonb not null
  signature text not null
  constraint critical_action_key PRIMARY KEY (action_id)
  constraint critical_action_once UNIQUE (critical_id, sequence)
  constraint critical_action_value FOREIGN KEY (critical_id) REFERENCES shared_diagnosis.critical_value(critical_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON shared_diagnosis.critical_action FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('action_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON shared_diagnosis.critical_action FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table shared_diagnosis.critical_clock
  owner_organisation_id text not null
  minutes integer[] not null
  constraint critical_clock_key PRIMARY KEY (owner_organisation_id)
  grant insert, select, update to yigong_app

table shared_diagnosis.critical_rule
  rule_id text not null
  owner_organisation_id text
  kind text not null
  code text not null
  title text not null
  comparator text not null
  value double precision
  unit text
  age_days_from integer
  age_days_until integer
  sex text
  department text
  valid_from date not null
  valid_until date
  end_reason text
  constraint critical_rule_comparator_known CHECK ((comparator = ANY (ARRAY['<'::text, '<='::text, '>'::text, '>='::text, '='::text, 'present'::text])))
  constraint critical_rule_complete CHECK ((((comparator = 'present'::text) = (value IS NULL)) AND ((value IS NULL) = (unit IS NULL))))
  constraint critical_rule_key PRIMARY KEY (rule_id)
  CREATE INDEX critical_rule_by_code ON shared_diagnosis.critical_rule USING btree (code)
  grant insert, select, update to yigong_app

table shared_diagnosis.critical_value
  critical_id text not null
  number text not null
  source_key text not null
  state text not null
  state_since timestamp with time zone not null
  kind text not null
  code text not null
  title text not null
  value_text text not null
  rule_id text
  rule_text text
  observation_id text
  order_id text
  order_number text
  person_id text not null
  source_person_id text not null
  person_name text not null
  person_sex text not null
  person_birth_date date
  department text
  place text
  reporter_organisation_id text not null
  reporter_organisation_name text not null
  receiver_organisation_id text not null
  receiver_organisation_name text not null
  receiver_phone text
  detected_at timestamp with time zone not null
  notified_at timestamp with time zone
  told_name text
  clock integer[] not null
  next_escalation_at timestamp with time zone
  escalation_level integer not null
  acknowledged_at timestamp with time zone
  acknowledged_by_name text
  action_text text
  effect_text text
  acted_at timestamp with time zone
  closed_at timestamp with time zone
  version integer not null
  constraint critical_value_acknowledged CHECK (((state <> ALL (ARRAY['acknowledged'::text, 'acted'::text, 'effect-recorded'::text, 'closed'::text])) OR (acknowledged_at IS NOT NULL)))
  constraint critical_value_key PRIMARY KEY (critical_id)
  constraint critical_value_once UNIQUE (source_key)
  constraint critical_value_state_known CHECK ((state = ANY (ARRAY['detected'::text, 'verified'::text, 'notified'::text, 'acknowledged'::text, 'acted'::text, 'effect-recorded'::text, 'closed'::text, 'dismissed'::text])))
  CREATE INDEX critical_by_order ON shared_diagnosis.critical_value USING btree (order_id) WHERE (order_id IS NOT NULL)
  CREATE INDEX critical_by_person ON shared_diagnosis.critical_value USING btree (person_id)
  CREATE INDEX critical_due ON shared_diagnosis.critical_value USING btree (next_escalation_at) WHERE (state = 'notified'::text)
  CREATE INDEX critical_open ON shared_diagnosis.critical_value USING btree (receiver_organisation_id, state) WHERE (closed_at IS NULL)
  CREATE INDEX critical_reporter ON shared_diagnosis.critical_value USING btree (reporter_organisation_id, detected_at)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON shared_diagnosis.critical_value FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('critical_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON shared_diagnosis.critical_value FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table shared_diagnosis.diagnosis_order
  order_id text not null
  number text not null
  kind text not null
  modality text not null
  item_code text not null
  item_name text not null
  body_part text
  priority text not null
  state text not null
  state_since timestamp with time zone not null
  deadline timestamp with time zone
  whose_move text not null
  move_organisation_id text
  escalation_level integer not null
  person_id text not null
  order_person_id text not null
  person_name text not null
  person_sex text not null
  person_birth_date date
  requesting_organisation_id text not null
  requesting_organisation_name text not null
  requester_id text
  requester_name text
  requester_phone text
  department text
  performing_organisation_id text not null
  performing_organisation_name text not null
  centre_organisation_id text not null
  centre_organisation_name text not null
  contract_id text not null
  overflow text
  consult_organisation_id text
  consult_organisation_name text
  clinical jsonb not null
  performance jsonb
  scheduled_at timestamp with time zone
  quality_grade text
  data jsonb not null
  claimed_by text
  claimed_by_name text
  claim_until timestamp with time zone
  author_id text
  author_name text
  reviewer_id text
  reviewer_name text
  report_version integer not null
  positive boolean
  critical boolean not null
  review_due_at timestamp with time zone
  return_note text
  reason_code text
  performed_at timestamp with time zone
  ready_at timestamp with time zone
  issued_at timestamp with time zone
  acknowledged_at timestamp with time zone
  version integer not null
  created_at timestamp with time zone not null
  constraint diagnosis_order_claim CHECK (((state <> 'reading'::text) OR (claimed_by IS NOT NULL)))
  constraint diagnosis_order_consult CHECK (((state <> 'consulting'::text) OR (consult_organisation_id IS NOT NULL)))
  constraint diagnosis_order_key PRIMARY KEY (order_id)
  constraint diagnosis_order_kind_known CHECK ((kind = ANY (ARRAY['imaging'::text, 'ecg'::text, 'laboratory'::text, 'pathology'::text, 'ultrasound'::text])))
  constraint diagnosis_order_move_known CHECK (((whose_move = ANY (ARRAY['requester'::text, 'centre'::text, 'consultant'::text, 'none'::text])) AND ((whose_move = 'none'::text) = (move_organisation_id IS NULL))))
  constraint diagnosis_order_number_once UNIQUE (number)
  constraint diagnosis_order_priority_known CHECK ((priority = ANY (ARRAY['emergency'::text, 'urgent'::text, 'routine'::text])))
  constraint diagnosis_order_promise CHECK (((state <> ALL (ARRAY['waiting'::text, 'reading'::text, 'consulting'::text, 'preliminary'::text])) OR (deadline IS NOT NULL)))
  constraint diagnosis_order_report CHECK (((state <> ALL (ARRAY['preliminary'::text, 'issued'::text, 'amended'::text, 'acknowledged'::text])) OR (report_version > 0)))
  constraint diagnosis_order_state_known CHECK ((state = ANY (ARRAY['ordered'::text, 'scheduled'::text, 'acquired'::text, 'uploaded'::text, 'returned'::text, 'waiting'::text, 'reading'::text, 'consulting'::text, 'preliminary'::text, 'issued'::text, 'amended'::text, 'acknowledged'::text, 'cancelled'::text])))
  constraint diagnosis_order_two_readers CHECK (((reviewer_id IS NULL) OR (author_id IS NULL) OR (reviewer_id <> author_id)))
  CREATE INDEX order_by_centre ON shared_diagnosis.diagnosis_order USING btree (centre_organisation_id, deadline) WHERE (state = ANY (ARRAY['uploaded'::text, 'waiting'::text, 'reading'::text, 'consulting'::text, 'preliminary'::text]))
  CREATE INDEX order_by_issue ON shared_diagnosis.diagnosis_order USING btree (centre_organisation_id, issued_at) WHERE (issued_at IS NOT NULL)
  CREATE INDEX order_by_move ON shared_diagnosis.diagnosis_order USING btree (move_organisation_id) WHERE (move_organisation_id IS NOT NULL)
  CREATE INDEX order_by_performer ON shared_diagnosis.diagnosis_order USING btree (performing_organisation_id, created_at)
  CREATE INDEX order_by_person ON shared_diagnosis.diagnosis_order USING btree (person_id, created_at)
  CREATE INDEX order_by_requester ON shared_diagnosis.diagnosis_order USING btree (requesting_organisation_id, created_at)
  CREATE INDEX order_overdue ON shared_diagnosis.diagnosis_order USING btree (deadline) WHERE (state = ANY (ARRAY['waiting'::text, 'reading'::text, 'consulting'::text, 'preliminary'::text]))
  CREATE INDEX order_review_due ON shared_diagnosis.diagnosis_order USING btree (review_due_at) WHERE (review_due_at IS NOT NULL)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON shared_diagnosis.diagnosis_order FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('order_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON shared_diagnosis.diagnosis_order FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table shared_diagnosis.order_action
  action_id text not null
  order_id text not null
  owner_organisation_id text not null
  sequence integer not null
  action text not null
  from_state text
  to_state text not null
  acted_at timestamp with time zone not null
  actor_kind text not null
  actor_id text not null
  actor_name text not null
  actor_reference text
  organisation_id text
  organisation_name text
  note text
  detail jsonb not null
  signature text not null
  constraint order_action_key PRIMARY KEY (action_id)
  constraint order_action_once UNIQUE (order_id, sequence)
  constraint order_action_order FOREIGN KEY (order_id) REFERENCES shared_diagnosis.diagnosis_order(order_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON shared_diagnosis.order_action FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('action_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON shared_diagnosis.order_action FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table shared_diagnosis.quality_plan
  plan_id text not null
  owner_organisation_id text not null
  organisation_name text not null
  kind text not null
  title text not null
  sample_percent integer not null
  disagreement_max double precision not null
  on_time_min double precision not null
  valid_from date not null
  valid_until date
  constraint quality_plan_key PRIMARY KEY (plan_id)
  grant insert, select, update to yigong_app

table shared_diagnosis.reader_permit
  permit_id text not null
  owner_organisation_id text not null
  reader_id text not null
  reader_name text not null
  kind text not null
  modalities text[] not null
  level text not null
  certificate text
  valid_from date not null
  valid_until date
  end_reason text
  constraint reader_permit_key PRIMARY KEY (permit_id)
  constraint reader_permit_level_known CHECK ((level = ANY (ARRAY['reader'::text, 'reviewer'::text])))
  constraint reader_permit_period CHECK (((valid_until IS NULL) OR (valid_until >= (valid_from - 1))))
  CREATE INDEX reader_permit_by_reader ON shared_diagnosis.reader_permit USING btree (reader_id, owner_organisation_id)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON shared_diagnosis.reader_permit FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('permit_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON shared_diagnosis.reader_permit FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table shared_diagnosis.report
  order_id text not null
  report_version integer not null
  owner_organisation_id text not null
  organisation_name text not null
  person_id text not null
  status text not null
  findings text not null
  impression text not null
  measurements jsonb not null
  positive boolean not null
  critical boolean not null
  template_id text
  template_version integer
  author_id text not null
  author_name text not null
  reviewer_id text
  reviewer_name text
  reason text
  signed_at timestamp with time zone not null
  seal text not null
  constraint report_key PRIMARY KEY (order_id, report_version)
  constraint report_order FOREIGN KEY (order_id) REFERENCES shared_diagnosis.diagnosis_order(order_id)
  constraint report_reason CHECK (((status <> ALL (ARRAY['amended'::text, 'corrected'::text])) OR (reason IS NOT NULL)))
  constraint report_status_known CHECK ((status = ANY (ARRAY['preliminary'::text, 'final'::text, 'amended'::text, 'corrected'::text])))
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON shared_diagnosis.report FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('order_id,report_version')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON shared_diagnosis.report FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table shared_diagnosis.second_reading
  second_reading_id text not null
  owner_organisation_id text not null
  order_id text not null
  kind text not null
  modality text not null
  month text not null
  drawn_at timestamp with time zone not null
  state text not null
  first_positive boolean not null
  positive boolean
  impression text
  reader_id text
  reader_name text
  read_at timestamp with time zone
  grade text
  grade_note text
  constraint second_reading_grade_known CHECK ((grade = ANY (ARRAY['agree'::text, 'minor'::text, 'major'::text])))
  constraint second_reading_key PRIMARY KEY (second_reading_id)
  constraint second_reading_once UNIQUE (order_id)
  constraint second_reading_order FOREIGN KEY (order_id) REFERENCES shared_diagnosis.diagnosis_order(order_id)
  constraint second_reading_state_known CHECK (((state = ANY (ARRAY['open'::text, 'read'::text])) AND ((state = 'read'::text) = (read_at IS NOT NULL))))
  CREATE INDEX second_reading_by_owner ON shared_diagnosis.second_reading USING btree (owner_organisation_id, month)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON shared_diagnosis.second_reading FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('second_reading_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON shared_diagnosis.second_reading FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table shared_diagnosis.shift
  shift_id text not null
  owner_organisation_id text not null
  kind text not null
  reader_id text not null
  reader_name text not null
  starts_at timestamp with time zone not null
  ends_at timestamp with time zone not null
  duty text not null
  cancelled_at timestamp with time zone
  constraint shift_duty_known CHECK ((duty = ANY (ARRAY['reader'::text, 'reviewer'::text, 'on-call'::text])))
  constraint shift_key PRIMARY KEY (shift_id)
  constraint shift_period CHECK ((ends_at > starts_at))
  CREATE INDEX shift_by_owner ON shared_diagnosis.shift USING btree (owner_organisation_id, starts_at)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON shared_diagnosis.shift FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('shift_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON shared_diagnosis.shift FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table shared_diagnosis.statement
  statement_id text not null
  owner_organisation_id text not null
  organisation_name text not null
  month text not null
  statement_version integer not null
  lines jsonb not null
  report_count integer not null
  total_fen bigint not null
  seal text not null
  reason text
  frozen_at timestamp with time zone not null
  frozen_by_name text not null
  constraint statement_key PRIMARY KEY (statement_id)
  constraint statement_once UNIQUE (owner_organisation_id, month, statement_version)
  grant insert, select to yigong_app

table shared_diagnosis.template
  template_id text not null
  owner_organisation_id text not null
  owner_id text
  owner_name text not null
  purpose text not null
  kind text not null
  modality text
  title text not null
  body_part text
  findings text not null
  impression text not null
  positive boolean not null
  fields jsonb not null
  template_version integer not null
  retired_at timestamp with time zone
  constraint template_key PRIMARY KEY (template_id)
  constraint template_purpose_known CHECK ((purpose = ANY (ARRAY['template'::text, 'phrase'::text])))
  CREATE INDEX template_by_owner ON shared_diagnosis.template USING btree (owner_organisation_id, kind) WHERE (retired_at IS NULL)
  grant insert, select, update to yigong_app

table shared_diagnosis.watch_mark
  watch text not null
  seen_until timestamp with time zone not null
  constraint watch_mark_key PRIMARY KEY (watch)
  grant insert, select, update to yigong_app

view shared_diagnosis_report.contract_fact as
 SELECT c.contract_id,
    c.kind,
    c.owner_organisation_id AS centre_organisation_id,
    m.member_organisation_id,
    c.contract_rank,
    c.valid_from,
    c.valid_until
   FROM shared_diagnosis.centre_contract c
     JOIN shared_diagnosis.contract_member m USING (contract_id);
  grant select to yigong_app

view shared_diagnosis_report.critical_fact as
 SELECT critical_id,
    kind,
    code,
    state,
    person_id,
    reporter_organisation_id,
    receiver_organisation_id,
    detected_at,
    notified_at,
    acknowledged_at,
    acted_at,
    closed_at,
    escalation_level,
    acknowledged_at <= (notified_at + make_interval(mins => clock[1])) AS acknowledged_in_time,
    EXTRACT(epoch FROM acknowledged_at - notified_at) / 60::numeric AS acknowledge_minutes
   FROM shared_diagnosis.critical_value v;
  grant select to yigong_app

view shared_diagnosis_report.order_fact as
 SELECT order_id,
    kind,
    modality,
    priority,
    state,
    person_id,
    requesting_organisation_id,
    performing_organisation_id,
    centre_organisation_id,
    requesting_organisation_id <> centre_organisation_id OR performing_organisation_id <> centre_organisation_id AS remote,
    overflow,
    quality_grade,
    positive,
    critical,
    report_version,
    escalation_level,
    created_at,
    ready_at,
    issued_at,
    deadline,
    to_char((created_at AT TIME ZONE 'Asia/Shanghai'::text), 'YYYY-MM'::text) AS ordered_month,
    to_char((issued_at AT TIME ZONE 'Asia/Shanghai'::text), 'YYYY-MM'::text) AS issued_month,
    EXTRACT(epoch FROM issued_at - ready_at) / 60::numeric AS report_minutes,
    issued_at <= deadline AS on_time,
    state = 'cancelled'::text AND reason_code = 'recognised'::text AS recognised
   FROM shared_diagnosis.diagnosis_order o;
  grant select to yigong_app

table signature.requirement
  kind text not null
  since timestamp with time zone not null
  constraint requirement_key PRIMARY KEY (kind)
  grant select to yigong_app

table signature.signature
  signature_id text not null
  document text not null
  owner_organisation_id text not null
  signer_id text not null
  signer_name text not null
  key_id text not null
  algorithm text not null
  digest bytea not null
  value bytea not null
  signed_at timestamp with time zone not null
  parts jsonb
  constraint signature_key PRIMARY KEY (signature_id)
  constraint signature_key_id_fkey FOREIGN KEY (key_id) REFERENCES signature.signing_key(key_id)
  CREATE INDEX signature_document ON signature.signature USING btree (document, signed_at)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON signature.signature FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('signature_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON signature.signature FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select to yigong_app

table signature.signing_key
  key_id text not null
  holder text not null
  provider text not null
  public_key text not null
  private_key text not null
  created_at timestamp with time zone not null default clock_timestamp()
  retired_at timestamp with time zone
  constraint signing_key_key PRIMARY KEY (key_id)
  constraint signing_key_provider_known CHECK ((provider = ANY (ARRAY['national'::text, 'international'::text])))
  CREATE UNIQUE INDEX signing_key_active ON signature.signing_key USING btree (holder) WHERE (retired_at IS NULL)
  CREATE TRIGGER direct_change AFTER INSERT OR DELETE OR UPDATE ON signature.signing_key FOR EACH ROW WHEN (((current_setting('role'::text) <> 'yigong_app'::text) AND (current_setting('yigong.migration'::text, true) IS DISTINCT FROM 'running'::text))) EXECUTE FUNCTION audit.note_direct_change('key_id')
  CREATE TRIGGER direct_truncate AFTER TRUNCATE ON signature.signing_key FOR EACH STATEMENT EXECUTE FUNCTION audit.note_direct_change()
  grant insert, select, update to yigong_app

table task_ledger.action
  action_id text not null
  action_number bigint not null identity
  task_id text not null
  action text not null
  state_after text not null
  note text
  progress integer
  score numeric(5,2)
  owner_organisation_id text not null
  subject_id text not null
  subject_name text not null
  recorded_at timestamp with time zone not null
  resolution_number text
  constraint action_known CHECK ((action = ANY (ARRAY['register'::text, 'change'::text, 'withdraw'::text, 'assign'::text, 'plan'::text, 'start'::text, 'report'::text, 'submit'::text, 'verify'::text, 'return'::text, 'close'::text, 'suspend'::text, 'resume'::text])))
  constraint action_pkey PRIMARY KEY (action_id)
  constraint action_task_id_fkey FOREIGN KEY (task_id) REFERENCES task_ledger.task(task_id)
  CREATE INDEX action_task ON task_ledger.action USING btree (task_id, action_number)
  grant insert, select to yigong_app

table task_ledger.bulletin
  bulletin_id text not null
  number text not null
  quarter text not null
  source_id text
  title text not null
  comments text not null
  content jsonb not null
  digest text not null
  owner_organisation_id text not null
  subject_id text not null
  subject_name text not null
  published_at timestamp with time zone not null
  constraint bulletin_digest_shape CHECK ((digest ~ '^[0-9a-f]{64}$'::text))
  constraint bulletin_once UNIQUE NULLS NOT DISTINCT (owner_organisation_id, quarter, source_id)
  constraint bulletin_pkey PRIMARY KEY (bulletin_id)
  constraint bulletin_quarter_shape CHECK ((quarter ~ '^[0-9]{4}Q[1-4]$'::text))
  grant insert, select to yigong_app

table task_ledger.evidence
  evidence_id text not null
  task_id text not null
  title text not null
  link text
  note text
  owner_organisation_id text not null
  subject_id text not null
  subject_name text not null
  recorded_at timestamp with time zone not null
  constraint evidence_pkey PRIMARY KEY (evidence_id)
  constraint evidence_task_id_fkey FOREIGN KEY (task_id) REFERENCES task_ledger.task(task_id)
  CREATE INDEX evidence_task ON task_ledger.evidence USING btree (task_id)
  grant insert, select to yigong_app

table task_ledger.milestone
  milestone_id text not null
  task_id text not null
  title text not null
  due date not null
  quarter text not null
  target text
  done_on date
  plan_number integer not null
  owner_organisation_id text not null
  constraint milestone_pkey PRIMARY KEY (milestone_id)
  constraint milestone_quarter_shape CHECK ((quarter ~ '^[0-9]{4}Q[1-4]$'::text))
  constraint milestone_task_id_fkey FOREIGN KEY (task_id) REFERENCES task_ledger.task(task_id)
  CREATE INDEX milestone_task ON task_ledger.milestone USING btree (task_id, plan_number)
  grant insert, select, update to yigong_app

table task_ledger.party
  task_id text not null
  body_id text not null
  name jsonb not null
  role text not null
  organisation_id text
  owner_organisation_id text not null
  constraint party_pkey PRIMARY KEY (task_id, body_id)
  constraint party_role_known CHECK ((role = ANY (ARRAY['lead'::text, 'joint'::text])))
  constraint party_task_id_fkey FOREIGN KEY (task_id) REFERENCES task_ledger.task(task_id)
  CREATE INDEX party_organisation ON task_ledger.party USING btree (organisation_id, task_id)
  grant insert, select, update to yigong_app

table task_ledger.receipt
  bulletin_id text not null
  owner_organisation_id text not null
  note text
  subject_id text not null
  subject_name text not null
  recorded_at timestamp with time zone not null
  constraint receipt_bulletin_id_fkey FOREIGN KEY (bulletin_id) REFERENCES task_ledger.bulletin(bulletin_id)
  constraint receipt_pkey PRIMARY KEY (bulletin_id, owner_organisation_id)
  grant insert, select to yigong_app

CREATE OR REPLACE FUNCTION task_ledger.shows_task(asked_task text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select exists (select 1 from task_ledger.task t where t.task_id = asked_task and (access.sight_holds(t.owner_organisation_id) or access.sight_holds(t.lead_organisation_id)))
    or exists (select 1 from task_ledger.party p where p.task_id = asked_task and access.sight_holds(p.organisation_id))
$function$


table task_ledger.task
  task_id text not null
  number text not null
  kind text not null
  source_id text not null
  source_name jsonb not null
  source_task_id text not null
  clause text
  title jsonb not null
  work jsonb not null
  is_key boolean not null
  due date
  indicator_ids text[] not null default '{}'::text[]
  lead_body_id text not null
  lead_name jsonb not null
  lead_organisation_id text
  owner_organisation_id text not null
  state text not null
  state_since timestamp with time zone not null
  progress integer not null default 0
  problem text
  next_step text
  score numeric(5,2)
  indicator_light text
  submitted_by text
  in_force boolean not null default true
  reminded_on date
  constraint task_has_lead CHECK (((state = 'imported'::text) OR (lead_organisation_id IS NOT NULL)))
  constraint task_light_known CHECK ((indicator_light = ANY (ARRAY['green'::text, 'amber'::text, 'red'::text, 'grey'::text])))
  constraint task_pkey PRIMARY KEY (task_id)
  constraint task_progress_share CHECK (((progress >= 0) AND (progress <= 100)))
  constraint task_score_range CHECK (((score >= (0)::numeric) AND (score <= (100)::numeric)))
  constraint task_source_once UNIQUE (source_id, source_task_id)
  constraint task_state_known CHECK ((state = ANY (ARRAY['imported'::text, 'assigned'::text, 'planned'::text, 'in-progress'::text, 'submitted'::text, 'verified'::text, 'done'::text, 'returned'::text, 'suspended'::text])))
  CREATE INDEX task_due ON task_ledger.task USING btree (due) WHERE (state <> ALL (ARRAY['done'::text, 'verified'::text, 'suspended'::text]))
  CREATE INDEX task_lead ON task_ledger.task USING btree (lead_organisation_id, state)
  CREATE INDEX task_owner ON task_ledger.task USING btree (owner_organisation_id, source_id, number)
  grant insert, select, update to yigong_app
