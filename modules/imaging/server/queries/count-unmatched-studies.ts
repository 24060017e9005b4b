import type { QueryContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { countUnmatchedStudies as declared } from '../../contract.ts';
import { listStudyRows, STUDY_SCOPE } from '../store/studies.ts';

export async function countUnmatchedStudies({ sql, gate }: QueryContext): Promise<ResultOf<typeof declared>> {
  const page = await listStudyRows(sql, { scope: gate.scope(STUDY_SCOPE), filters: [{ text: 'study.person_id is null', values: [] }], limit: 1, offset: 0 });
  return { waiting: page.total };
}
