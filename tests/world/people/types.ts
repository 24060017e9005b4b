import type { Sex } from '../names.ts';
import type { Relation } from './household-kinds.ts';

/** CV02.01.101: 01 identity card. Null: newborn or adult without a document. */
export interface IdentityDocument {
  readonly type: '01';
  readonly number: string;
}

export interface WorldResident {
  /** Also the FHIR Patient id. */
  readonly id: string;
  readonly householdId: string;
  readonly relation: Relation;
  readonly name: string;
  /** Absent for a newborn who is still called after the mother. */
  readonly familyName: string | null;
  readonly sex: Sex;
  readonly birthDate: string;
  readonly document: IdentityDocument | null;
  /** Eleven digits beginning 100: no subscriber has such a number. Children carry a parent's. */
  readonly phone: string | null;
  readonly address: string;
  readonly areaId: string;
  readonly townshipCode: string;
  readonly insuranceKind: 'urban-rural' | 'employee';
  readonly insuranceNumber: string | null;
  /** CV04.50.005 ABO. */
  readonly bloodGroup: 'A' | 'B' | 'O' | 'AB' | null;
  /** First-contact organisation that keeps the health record. */
  readonly managingOrganisationId: string;
  /** Doctor of the family-doctor contract, if one is signed. */
  readonly familyDoctorId: string | null;
  /** Set for newborns who have no document yet. */
  readonly motherId: string | null;
}

export interface WorldHousehold {
  readonly id: string;
  readonly index: number;
  readonly areaId: string;
  readonly address: string;
  readonly residents: readonly WorldResident[];
}
