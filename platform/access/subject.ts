import type { Purpose } from './purpose.ts';

/** What a person has shown in the last minutes, at sign-in or since. */
export interface FreshProof {
  readonly level: 'second-factor' | 'password' | 'none';
  /** The account has an authenticator app or a passkey. */
  readonly hasSecondFactor: boolean;
}

/** Who is asking. Built once per request from the session or token; passed to every command, query and FHIR interaction. */
export interface Subject {
  readonly kind: 'staff' | 'resident' | 'client' | 'system';
  /** Account or client id; `system` for reactions and jobs. */
  readonly id: string;
  readonly name: string;
  /** Practitioner (staff) or Patient (resident) resource id. */
  readonly fhirReference: string | null;
  /** The organisation now acted for; null for a resident and for the platform itself. */
  readonly organisationId: string | null;
  /** The acting organisation and everything below it in the tree. */
  readonly organisationIds: readonly string[];
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<string>;
  /** Residents see their own record only. */
  readonly personId: string | null;
  /** Staff through an app that was opened on a record: the person whom `patient/…` scopes reach. */
  readonly launchPersonId?: string | null;
  /** SMART scopes of a machine client, such as `system/*.cruds`. */
  readonly scopes: readonly string[];
  /** Sees every organisation (health bureau statistics, set-up, platform reactions, `system/*` clients). */
  readonly everyOrganisation: boolean;
  /** How a person at a screen proved who they are in the last minutes; see `step-up.ts`. */
  readonly proof?: FreshProof;
  /** What the request says the record is needed for; treatment where it says nothing. */
  readonly purpose?: Purpose;
}

/** Reactions, jobs and the loader act as the platform itself; every such act is audited as `system`. */
export const systemSubject: Subject = {
  kind: 'system',
  id: 'system',
  // Kept in rows that people of both languages read.
  name: '医共 Yigong',
  fhirReference: null,
  organisationId: null,
  organisationIds: [],
  roles: [],
  permissions: new Set(),
  personId: null,
  scopes: [],
  everyOrganisation: true,
};
