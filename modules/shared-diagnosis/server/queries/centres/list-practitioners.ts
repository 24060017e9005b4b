import { searchResources } from '#fhir/repository/search.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listPractitioners as operation } from '../../../contract/centres.ts';

const SHOWN_MAX = 200;

/** Practitioners with a role at the organisation, from the FHIR directory. */
export async function listPractitioners({ sql, gate, subject }: QueryContext, { organisationId, q }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  gate.requireOrganisation(organisationId);
  const { resources } = await searchResources(sql, subject, `PractitionerRole?organization=Organization/${encodeURIComponent(organisationId)}&_include=PractitionerRole:practitioner&_count=${SHOWN_MAX}`);
  const practitioners = resources.flatMap((resource) => {
    if (resource.resourceType !== 'Practitioner' || resource.id === undefined) return [];
    const [name] = resource.name ?? [];
    return [{ id: resource.id, name: name?.text ?? [name?.family, ...(name?.given ?? [])].filter(Boolean).join('') }];
  });
  const distinct = [...new Map(practitioners.map((each) => [each.id, each])).values()].filter((each) => q === undefined || each.name.includes(q));
  return { practitioners: distinct.sort((a, b) => a.name.localeCompare(b.name, 'zh')) };
}
