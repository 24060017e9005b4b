import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';
import type { Purpose } from '#platform/access/purpose.ts';

export interface ConsentVersion {
  readonly consentId: string;
  readonly version: number;
  readonly state: 'active' | 'withdrawn';
  readonly personId: string;
  readonly ownerOrganisationId: string | null;
  readonly decision: 'permit' | 'deny';
  readonly granteeOrganisationId: string;
  readonly purpose: Purpose | null;
  readonly resource: string | null;
  readonly opensRestricted: boolean;
  readonly validFrom: Date;
  readonly validUntil: Date | null;
  readonly evidence: 'signed-paper' | 'in-person' | 'guardian' | 'own-account';
  readonly reason: string;
  readonly byId: string;
  readonly byName: string;
  readonly at: Date;
}

const COLUMNS = `c.consent_id as "consentId", c.version, c.state, c.person_id as "personId", c.owner_organisation_id as "ownerOrganisationId", c.decision,
  c.grantee_organisation_id as "granteeOrganisationId", c.purpose, c.resource, c.opens_restricted as "opensRestricted", c.valid_from as "validFrom",
  c.valid_until as "validUntil", c.evidence, c.reason, c.by_id as "byId", c.by_name as "byName", c.at`;

/** The version that holds is the one without a later one. */
const LATEST = 'not exists (select 1 from health_record.consent_version later where later.consent_id = c.consent_id and later.version = c.version + 1)';

/** Adds a version; two at the same moment collide on the key and the later is tried again. */
export async function insertConsentVersion(sql: Sql, consent: ConsentVersion): Promise<void> {
  await sql.execute(
    `insert into health_record.consent_version (consent_id, version, state, person_id, owner_organisation_id, decision, grantee_organisation_id, purpose,
       resource, opens_restricted, valid_from, valid_until, evidence, reason, by_id, by_name, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    [
      consent.consentId, consent.version, consent.state, consent.personId, consent.ownerOrganisationId, consent.decision, consent.granteeOrganisationId,
      consent.purpose, consent.resource, consent.opensRestricted, consent.validFrom, consent.validUntil, consent.evidence, consent.reason, consent.byId,
      consent.byName, consent.at,
    ],
  );
}

/** The version that holds; the first version is locked, so that two withdrawals come one after the other. */
export async function lockConsent(sql: Sql, consentId: string): Promise<ConsentVersion | undefined> {
  await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 4))', [consentId]);
  const rows = await sql.query<ConsentVersion>(`select ${COLUMNS} from health_record.consent_version c where c.consent_id = $1 and ${LATEST}`, [consentId]);
  return rows[0];
}

/** Consents of one person, newest first, for whoever may read the record. */
export function listConsentsOfPerson(sql: Sql, { personId, scope, limit, offset }: { personId: string; scope: ScopeBuilder; limit: number; offset: number }): Promise<Page<ConsentVersion>> {
  return listPage<ConsentVersion>(sql, {
    select: COLUMNS,
    from: 'health_record.consent_version c',
    scope,
    filters: [{ text: `c.person_id = ? and ${LATEST}`, values: [personId] }],
    orderBy: 'c.at desc, c.consent_id',
    limit,
    offset,
  });
}
