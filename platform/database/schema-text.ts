import type { Sql } from './transaction.ts';

/** Everything that PostgreSQL itself or the migration runner owns. */
const OURS = "n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public')";

interface Line {
  readonly place: string;
  readonly line: string;
}

const STATEMENTS: readonly string[] = [
  `select n.nspname || '.' || c.relname as place,
     case c.relkind when 'v' then 'view ' when 'm' then 'materialized view ' else 'table ' end || n.nspname || '.' || c.relname
       || case when c.relkind in ('v', 'm') then E' as\\n' || pg_get_viewdef(c.oid, true) else '' end as line, 0 as rank, 0 as position
   from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where ${OURS} and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition`,
  `select n.nspname || '.' || c.relname as place,
     '  ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end
       || case when a.attidentity <> '' then ' identity' when a.attgenerated <> '' then ' generated as ' || pg_get_expr(d.adbin, d.adrelid)
          when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end as line, 1 as rank, a.attnum::int as position
   from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
   where ${OURS} and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped`,
  `select n.nspname || '.' || c.relname as place, '  constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid) as line, 2 as rank, 0 as position
   from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
   where ${OURS} and not c.relispartition and k.contype <> 'n'`,
  `select n.nspname || '.' || c.relname as place, '  ' || pg_get_indexdef(i.indexrelid) as line, 3 as rank, 0 as position
   from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
   where ${OURS} and not c.relispartition and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)`,
  `select n.nspname || '.' || c.relname as place, '  ' || pg_get_triggerdef(t.oid) as line, 4 as rank, 0 as position
   from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
   where ${OURS} and not c.relispartition and not t.tgisinternal`,
  `select g.table_schema || '.' || g.table_name as place, '  grant ' || string_agg(lower(g.privilege_type), ', ' order by g.privilege_type) || ' to yigong_app' as line, 5 as rank, 0 as position
   from information_schema.role_table_grants g join pg_class c on c.relname = g.table_name
     join pg_namespace n on n.oid = c.relnamespace and n.nspname = g.table_schema
   where g.grantee = 'yigong_app' and ${OURS} and not c.relispartition group by 1, g.table_schema, g.table_name`,
  `select n.nspname || '.' || p.proname as place, pg_get_functiondef(p.oid) as line, 0 as rank, 0 as position
   from pg_proc p join pg_namespace n on n.oid = p.pronamespace
   where ${OURS} and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')`,
];

/**
 * The schema of a migrated database as text, in a stable order: tables with columns, constraints, indexes, triggers and
 * what the application role may do; views; functions. Written to platform/database/schema.sql for review and compared.
 */
export async function schemaText(sql: Sql): Promise<string> {
  const lines = await sql.query<Line>(
    `select place, line from (${STATEMENTS.join('\nunion all\n')}) everything order by place collate "C", rank, position, line collate "C"`,
  );
  const header = '-- The schema as the migrations make it. Written by `YIGONG_WRITE=1 npx vitest run tests/house/database.test.ts`; never edited.\n';
  const blocks: string[] = [];
  let place = '';
  for (const each of lines) {
    if (each.place !== place) blocks.push('');
    place = each.place;
    blocks.push(each.line.replace(/[ \t]+$/gm, ''));
  }
  return `${header}${blocks.join('\n')}\n`;
}
