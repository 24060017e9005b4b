import { listSubtree } from '#platform/access/organisation-tree.ts';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { findTitle } from '../../store/calling-titles.ts';

/** Whom a calling device acts for; undefined for a title that nobody registered or that is switched off. */
export async function subjectOfTitle(sql: Sql, callingTitle: string): Promise<Subject | undefined> {
  const title = await findTitle(sql, callingTitle.trim());
  if (title === undefined || !title.isActive) return undefined;
  return {
    ...systemSubject,
    kind: 'client', id: `dicom-${title.callingTitle}`, name: title.description,
    organisationId: title.ownerOrganisationId, organisationIds: await listSubtree(sql, title.ownerOrganisationId),
    scopes: ['system/ImagingStudy.cruds', 'system/ServiceRequest.rs', 'system/Patient.rs'], everyOrganisation: false,
  };
}
