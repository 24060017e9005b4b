-- The second wall of the rooms' own tables (docs/decisions/0073-row-security-of-rooms.md). A room says in its migrations which of its tables hold
-- something of a person and by which columns such a row may be seen: access.wall. Tables that hold nothing of a person: access.leave_open.
-- What a room says nothing about, queries of subjects cannot read at all (yigong_reader has no grant).
create function access.sight_organisations() returns text[] language sql stable parallel safe
  return string_to_array(btrim(current_setting('yigong.organisations', true), ','), ',');
comment on function access.sight_organisations() is 'Organisations that the statement reads for.';

create function access.sight_purpose() returns text language sql stable parallel safe
  return coalesce(nullif(current_setting('yigong.purpose', true), ''), 'treatment');
comment on function access.sight_purpose() is 'What the statement reads for.';

-- What a policy looks up in a ground: the condition of scopeCondition, for the person in one column of the table.
create function access.ground_condition(person text) returns text language sql immutable
  return 'exists (select 1 from access.record_basis basis where basis.person_id = ' || person || ' and basis.resource is null'
    || ' and basis.organisation_id = any ((select access.sight_organisations())::text[])'
    || ' and basis.valid_from <= now() and (basis.valid_until is null or basis.valid_until > now())'
    || ' and (case when basis.purpose is null then (select access.sight_purpose()) not in (''statistics'', ''research'') else basis.purpose = (select access.sight_purpose()) end)'
    || ' and (basis.basis = ''emergency'' or not access.is_refused(basis.person_id, basis.organisation_id, (select access.sight_purpose()))))';
comment on function access.ground_condition(text) is 'Text of the condition that an open ground opens the whole record of the person in that column.';

-- organisations: columns whose organisation may see the row; persons: columns whose person may see it, and whoever may open that person's record;
-- own: columns whose person alone may; parent, parent_key, own_key: the row is seen with the row of another walled table; more: a condition of its own.
create function access.wall(protected regclass, organisations text[] default '{}', persons text[] default '{}', own text[] default '{}',
  parent regclass default null, parent_key text default null, own_key text default null, more text default null) returns void language plpgsql as $$
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
end $$;
comment on function access.wall(regclass, text[], text[], text[], regclass, text, text, text) is 'Row security on a table of a room that holds something of a person.';

create function access.leave_open(variadic tables regclass[]) returns void language plpgsql as $$
declare
  each_table regclass;
begin
  foreach each_table in array tables loop
    execute format('grant usage on schema %s to yigong_reader', (select quote_ident(n.nspname) from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = each_table));
    execute format('grant select on %s to yigong_reader', each_table);
  end loop;
end $$;
comment on function access.leave_open(regclass[]) is 'Queries of subjects may read these tables and views, which hold nothing of a person or look at walled tables as whoever asks.';
revoke all on function access.wall(regclass, text[], text[], text[], regclass, text, text, text), access.leave_open(regclass[]), access.ground_condition(text) from public;
