import { countNumbersTried } from '#platform/access/number-trials.ts';
import type { Filter } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import { holdsIdentityNumber } from '#platform/kernel/check-digits.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listStudies as declared } from '../../contract.ts';
import { namesOf } from '../rules/describe-instance.ts';
import { studyView } from '../rules/study-view.ts';
import { openStudies } from '../store/open-numbers.ts';
import { patientIdFilter } from '../store/patient-id-filter.ts';
import { listStudyRows, STUDY_SCOPE } from '../store/studies.ts';

type Input = InputOf<typeof declared>;

const compact = (day: string): string => day.replaceAll('-', '');

export async function listStudies({ sql, subject, gate, about }: QueryContext, input: Input): Promise<ResultOf<typeof declared>> {
  const found = await countNumbersTried(subject, holdsIdentityNumber(input.q ?? '') ? 1 : 0);
  const page = await listStudyRows(sql, { scope: gate.scope(STUDY_SCOPE), filters: [...filtersOf(input), ...(await wordFilters(sql, input))], limit: input.limit, offset: input.offset });
  if (page.total > 0) found();
  // Whose images nobody sees here is no entry in anybody's record.
  about({ personId: page.total === 0 ? null : (input.personId ?? null) });
  return { ...page, rows: (await openStudies(sql, subject, page.rows)).map(studyView) };
}

/** A number in full, or a part of a name. */
async function wordFilters(sql: Sql, { q }: Input): Promise<Filter[]> {
  if (q === undefined || q === '') return [];
  const wanted = (namesOf(q)[0] ?? q.toLowerCase()).replace(/[\\%_]/g, '\\$&');
  const { text, values } = await patientIdFilter(sql, [q]);
  return [{
    text: `${text} or study.accession_number = ? or study.study_uid = ? or exists (select 1 from unnest(study.patient_names) as one (name) where one.name like ?)`,
    values: [...values, q, q, `%${wanted}%`],
  }];
}

function filtersOf({ modality, from, until, personId, match, quality }: Input): Filter[] {
  const filters: Filter[] = [];
  if (modality !== undefined) filters.push({ text: 'study.modalities && ?::text[]', values: [[modality].flat()] });
  if (from !== undefined) filters.push({ text: 'study.study_date >= ?', values: [compact(from)] });
  if (until !== undefined) filters.push({ text: 'study.study_date <= ?', values: [compact(until)] });
  if (personId !== undefined) filters.push({ text: 'study.person_id = ?', values: [personId] });
  if (match !== undefined) filters.push({ text: `study.person_id is ${match === 'matched' ? 'not ' : ''}null`, values: [] });
  if (quality !== undefined) filters.push({ text: `study.refusal_reason is ${quality === 'refused' ? 'not ' : ''}null`, values: [] });
  return filters;
}
