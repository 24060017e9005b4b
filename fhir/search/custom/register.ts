import type { Sql } from '#platform/database/transaction.ts';
import { notifyDefinitions } from '#platform/events/definitions.ts';
import { requestCancel } from '#platform/jobs/task-state.ts';
import { startTask } from '#platform/jobs/task.ts';
import type { Resource, SearchParameter } from '#fhir/types/resources.gen.ts';
import { fhirProblem } from '../../problems.ts';
import type { ResourceWrite, StoredResource, WriteContext } from '../../repository/resource-write.ts';
import { defineParameter, type CustomDefinition, type KnownParameters } from './definition.ts';
import { markDefinitionsChanged } from './overlay.ts';

/** Computes search values anew in the background (`operations/bulk/reindex-task.ts`). */
export const REINDEX_TASK = 'fhir.reindex';

interface Registered {
  readonly parameterId: string;
  readonly definition: CustomDefinition;
  readonly state: string;
  readonly taskId: string;
  readonly subjectId: string;
}

/** Definitions are few and change seldom: their writers wait for each other, so that no code is given twice. */
const LOCK = "select pg_advisory_xact_lock(hashtextextended('fhir.search_parameter', 0))";

const isParameter = (resource: Resource): resource is SearchParameter => resource.resourceType === 'SearchParameter';

/**
 * What outside clients may not define is refused before anything is stored: `fhir.invalid` with the element at fault, and
 * `fhir.scope-missing` for those who do not see every organisation, because every row of the types is indexed anew.
 */
export async function acceptSearchParameters(context: WriteContext, writes: readonly ResourceWrite[]): Promise<void> {
  const active = writes.flatMap(({ resource, method }) => (method !== 'delete' && isParameter(resource) && resource.status === 'active' ? [resource] : []));
  if (!context.outside || active.length === 0) return;
  await context.tx.query(LOCK);
  const registered = await listRegistered(context.tx);
  const pending: { url: string; types: readonly string[]; code: string; type: CustomDefinition['type'] }[] = [];
  for (const resource of active) {
    const others = registered.filter(({ parameterId }) => !writes.some((write) => write.resource.id === parameterId && isParameter(write.resource)));
    const { definition, findings } = await defineParameter(resource, knownFrom([...others.map((each) => each.definition), ...pending]));
    if (findings.length > 0) throw fhirProblem('fhir.invalid', findings);
    if (definition && !context.subject.everyOrganisation) throw fhirProblem('fhir.scope-missing');
    if (definition) pending.push(definition);
  }
}

const knownFrom = (definitions: readonly Pick<CustomDefinition, 'url' | 'types' | 'code' | 'type'>[]): KnownParameters => ({
  typeByUrl: (url) => definitions.find((each) => each.url === url)?.type,
  ownerOf: (type, code) => definitions.find((each) => each.code === code && each.types.includes(type))?.url,
  count: definitions.length,
});

const listRegistered = (sql: Sql): Promise<Registered[]> =>
  sql.query<Registered>(
    `select parameter_id as "parameterId", definition, state, task_id as "taskId", subject_id as "subjectId" from fhir.search_parameter`,
  );

/**
 * What stored SearchParameters mean for searching, in the transaction that stores them: new and changed ones are indexed in the
 * background and refused to searchers until that is done; retired and deleted ones end at once, their values are swept away later.
 */
export async function followSearchParameters(context: WriteContext, stored: readonly Pick<StoredResource, 'type' | 'id' | 'changed' | 'content'>[]): Promise<void> {
  const changed = stored.filter(({ type, changed: isChanged }) => type === 'SearchParameter' && isChanged);
  if (changed.length === 0) return;
  await context.tx.query(LOCK);
  const registered = new Map((await listRegistered(context.tx)).map((each) => [each.parameterId, each]));
  const taskId = context.newId();
  const types = new Set<string>();
  const codes: string[] = [];
  for (const each of changed) {
    const before = registered.get(each.id);
    const definition = await storedDefinition(each, [...registered.values()].filter(({ parameterId }) => parameterId !== each.id));
    if (JSON.stringify(definition) === JSON.stringify(before?.definition)) continue;
    for (const type of [...(before?.definition.types ?? []), ...(definition?.types ?? [])]) types.add(type);
    if (before?.state === 'indexing') for (const type of await takeOver(context, before, taskId)) types.add(type);
    await context.tx.execute('delete from fhir.search_parameter where parameter_id = $1', [each.id]);
    registered.delete(each.id);
    if (definition) {
      await keep(context, { parameterId: each.id, definition, taskId });
      registered.set(each.id, { parameterId: each.id, definition, state: 'indexing', taskId, subjectId: context.subject.id });
    }
    codes.push(definition?.code ?? before!.definition.code);
  }
  if (types.size === 0) return;
  const named = codes.slice(0, 5).join(', ');
  const title = { zh: `为检索参数 ${named} 建立索引`, en: `Index the search parameter ${named}` };
  await startTask(context.tx, { subject: context.subject, taskId, task: { kind: REINDEX_TASK, title, input: { types: [...types], since: context.now.toISOString() } } });
  await notifyDefinitions(context.tx);
  context.tx.afterCommit(markDefinitionsChanged);
}

/** Work under way ends; what else it was indexing becomes part of the new work. Returns the types of that. */
async function takeOver({ tx }: WriteContext, before: Registered, taskId: string): Promise<string[]> {
  await requestCancel(tx, { taskId: before.taskId, kind: REINDEX_TASK, subjectId: before.subjectId });
  const rows = await tx.query<{ definition: CustomDefinition }>(
    "update fhir.search_parameter set task_id = $2 where task_id = $1 and state = 'indexing' and parameter_id <> $3 returning definition",
    [before.taskId, taskId, before.parameterId],
  );
  return rows.flatMap(({ definition }) => definition.types);
}

/** A room or an import may store what cannot be searched by: it is kept as a resource and not served. */
async function storedDefinition({ content }: Pick<StoredResource, 'content'>, others: readonly Registered[]): Promise<CustomDefinition | undefined> {
  const resource = content === '' ? undefined : (JSON.parse(content) as SearchParameter);
  if (resource?.status !== 'active') return undefined;
  const { definition, findings } = await defineParameter(resource, knownFrom(others.map((each) => each.definition)));
  return findings.length > 0 ? undefined : definition;
}

const keep = ({ tx, subject, now }: WriteContext, { parameterId, definition, taskId }: { parameterId: string; definition: CustomDefinition; taskId: string }): Promise<number> =>
  tx.execute(
    `insert into fhir.search_parameter (parameter_id, definition, state, task_id, subject_id, registered_at) values ($1, $2, 'indexing', $3, $4, $5)`,
    [parameterId, JSON.stringify(definition), taskId, subject.id, now],
  );

/** The parameters that a finished task has indexed can be searched by: its own, and those defined before it began to index their types. */
export async function finishIndexing(sql: Sql, { taskId, types, since }: { taskId: string; types: readonly string[]; since: string | undefined }): Promise<void> {
  const done = await sql.execute(
    `update fhir.search_parameter set state = 'ready' where state = 'indexing'
       and (task_id = $1 or (registered_at <= $3::timestamptz and (definition -> 'types')::jsonb <@ to_jsonb($2::text[])))`,
    [taskId, types, since ?? null],
  );
  if (done > 0) await notifyDefinitions(sql);
}

export interface IndexState {
  readonly code: string;
  readonly state: 'indexing' | 'ready';
  readonly taskId: string;
}

export async function findIndexState(sql: Sql, parameterId: string): Promise<IndexState | undefined> {
  const rows = await sql.query<IndexState>(`select definition ->> 'code' as code, state, task_id as "taskId" from fhir.search_parameter where parameter_id = $1`, [parameterId]);
  return rows[0];
}
