import { bindCommand, bindPlatformQuery, type BoundOperation } from '#platform/http/operation.ts';
import { listTaskStands } from '#platform/jobs/task.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { acceptSearchParameters } from '#fhir/search/custom/register.ts';
import type { SearchParameter } from '#fhir/types/resources.gen.ts';
import { isResourceType } from '#fhir/types/structure-table.ts';
import { getResource } from '../repository/read.ts';
import type { ResourceWrite, WriteContext } from '../repository/resource-write.ts';
import { writeResources } from '../repository/write.ts';
import { addSearchParameter, contract, listSearchParameters, retireSearchParameter } from './contract.ts';
import { listParameterRows } from './store.ts';

const problem = problemsOf(contract.problems);
const EXPANDING = new Set(['Resource', 'DomainResource']);

export const searchParameterOperations: readonly BoundOperation[] = [
  bindPlatformQuery(listSearchParameters, async ({ sql, about }) => {
    about({ resource: 'SearchParameter' });
    const rows = await listParameterRows(sql);
    const stands = new Map((await listTaskStands(sql, [...new Set(rows.map(({ taskId }) => taskId))])).map((each) => [each.taskId, each]));
    return {
      rows: rows.map(({ id, definition: { url, code, type, types, expression }, state, taskId, registeredAt }) => {
        const stand = stands.get(taskId);
        const isStopped = state === 'indexing' && (stand?.state === 'failed' || stand?.state === 'cancelled');
        return { id, url, code, type, types: [...types], expression, state: isStopped ? 'stopped' as const : state, jobId: taskId, done: stand?.done ?? 0, total: stand?.total ?? null, registeredAt: registeredAt.toISOString() };
      }),
    };
  }),

  bindCommand(addSearchParameter, async ({ tx, subject, now, newId, about, emit }, input) => {
    if (!input.base.every((type) => isResourceType(type) || EXPANDING.has(type))) throw problem('fhir-administration.unknown-type');
    if ((await listParameterRows(tx)).some(({ definition }) => definition.url === input.url)) throw problem('fhir-administration.url-taken');
    const id = newId();
    const { url, code, description, base, type, expression } = input;
    const resource = { resourceType: 'SearchParameter', id, url, name: code, description, status: 'active', code, base, type, expression } as SearchParameter;
    const writes: ResourceWrite[] = [{ method: 'put', resource, ownerOrganisationId: null }];
    const context: WriteContext = { tx, subject, now, newId };
    // Held to what outside clients are held to; that the index of every organisation is built anew is what the permission says.
    await acceptSearchParameters({ ...context, subject: { ...subject, everyOrganisation: true }, outside: true }, writes);
    await writeResources(context, writes);
    about({ resource: `SearchParameter/${id}` });
    emit('fhir-administration.search-parameter-added', { searchParameterId: id, code }, []);
    return { id };
  }),

  bindCommand(retireSearchParameter, async ({ tx, subject, now, newId, about, emit }, { id }) => {
    if (!(await listParameterRows(tx)).some((each) => each.id === id)) throw problem('fhir-administration.unknown-parameter');
    const resource = await getResource(tx, 'SearchParameter', id);
    await writeResources({ tx, subject, now, newId }, [{ method: 'put', resource: { ...resource, status: 'retired' }, ownerOrganisationId: null }]);
    about({ resource: `SearchParameter/${id}` });
    emit('fhir-administration.search-parameter-retired', { searchParameterId: id }, []);
    return { id };
  }),
];
