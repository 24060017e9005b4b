import type { Filter } from '#platform/database/list-query.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listStudies as declared } from '../../contract.ts';
import { namesOf } from '../rules/describe-instance.ts';
import { studyView } from '../rules/study-view.ts';
import { listStudyRows, STUDY_SCOPE } from '../store/studies.ts';

type Input = InputOf<typeof declared>;

const compact = (day: string): string => day.replaceAll('-', '');

export async function listStudies({ sql, gate, about }: QueryContext, input: Input): Promise<ResultOf<typeof declared>> {
  const page = await listStudyRows(sql, { scope: gate.scope(STUDY_SCOPE), filters: filtersOf(input), limit: input.limit, offset: input.offset });
  // Whose images nobody sees here is no entry in anybody's record.
  about({ personId: page.total === 0 ? null : (input.personId ?? null) });
  return { ...page, rows: page.rows.map(studyView) };
}

function filtersOf({ q, modality, from, until, personId, match, quality }: Input): Filter[] {
  const filters: Filter[] = [];
  if (q !== undefined && q !== '') {
    const wanted = (namesOf(q)[0] ?? q.toLowerCase()).replace(/[\\%_]/g, '\\$&');
    filters.push({
      text: 'study.patient_id = ? or study.accession_number = ? or study.study_uid = ? or exists (select 1 from unnest(study.patient_names) as one (name) where one.name like ?)',
      values: [q, q, q, `%${wanted}%`],
    });
  }
  if (modality !== undefined) filters.push({ text: 'study.modalities && ?::text[]', values: [[modality].flat()] });
  if (from !== undefined) filters.push({ text: 'study.study_date >= ?', values: [compact(from)] });
  if (until !== undefined) filters.push({ text: 'study.study_date <= ?', values: [compact(until)] });
  if (personId !== undefined) filters.push({ text: 'study.person_id = ?', values: [personId] });
  if (match !== undefined) filters.push({ text: `study.person_id is ${match === 'matched' ? 'not ' : ''}null`, values: [] });
  if (quality !== undefined) filters.push({ text: `study.refusal_reason is ${quality === 'refused' ? 'not ' : ''}null`, values: [] });
  return filters;
}
