import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listTeachingExports as declared } from '../../contract/teaching.ts';
import { listTeachingExportRows } from '../store/teaching.ts';

export async function listTeachingExports({ sql, gate, subject, now }: QueryContext, { limit, offset }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const page = await listTeachingExportRows(sql, { scope: gate.scope({ organisation: ['owner_organisation_id'] }), limit, offset });
  return {
    ...page,
    rows: page.rows.map(({ ownerOrganisationId: _owner, requestedBy, removedAt, requestedAt, readyAt, expiresAt, byteCount, ...row }) => ({
      ...row, byteCount: Number(byteCount), requestedAt: requestedAt.toISOString(), readyAt: readyAt?.toISOString() ?? null, expiresAt: expiresAt.toISOString(),
      state: removedAt !== null || expiresAt <= now ? 'removed' as const : readyAt === null ? 'making' as const : 'ready' as const, isOwn: requestedBy === subject.id,
    })),
  };
}
