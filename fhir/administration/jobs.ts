import type { Sql } from '#platform/database/transaction.ts';
import { findFileKey } from '#platform/files/file-key.ts';
import { bindCommand, bindPlatformQuery, type BoundOperation } from '#platform/http/operation.ts';
import { listTasksOfKinds, lockTask, resumeTask, type TaskLine } from '#platform/jobs/administration.ts';
import { askTaskToStop, startTask } from '#platform/jobs/task.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { REINDEX_TASK } from '#fhir/search/custom/register.ts';
import { resourceTypes } from '#fhir/types/resources.gen.ts';
import { isResourceType } from '#fhir/types/structure-table.ts';
import { EXPORT_TASK, filesOf } from '../operations/bulk/export-task.ts';
import { IMPORT_TASK, importFileId, importProgressOf } from '../operations/bulk/import-task.ts';
import { cancelFhirJob, contract, fhirJobKinds, listFhirJobs, resumeFhirJob, startReindex, type FhirJobView } from './contract.ts';

const problem = problemsOf(contract.problems);
const TITLE = { zh: '重建 FHIR 检索索引', en: 'Rebuild the FHIR search values' };

export const jobOperations: readonly BoundOperation[] = [
  bindPlatformQuery(listFhirJobs, async ({ sql, about }, paging) => {
    about({ resource: 'job' });
    const page = await listTasksOfKinds(sql, { kinds: fhirJobKinds, ...paging });
    return { ...page, rows: await Promise.all(page.rows.map((row) => viewOf(sql, row))) };
  }),

  bindCommand(startReindex, async ({ tx, subject, now, newId, about, emit }, { type }) => {
    if (type !== undefined && !isResourceType(type)) throw problem('fhir-administration.unknown-type');
    const types = type === undefined ? resourceTypes : [type];
    const id = await startTask(tx, { subject, taskId: newId(), task: { kind: REINDEX_TASK, title: TITLE, input: { types, since: now.toISOString() } } });
    about({ resource: `job/${id}` });
    emit('fhir-administration.reindex-started', { taskId: id }, []);
    return { id };
  }),

  bindCommand(cancelFhirJob, async ({ tx, about, emit }, { id }) => {
    const found = await lockTask(tx, { id, kinds: fhirJobKinds });
    if (found === undefined || !(await askTaskToStop(tx, id))) throw problem('fhir-administration.job-over');
    about({ resource: `job/${id}` });
    emit('fhir-administration.fhir-job-cancelled', { taskId: id }, []);
    return { id };
  }),

  bindCommand(resumeFhirJob, async ({ tx, about, emit }, { id }) => {
    const found = await lockTask(tx, { id, kinds: fhirJobKinds });
    if (found === undefined || !(await canResume(tx, found)) || !(await resumeTask(tx, id))) throw problem('fhir-administration.cannot-resume');
    about({ resource: `job/${id}` });
    emit('fhir-administration.fhir-job-resumed', { taskId: id }, []);
    return { id };
  }),
];

async function viewOf(sql: Sql, row: TaskLine): Promise<FhirJobView> {
  const { input: _input, subjectId: _subjectId, cursor, createdAt, finishedAt, kind, ...shown } = row;
  return {
    ...shown,
    kind: kind as FhirJobView['kind'],
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    files: kind === EXPORT_TASK ? [...filesOf(cursor)] : [],
    refused: kind === IMPORT_TASK ? importProgressOf(cursor).failed : 0,
    canResume: await canResume(sql, row),
  };
}

/** A stopped export was given up by whoever asked for it, with its files; an import goes on while what was sent is still there. */
async function canResume(sql: Sql, { id, kind, state, input }: TaskLine): Promise<boolean> {
  if (state !== 'failed' && state !== 'cancelled') return false;
  if (kind === EXPORT_TASK) return state === 'failed';
  if (kind !== IMPORT_TASK) return true;
  return (input as { sources?: unknown } | null)?.sources !== undefined || (await findFileKey(sql, importFileId(id, 0))) !== undefined;
}
