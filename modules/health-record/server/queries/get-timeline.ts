import type { z } from 'zod';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { beyondSight } from '#platform/database/transaction.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import { listPersonRecord } from '#fhir/repository/person-record.ts';
import type { getTimeline as operation, timelineSchema, TimelineKind } from '../../contract.ts';
import { timelineItemOf, typesOfKind } from '../rules/timeline-item.ts';
import { openRecord, recordTypes } from './open-record.ts';
import { organisationNames } from './organisation-names.ts';

type Filter = Omit<InputOf<typeof operation>, 'purpose'>;

export async function getTimeline(context: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  await openRecord(context, input);
  return readTimeline(context, input);
}

/** The timeline itself, once the record is open. */
export async function readTimeline(context: QueryContext, filter: Filter): Promise<z.infer<typeof timelineSchema>> {
  const asked = {
    subject: context.subject,
    personId: filter.personId,
    types: filter.kind ? typesOfKind[filter.kind] : recordTypes,
    ownerOrganisationId: filter.organisationId,
    from: filter.from && `${filter.from}T00:00:00+08:00`,
    until: filter.until && `${filter.until}T23:59:59.999+08:00`,
    anyToken: encounterClasses(filter.kind),
  };
  const page = await listPersonRecord(context.sql, { ...asked, offset: filter.offset, limit: filter.limit });
  // How much is not shown must be known, and nothing of it.
  const { hidden } = await listPersonRecord(beyondSight(context.sql), { ...asked, offset: 0, limit: 0 });
  const names = await organisationNames(context.sql, page.rows.map((row) => row.ownerOrganisationId));
  const rows = page.rows.flatMap(({ resource, ownerOrganisationId }) => {
    const item = timelineItemOf(resource);
    if (!item) return [];
    const organisationName = ownerOrganisationId === null ? '' : (names.get(ownerOrganisationId) ?? '');
    return [{ ...item, reference: `${resource.resourceType}/${resource.id}`, organisationId: ownerOrganisationId, organisationName }];
  });
  return { rows, total: page.total, hidden, offset: filter.offset, limit: filter.limit };
}

/** Visits and admissions are both encounters, told apart by their class (v3-ActCode). */
function encounterClasses(kind: TimelineKind | undefined): { parameter: string; value: string }[] | undefined {
  const of = (codes: readonly string[]) => codes.map((value) => ({ parameter: 'Encounter.class', value }));
  if (kind === 'admission') return of(['IMP', 'ACUTE']);
  if (kind === 'visit') return of(['AMB', 'EMER', 'HH', 'VR', 'SS', 'OBSENC', 'PRENC', 'FLD', 'NONAC', 'WELLNESS', 'OUTPATIENT', 'AMBULATORY', 'EMERGENCY', 'URGENTCARE']);
  return undefined;
}
