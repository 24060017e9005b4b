import type { ResidentEntry } from '#modules/residents/server/api.ts';
import type { RecordBasis } from '#platform/access/record-basis.ts';
import { addDays } from '#platform/kernel/period.ts';
import type { WorldWrite } from '#tests/world/clinical/person-context.ts';
import type { WorldResident } from '#tests/world/people/types.ts';
import type { ResidentBatch } from '#tests/world/world.ts';

/** A person of the world as the person index files it. */
export function residentEntry(resident: WorldResident): ResidentEntry {
  const number = (type: 'id-card' | 'insurance-number', value: string) => ({ type, value, standing: 'held' as const });
  return {
    residentId: resident.id,
    ownerOrganisationId: resident.managingOrganisationId,
    kind: resident.motherId === null ? 'resident' : 'newborn',
    name: resident.name,
    sex: resident.sex,
    birthDate: resident.birthDate,
    phone: resident.phone,
    address: resident.address,
    householdId: resident.householdId,
    motherId: resident.motherId,
    birthOrder: resident.motherId === null ? null : 1,
    temporaryLabel: null,
    identifiers: [
      ...(resident.document === null ? [] : [number('id-card', resident.document.number)]),
      ...(resident.insuranceNumber === null ? [] : [number('insurance-number', resident.insuranceNumber)]),
    ],
  };
}

/** A house that saw somebody may open the record for this long after the visit. */
const TREATMENT_DAYS = 90;

export interface BasisRequest {
  readonly batch: ResidentBatch;
  readonly organisationOf: (staffId: string) => string;
  readonly referenceDate: string;
}

const at = (date: string): Date => new Date(`${date}T00:00:00+08:00`);

/** Why organisations may open records, beside the registration that the person index grants: recent treatment and family-doctor contracts. */
export function recordBases({ batch, organisationOf, referenceDate }: BasisRequest): RecordBasis[] {
  const contracts = batch.households
    .flatMap((household) => household.residents)
    .flatMap((resident): RecordBasis[] =>
      resident.familyDoctorId === null
        ? []
        : [{
            personId: resident.id,
            organisationId: organisationOf(resident.familyDoctorId),
            basis: 'contract',
            source: `world/contract/${resident.id}`,
            validFrom: at(addDays(referenceDate, -300)),
            validUntil: at(addDays(referenceDate, 400)),
          }],
    );
  return [...contracts, ...treatmentBases(batch.records, referenceDate)];
}

function treatmentBases(records: readonly WorldWrite[], referenceDate: string): RecordBasis[] {
  const earliest = addDays(referenceDate, -TREATMENT_DAYS);
  return records.flatMap(({ resource, ownerOrganisationId }): RecordBasis[] => {
    if (resource.resourceType !== 'Encounter') return [];
    const start = resource.period!.start!;
    const open = resource.status === 'in-progress';
    if (!open && start.slice(0, 10) < earliest) return [];
    return [{
      personId: resource.subject!.reference!.slice('Patient/'.length),
      organisationId: ownerOrganisationId,
      basis: 'treatment',
      source: `encounter/${resource.id}`,
      validFrom: new Date(start),
      validUntil: open ? null : at(addDays(start.slice(0, 10), TREATMENT_DAYS)),
    }];
  });
}
