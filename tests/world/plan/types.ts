import type { Sex } from '../names.ts';

export type WorldSize = 'demo' | 'county';

/** Longitude and latitude in degrees. The fictional county lies off the West African coast at 0°N 0°E, where there is no land. */
export type Position = readonly [longitude: number, latitude: number];

/** One cell of the map: a village, the built-up part of a township, or a community of the county seat. */
export interface Area {
  readonly id: string;
  /** Twelve-digit statistical code below the fictional county. */
  readonly code: string;
  readonly name: string;
  readonly pinyin: string;
  readonly kind: 'village' | 'town' | 'seat';
  readonly townshipCode: string;
  /** Closed ring: first point repeated at the end. */
  readonly polygon: readonly Position[];
  readonly centre: Position;
  /** Expected residents. */
  readonly population: number;
  /** Village room, station, community centre or township hospital that serves these people first. */
  readonly firstContactId: string;
}

export interface Township {
  readonly code: string;
  readonly name: string;
  readonly pinyin: string;
  readonly seat: boolean;
  readonly outline: readonly Position[];
  readonly areaIds: readonly string[];
}

export type OrganisationKind =
  | 'health-bureau' | 'insurance-bureau' | 'consortium' | 'alliance' | 'hospital' | 'tcm-hospital' | 'cdc' | 'maternal-child'
  | 'township-hospital' | 'community-centre' | 'community-station' | 'village-room' | 'private-hospital' | 'private-clinic';

export type OrganisationLevel = 'city' | 'county' | 'township' | 'village';

export interface Department {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

export interface WorldOrganisation {
  readonly id: string;
  /** Lower-case letters, unique: part of sign-in names. */
  readonly slug: string;
  readonly name: string;
  readonly shortName: string;
  readonly kind: OrganisationKind;
  readonly level: OrganisationLevel;
  readonly ownership: 'public' | 'private';
  /** Independent legal person; village rooms and stations are not. */
  readonly legalPerson: boolean;
  readonly parentId: string | null;
  readonly creditCode: string | null;
  /** Insurance designation `H` + division + serial; absent for bodies that do not treat. */
  readonly insuranceCode: string | null;
  readonly insideCounty: boolean;
  readonly divisionCode: string;
  readonly position: Position;
  readonly address: string;
  readonly phone: string;
  readonly beds: number;
  readonly doctors: number;
  readonly nurses: number;
  readonly departments: readonly Department[];
  readonly areaIds: readonly string[];
  readonly openedOn: string;
}

export interface WorldMembership {
  readonly id: string;
  readonly consortiumId: string;
  readonly organisationId: string;
  /** Wing: disease control and maternal-child care beside the lead (“one head, two wings”). */
  readonly role: 'lead' | 'wing' | 'member' | 'partner';
  readonly from: string;
  readonly until: string | null;
}

export interface WorldAgreement {
  readonly id: string;
  readonly number: string;
  readonly fromOrganisationId: string;
  readonly toOrganisationId: string;
  readonly directions: readonly ('up' | 'down' | 'lateral')[];
  readonly from: string;
  readonly until: string;
}

export interface WorldServiceCentre {
  readonly id: string;
  readonly service: 'imaging' | 'ecg' | 'laboratory' | 'pathology';
  readonly centreOrganisationId: string;
  readonly memberOrganisationIds: readonly string[];
  readonly from: string;
  readonly until: string | null;
}

export interface DiseaseListEntry {
  readonly level: OrganisationLevel;
  readonly action: 'treat' | 'refer-up' | 'accept-down';
  /** ICD-10 range, both ends included, compared by category: I10 … I15. */
  readonly icdFrom: string;
  readonly icdTo: string;
  readonly name: string;
  readonly criterion: string;
  /** Days in the higher hospital after which going down is suggested. */
  readonly suggestedDays: number | null;
}

export interface WorldGrid {
  readonly id: string;
  readonly name: string;
  readonly leadOrganisationId: string;
  readonly areaIds: readonly string[];
}

/** The roles of the sign-in accounts. */
export type StaffRole =
  | 'village-doctor' | 'township-doctor' | 'specialist' | 'referral-coordinator' | 'ward-manager' | 'consortium-office' | 'index-manager'
  | 'health-bureau' | 'privacy-officer' | 'security-administrator' | 'system-administrator' | 'audit-administrator' | 'nurse' | 'diagnostic-reader' | 'technician'
  | 'laboratory-staff' | 'coder' | 'insurance-office' | 'insurance-bureau' | 'integrator';

export interface WorldStaff {
  readonly id: string;
  readonly name: string;
  readonly sex: Sex;
  readonly birthDate: string;
  readonly loginName: string;
  readonly roles: readonly StaffRole[];
  readonly organisationId: string;
  readonly departmentId: string | null;
  readonly title: string;
  readonly speciality: string | null;
  readonly phone: string;
  /** One account per role and tier that the sign-in page of the demonstration offers. */
  readonly demoSignIn: boolean;
}

/** Who is told when a clock of the organisation runs out. */
export interface WorldEscalationContact {
  readonly id: string;
  readonly organisationId: string;
  readonly kind: 'referral' | 'bed';
  /** 1 is told first. */
  readonly rank: number;
  readonly staffId: string;
}

export interface ClinicSession {
  /** 1 Monday … 7 Sunday. */
  readonly weekday: number;
  readonly start: string;
  readonly end: string;
  readonly minutesPerSlot: number;
  /** Of the slots of one session: for referrals of members, for contracted residents; the rest is open to all. */
  readonly quotas: { readonly referral: number; readonly contract: number; readonly open: number };
}

export interface WorldClinic {
  readonly id: string;
  readonly organisationId: string;
  readonly departmentId: string;
  readonly staffId: string;
  readonly name: string;
  readonly sessions: readonly ClinicSession[];
}

export interface WorldWard {
  readonly id: string;
  readonly organisationId: string;
  readonly departmentId: string;
  readonly name: string;
  readonly beds: number;
  /** Of these, kept for up-referrals until noon. */
  readonly bedsReserved: number;
}

export interface WorldCounty {
  readonly name: string;
  readonly city: string;
  readonly divisionCode: string;
}

export interface WorldPlan {
  readonly size: WorldSize;
  readonly seed: number;
  /** The world's today, `YYYY-MM-DD`. */
  readonly referenceDate: string;
  readonly county: WorldCounty;
  readonly householdCount: number;
  readonly townships: readonly Township[];
  readonly areas: readonly Area[];
  readonly organisations: readonly WorldOrganisation[];
  readonly memberships: readonly WorldMembership[];
  readonly agreements: readonly WorldAgreement[];
  readonly serviceCentres: readonly WorldServiceCentre[];
  readonly diseaseLists: readonly DiseaseListEntry[];
  readonly grids: readonly WorldGrid[];
  readonly staff: readonly WorldStaff[];
  readonly escalationContacts: readonly WorldEscalationContact[];
  readonly clinics: readonly WorldClinic[];
  readonly wards: readonly WorldWard[];
}
