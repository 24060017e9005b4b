-- Citus knows no triggers on tables that it spreads over machines or copies to them: there, SQL run by hand is kept by the
-- log of the workers (docs/runbooks/growing.md). The rest is as before.
create or replace function audit.after_migration() returns void language plpgsql set search_path = pg_catalog as $$
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
end $$;
revoke all on function audit.after_migration() from public;
