import type { MedicationRequest } from '#fhir/types/resources.gen.ts';
import type { WorldStaff } from '../plan/types.ts';
import { ATC, concept, referenceTo, RESTRICTED } from './codes.ts';
import type { Medicine } from './medicines.ts';
import type { Occasion } from './observations.ts';
import { keep, patientOf, practitionerOf, type PersonContext } from './person-context.ts';

export interface PrescriptionLine {
  readonly medicine: Medicine;
  readonly days: number;
  readonly active: boolean;
  readonly doctor: WorldStaff | undefined;
  readonly conditionId?: string;
  readonly restricted?: boolean;
}

export function prescribe(person: PersonContext, occasion: Occasion, line: PrescriptionLine): void {
  const { medicine } = line;
  const resource: MedicationRequest & { id: string } = {
    resourceType: 'MedicationRequest',
    id: person.ids.newId(),
    ...(line.restricted ? { meta: RESTRICTED } : {}),
    status: line.active ? 'active' : 'completed',
    intent: 'order',
    medicationCodeableConcept: concept(ATC, medicine),
    subject: patientOf(person),
    ...(occasion.encounter === undefined ? {} : { encounter: referenceTo('Encounter', occasion.encounter.id) }),
    authoredOn: occasion.at,
    ...(line.doctor === undefined ? {} : { requester: practitionerOf(line.doctor) }),
    ...(line.conditionId === undefined ? {} : { reasonReference: [referenceTo('Condition', line.conditionId)] }),
    dosageInstruction: [
      {
        text: `${medicine.route}，每次${medicine.dose}${medicine.unit === 'ug' ? 'μg' : medicine.unit}，每日${medicine.timesPerDay}次`,
        timing: { repeat: { frequency: medicine.timesPerDay, period: 1, periodUnit: 'd' } },
        route: { text: medicine.route },
        doseAndRate: [{ doseQuantity: { value: medicine.dose, unit: medicine.unit } }],
      },
    ],
    dispenseRequest: { expectedSupplyDuration: { value: line.days, unit: '天', system: 'http://unitsofmeasure.org', code: 'd' } },
  };
  keep(person, occasion.organisation, resource);
}
