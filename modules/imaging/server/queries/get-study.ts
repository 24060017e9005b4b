import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { getStudy as declared } from '../../contract.ts';
import { textOf } from '../rules/imaging-study.ts';
import { studyView } from '../rules/study-view.ts';
import { openOwnSeries, openStudies, openStudy } from '../store/open-numbers.ts';
import { addressFilters, findSeriesOf, findWhole, listStudyRows, STUDY_SCOPE } from '../store/studies.ts';

/** Earlier and later studies of the same person that are offered for comparison. */
const OTHERS_MAX = 50;

export async function getStudy({ sql, subject, gate, about }: QueryContext, { id }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const scope = gate.scope(STUDY_SCOPE);
  const { rows } = await listStudyRows(sql, { scope, filters: addressFilters({ studyUid: id }), limit: 1, offset: 0 });
  const row = rows[0];
  if (row === undefined) throw platformProblem((await findWhole(sql, { studyUid: id })) === undefined ? 'platform.not-found' : 'platform.record-forbidden');
  about({ resource: `ImagingStudy/${row.fhirId}`, personId: row.personId, organisationId: row.ownerOrganisationId });
  const series = await openOwnSeries(sql, subject, await findSeriesOf(sql, id));
  const same = row.personId === null
    ? { text: 'study.person_id is null and study.owner_organisation_id = ? and (study.patient_id = ? or study.patient_id_index = ?) and study.study_uid <> ?', values: [row.ownerOrganisationId, row.patientId, row.patientIdIndex, id] }
    : { text: 'study.person_id = ? and study.study_uid <> ?', values: [row.personId, id] };
  const others = await listStudyRows(sql, { scope, filters: [same], limit: OTHERS_MAX, offset: 0 });
  return {
    study: studyView(await openStudy(sql, subject, row)),
    series: series.map((each) => ({
      seriesUid: each.seriesUid, modality: each.modality, seriesNumber: each.seriesNumber, instanceCount: each.instanceCount,
      description: textOf(each.attributes, '0008103E') ?? null, bodyPart: textOf(each.attributes, '00180015') ?? null,
    })),
    others: (await openStudies(sql, subject, others.rows)).map(studyView),
  };
}
