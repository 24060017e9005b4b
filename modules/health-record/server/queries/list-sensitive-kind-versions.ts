import { listSensitiveKindVersions as listVersions } from '#platform/access/sensitivity-list.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listSensitiveKindVersions as operation } from '../../contract/sensitive-kinds.ts';
import { sensitiveKindView } from '../rules/sensitive-kind-view.ts';

export async function listSensitiveKindVersions({ sql }: QueryContext, { category, limit }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  return { rows: (await listVersions(sql, { category, limit })).map(sensitiveKindView) };
}
