import type { Transaction } from '#platform/database/transaction.ts';
import type { Organisation } from '../../contract/organisations.ts';
import type { Agreement } from '../../contract/agreements.ts';
import type { Membership } from '../../contract/memberships.ts';
import type { ContactKind, Judgement, Level, Service } from '../../contract/words.ts';
import type { Area } from '../../contract/grids.ts';
import type { Consortium } from './memberships.ts';

export type SeedOrganisation = Omit<Organisation, 'parentName' | 'state' | 'stateSince'> & { readonly pinyin: string };

/** What the world loader hands over; parents before children. Ids are the world's own. */
export interface ConsortiumSeed {
  readonly organisations: readonly SeedOrganisation[];
  readonly consortia: readonly Omit<Consortium, 'ownerName' | 'memberCount' | 'privateMemberCount' | 'waitingCount' | 'dissolvedOn'>[];
  /** Those with `validUntil` are kept as exited. */
  readonly memberships: readonly Pick<Membership, 'id' | 'consortiumId' | 'organisationId' | 'role' | 'validFrom' | 'validUntil'>[];
  readonly agreements: readonly Omit<Agreement, 'firstOrganisationName' | 'secondOrganisationName' | 'state' | 'daysLeft' | 'endedOn' | 'endReason'>[];
  readonly serviceCentres: readonly {
    readonly id: string; readonly service: Service; readonly centreOrganisationId: string; readonly memberOrganisationId: string;
    readonly validFrom: string; readonly validUntil: string | null;
  }[];
  readonly diseaseLists: readonly {
    readonly id: string; readonly name: string; readonly ownerOrganisationId: string; readonly level: Level | null; readonly organisationId: string | null; readonly validFrom: string;
    readonly ranges: readonly {
      readonly id: string; readonly codeFrom: string; readonly codeUntil: string; readonly title: string; readonly judgement: Judgement;
      readonly condition: string | null; readonly stayDays: number | null; readonly suggestedDays: number | null;
    }[];
  }[];
  readonly areas: readonly (Omit<Area, 'grids'> & { readonly townshipCode: string | null })[];
  readonly grids: readonly { readonly id: string; readonly name: string; readonly leadOrganisationId: string; readonly consortiumId: string | null; readonly areaIds: readonly string[]; readonly validFrom: string }[];
  readonly escalationContacts: readonly {
    readonly id: string; readonly organisationId: string; readonly kind: ContactKind; readonly rank: number; readonly name: string; readonly duty: string;
    readonly telephone: string; readonly practitionerId: string | null; readonly validFrom: string;
  }[];
}

const insert = (tx: Transaction, into: string, rows: readonly Record<string, unknown>[]): Promise<number> =>
  rows.length === 0 ? Promise.resolve(0) : tx.execute(`insert into ${into} on conflict do nothing`, [JSON.stringify(rows)]);

/** Rows of the seed, one statement a table. Loading the same seed again changes nothing. */
export async function insertSeed(tx: Transaction, seed: ConsortiumSeed): Promise<void> {
  await insert(tx, `consortium.organisation (organisation_id, name, short_name, pinyin, level, kind, ownership, is_legal_person, credit_code, insurance_code,
      division_code, parent_id, longitude, latitude, bed_count, telephone, address)
    select x.id, x.name, x."shortName", x.pinyin, x.level, x.kind, x.ownership, x."isLegalPerson", x."creditCode", x."insuranceCode", x."divisionCode",
      x."parentId", x.longitude, x.latitude, x."bedCount", x.telephone, x.address
    from jsonb_to_recordset($1::jsonb) as x(id text, name text, "shortName" text, pinyin text, level text, kind text, ownership text, "isLegalPerson" boolean,
      "creditCode" text, "insuranceCode" text, "divisionCode" text, "parentId" text, longitude float8, latitude float8, "bedCount" integer, telephone text, address text)`,
    seed.organisations);
  await insert(tx, `consortium.consortium (consortium_id, name, form, tightness, owner_organisation_id, founded_on, invariants)
    select x.id, x.name, x.form, x.tightness, x."ownerOrganisationId", x."foundedOn", x.invariants
    from jsonb_to_recordset($1::jsonb) as x(id text, name text, form text, tightness text, "ownerOrganisationId" text, "foundedOn" date, invariants text[])`,
    seed.consortia);
  await insert(tx, `consortium.membership (membership_id, consortium_id, organisation_id, owner_organisation_id, role, state, state_since, valid_from, valid_until)
    select x.id, x."consortiumId", x."organisationId", c.owner_organisation_id, x.role, case when x."validUntil" is null then 'active' else 'exited' end,
      coalesce(x."validUntil", x."validFrom")::timestamptz, x."validFrom", x."validUntil"
    from jsonb_to_recordset($1::jsonb) as x(id text, "consortiumId" text, "organisationId" text, role text, "validFrom" date, "validUntil" date)
    join consortium.consortium c on c.consortium_id = x."consortiumId"`, seed.memberships);
  await insertSeedRelations(tx, seed);
  await insertSeedPlaces(tx, seed);
}

async function insertSeedRelations(tx: Transaction, seed: ConsortiumSeed): Promise<void> {
  await insert(tx, `consortium.agreement (agreement_id, owner_organisation_id, kind, first_organisation_id, second_organisation_id, covers_subordinates, directions,
      document_number, signed_on, valid_from, valid_until, first_signatory, second_signatory, first_contact_name, first_contact_telephone,
      second_contact_name, second_contact_telephone)
    select x.id, x."ownerOrganisationId", x.kind, x."firstOrganisationId", x."secondOrganisationId", x."coversSubordinates", x.directions, x."documentNumber",
      x."signedOn", x."validFrom", x."validUntil", x."firstSignatory", x."secondSignatory", x."firstContactName", x."firstContactTelephone",
      x."secondContactName", x."secondContactTelephone"
    from jsonb_to_recordset($1::jsonb) as x(id text, "ownerOrganisationId" text, kind text, "firstOrganisationId" text, "secondOrganisationId" text,
      "coversSubordinates" boolean, directions text[], "documentNumber" text, "signedOn" date, "validFrom" date, "validUntil" date, "firstSignatory" text,
      "secondSignatory" text, "firstContactName" text, "firstContactTelephone" text, "secondContactName" text, "secondContactTelephone" text)`, seed.agreements);
  // Looked up first: the trigger that allows one centre at a time would refuse the repeat before the conflict is noticed.
  await insert(tx, `consortium.service_centre (service_centre_id, service, owner_organisation_id, member_organisation_id, valid_from, valid_until)
    select x.id, x.service, x."centreOrganisationId", x."memberOrganisationId", x."validFrom", x."validUntil"
    from jsonb_to_recordset($1::jsonb) as x(id text, service text, "centreOrganisationId" text, "memberOrganisationId" text, "validFrom" date, "validUntil" date)
    where not exists (select 1 from consortium.service_centre known where known.service_centre_id = x.id)`, seed.serviceCentres);
  await insert(tx, `consortium.disease_list (disease_list_id, owner_organisation_id, name, level, organisation_id, valid_from)
    select x.id, x."ownerOrganisationId", x.name, x.level, x."organisationId", x."validFrom"
    from jsonb_to_recordset($1::jsonb) as x(id text, "ownerOrganisationId" text, name text, level text, "organisationId" text, "validFrom" date)`, seed.diseaseLists);
  await insert(tx, `consortium.disease_range (disease_range_id, disease_list_id, owner_organisation_id, code_from, code_until, title, judgement, condition_text,
      stay_days, suggested_days, valid_from)
    select x.id, x."listId", l.owner_organisation_id, x."codeFrom", x."codeUntil", x.title, x.judgement, x.condition, x."stayDays", x."suggestedDays", l.valid_from
    from jsonb_to_recordset($1::jsonb) as x(id text, "listId" text, "codeFrom" text, "codeUntil" text, title text, judgement text, condition text,
      "stayDays" integer, "suggestedDays" integer) join consortium.disease_list l on l.disease_list_id = x."listId"`,
    seed.diseaseLists.flatMap((list) => list.ranges.map((range) => ({ ...range, listId: list.id }))));
  await insert(tx, `consortium.escalation_contact (escalation_contact_id, owner_organisation_id, kind, contact_rank, name, duty, telephone, practitioner_id, valid_from)
    select x.id, x."organisationId", x.kind, x.rank, x.name, x.duty, x.telephone, x."practitionerId", x."validFrom"
    from jsonb_to_recordset($1::jsonb) as x(id text, "organisationId" text, kind text, rank integer, name text, duty text, telephone text,
      "practitionerId" text, "validFrom" date)`, seed.escalationContacts);
}

async function insertSeedPlaces(tx: Transaction, seed: ConsortiumSeed): Promise<void> {
  await insert(tx, `consortium.area (area_id, name, kind, township_code, population, polygon)
    select x.id, x.name, x.kind, x."townshipCode", x.population, x.polygon
    from jsonb_to_recordset($1::jsonb) as x(id text, name text, kind text, "townshipCode" text, population integer, polygon jsonb)`, seed.areas);
  await insert(tx, `consortium.grid (grid_id, name, owner_organisation_id, consortium_id)
    select x.id, x.name, x."leadOrganisationId", x."consortiumId"
    from jsonb_to_recordset($1::jsonb) as x(id text, name text, "leadOrganisationId" text, "consortiumId" text)`, seed.grids);
  await insert(tx, `consortium.area_assignment (assignment_id, area_id, grid_id, owner_organisation_id, valid_from)
    select x.id, x."areaId", x."gridId", g.owner_organisation_id, x."validFrom"
    from jsonb_to_recordset($1::jsonb) as x(id text, "areaId" text, "gridId" text, "validFrom" date) join consortium.grid g on g.grid_id = x."gridId"`,
    seed.grids.flatMap((grid) => grid.areaIds.map((areaId) => ({ id: `${grid.id}.${areaId}`, areaId, gridId: grid.id, validFrom: grid.validFrom }))));
}
