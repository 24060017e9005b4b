import type { Sql } from '#platform/database/transaction.ts';

export interface Opening {
  readonly openingId: string;
  readonly kind: 'share' | 'reveal';
  readonly personId: string;
  readonly ownerOrganisationId: string;
  readonly organisationId: string;
  readonly resource: string;
  readonly purpose: string;
  readonly reason: string;
  readonly validUntil: Date;
  readonly byId: string;
  readonly byName: string;
  readonly at: Date;
}

export async function insertOpening(sql: Sql, opening: Opening): Promise<void> {
  await sql.execute(
    `insert into health_record.opening (opening_id, kind, person_id, owner_organisation_id, organisation_id, resource, purpose, reason, valid_until, by_id, by_name, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      opening.openingId, opening.kind, opening.personId, opening.ownerOrganisationId, opening.organisationId, opening.resource, opening.purpose, opening.reason,
      opening.validUntil, opening.byId, opening.byName, opening.at,
    ],
  );
}
