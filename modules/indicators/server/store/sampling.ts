import type { Sql } from '#platform/database/transaction.ts';

export interface Draw {
  readonly organisationIds: readonly string[];
  readonly month: string;
  readonly kind: 'visit' | 'discharge';
  readonly seed: string;
  readonly perSite: number;
  /** Never drawn, and not counted in the frame. */
  readonly exceptPersonIds: readonly string[];
}

export interface DrawnPerson {
  readonly organisationId: string;
  readonly personId: string;
  /** Persons of the site that could have been drawn. */
  readonly frame: number;
}

/** One stratum a site; a person of several sites belongs to one of them, by the seed. */
export function drawPersons(sql: Sql, { organisationIds, month, kind, seed, perSite, exceptPersonIds }: Draw): Promise<DrawnPerson[]> {
  return sql.query<DrawnPerson>(
    `with placed as (
       select distinct on (person_id) person_id, organisation_id from indicators.encounter
       where ${kind === 'visit' ? 'visit_month' : 'discharge_month'} = $1 and organisation_id = any($2::text[]) and person_id is not null and not person_id = any($5::text[])
       order by person_id, md5($3 || '|' || encounter_id), encounter_id
     ), numbered as (
       select organisation_id, person_id, row_number() over (partition by organisation_id order by md5($3 || '|' || person_id), person_id) as turn, count(*) over (partition by organisation_id)::int as frame from placed
     )
     select organisation_id as "organisationId", person_id as "personId", frame from numbered where turn <= $4 order by organisation_id, turn`,
    [month, organisationIds, seed, perSite, exceptPersonIds],
  );
}
