import { listResourcesById } from '#fhir/repository/read.ts';
import type { Organization } from '#fhir/types/resources.gen.ts';
import type { Gate } from '#platform/access/gate.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { assert, problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { LedgerSummary, TaskCard } from '../../contract/tasks.ts';
import { countByTownship, parentOf, type Participation } from '../rules/townships.ts';
import { cardColumns, lightOf, VISIBLE_BY } from './columns.ts';

const problem = problemsOf(contract.problems);

export interface SummaryQuestion {
  readonly sourceId: string | null;
  readonly today: string;
}

const COUNTS = `count(*)::int as total, count(*) filter (where state in ('done', 'verified'))::int as done, count(*) filter (where light = 'green')::int as green,
  count(*) filter (where light = 'amber')::int as amber, count(*) filter (where light = 'red')::int as red, count(*) filter (where light = 'grey')::int as grey`;

/** All counts of one moment, by one statement: they add up. */
export async function summarise(sql: Sql, gate: Gate, question: SummaryQuestion): Promise<LedgerSummary> {
  const { text, values } = seen(gate, question);
  const [row] = await sql.query<LedgerSummary & { participations: Participation[] }>(
    `with seen as materialized (${text})
     select (select to_jsonb(c) from (select ${COUNTS} from seen) c) as all,
       coalesce((select jsonb_agg(s order by s.count desc, s.state) from (select state, count(*)::int as count from seen group by state) s), '[]') as "byState",
       coalesce((select jsonb_agg(s order by s."sourceId") from (select source_id as "sourceId", (array_agg(source_name))[1] as name, ${COUNTS} from seen group by source_id) s), '[]') as "bySource",
       coalesce((select jsonb_agg(b order by b.done::numeric / b.total desc, b.red, b.total desc, b."bodyId") from (
         select source_id as "sourceId", lead_body_id as "bodyId", (array_agg(lead_name))[1] as name, ${COUNTS} from seen group by source_id, lead_body_id) b), '[]') as "byBody",
       coalesce((select jsonb_agg(o order by o.done::numeric / o.total desc, o.red, o.total desc, o."organisationId") from (
         select lead_organisation_id as "organisationId", lead_organisation_id as name, ${COUNTS} from seen where lead_organisation_id is not null group by lead_organisation_id) o), '[]') as "byOrganisation",
       coalesce((select jsonb_agg(p) from (
         select task_id as "taskId", lead_organisation_id as "organisationId", true as leads, state, light from seen where lead_organisation_id is not null
         union all select s.task_id, y.organisation_id, false, s.state, s.light from seen s join task_ledger.party y on y.task_id = s.task_id where y.role = 'joint' and y.organisation_id is not null) p), '[]') as participations`,
    values,
  );
  assert(row !== undefined, 'an aggregate answers one row');
  const { participations, byOrganisation = [], ...counts } = row;
  const directory = await readDirectory(sql, participations.map(({ organisationId }) => organisationId));
  return { ...counts, byOrganisation: byOrganisation.map((each) => ({ ...each, name: directory.get(each.organisationId)?.name ?? each.organisationId })), byTownship: countByTownship(participations, directory) };
}

/** The organisations and those above them. */
async function readDirectory(sql: Sql, ids: readonly string[]): Promise<Map<string, Organization>> {
  const directory = new Map<string, Organization>();
  for (let asked = [...new Set(ids)]; asked.length > 0; ) {
    const found = await listResourcesById(sql, 'Organization', asked);
    for (const organisation of found) directory.set(organisation.id ?? '', organisation);
    asked = [...new Set(found.flatMap((organisation) => parentOf(organisation) ?? []))].filter((id) => !directory.has(id));
  }
  return directory;
}

function seen(gate: Gate, { sourceId, today }: SummaryQuestion): { text: string; values: unknown[] } {
  const scope = gate.scope({ organisation: VISIBLE_BY })(1);
  const next = scope.values.length + 1;
  return {
    text: `select t.task_id, t.state, t.source_id, t.source_name, t.lead_body_id, t.lead_name, t.lead_organisation_id, ${lightOf(`$${next}`)} as light from task_ledger.task t
      where ${scope.text} and t.in_force and ($${next + 1}::text is null or t.source_id = $${next + 1})`,
    values: [...scope.values, today, sourceId],
  };
}

const LIST_MAX = 500;

/** For the lists of a bulletin, whole: more than 500 is refused, never a silently shorter list. */
export async function listForBulletin(sql: Sql, gate: Gate, question: SummaryQuestion & { part: 'overdue' | 'done' }): Promise<TaskCard[]> {
  const scope = gate.scope({ organisation: VISIBLE_BY })(1);
  const next = scope.values.length + 1;
  const condition = question.part === 'overdue' ? `t.due < $${next}::date and t.state not in ('done', 'verified', 'suspended')` : "t.state in ('done', 'verified')";
  const rows = await sql.query<TaskCard>(
    `select ${cardColumns(`$${next}`)} from task_ledger.task t where ${scope.text} and t.in_force and ($${next + 1}::text is null or t.source_id = $${next + 1}) and ${condition}
     order by t.due nulls last, t.source_id, t.number limit ${LIST_MAX + 1}`,
    [...scope.values, question.today, question.sourceId],
  );
  if (rows.length > LIST_MAX) throw problem('task-ledger.bulletin-too-long');
  return rows;
}
