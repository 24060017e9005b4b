import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { ImportedResult, listImportedSatisfaction } from '../../contract/surveys.ts';
import { anyFilter, instant, plain } from './actions.ts';

export function listImportedRows(sql: Sql, input: InputOf<typeof listImportedSatisfaction>, scope: ScopeBuilder): Promise<Page<ImportedResult>> {
  return listPage<ImportedResult>(sql, {
    select: `organisation_id as "organisationId", kind, month, ${plain('mean')} as mean, valid, file_name as "fileName", imported_by as "importedBy", ${instant('recorded_at')} as at`, from: 'assessment.imported_result', scope,
    filters: anyFilter('kind', input.kind), orderBy: 'month desc, organisation_id, kind', limit: input.limit, offset: input.offset,
  });
}
