import type { Gate } from '#platform/access/gate.ts';
import type { Sql, Transaction } from '#platform/database/transaction.ts';
import type { Charter, nameSite, siteSchema } from '../../contract/charters.ts';
import type { InputOf, OutputOf } from '#platform/kernel/contract.ts';

type Site = OutputOf<typeof siteSchema>;

const COLUMNS = `c.charter_id as id, c.consortium_name as "consortiumName", c.version, c.title, c.text, c.digest, c.has_party_chapter as "hasPartyChapter", c.owner_organisation_id as "ownerOrganisationId", c.valid_from::text as "validFrom",
  (select jsonb_agg(jsonb_build_object('organisationId', member, 'signedBy', s.subject_name, 'signedAt', to_char(s.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by member)
     from unnest(c.member_organisation_ids) as member left join governance.charter_signature s on s.charter_id = c.charter_id and s.owner_organisation_id = member) as members,
  not exists (select 1 from unnest(c.member_organisation_ids) as member where not exists (select 1 from governance.charter_signature s where s.charter_id = c.charter_id and s.owner_organisation_id = member)) as "isInForce"`;

const READERS = ['c.owner_organisation_id', '(select member from unnest(c.member_organisation_ids) as member where member = any($1::text[]) limit 1)'] as const;

export function listCharterRows(sql: Sql, gate: Gate): Promise<Charter[]> {
  const scope = gate.scope({ organisation: READERS })(1);
  return sql.query<Charter>(`select ${COLUMNS} from governance.charter c where ${scope.text} order by c.consortium_name, c.version desc limit 200`, scope.values);
}

export async function findCharter(sql: Sql, id: string): Promise<Charter | undefined> {
  return (await sql.query<Charter>(`select ${COLUMNS} from governance.charter c where c.charter_id = $1`, [id]))[0];
}

export async function insertCharter(tx: Transaction, row: { id: string; consortiumName: string; title: string; text: string; digest: string; hasPartyChapter: boolean; memberOrganisationIds: readonly string[]; validFrom: string; ownerOrganisationId: string }): Promise<void> {
  await tx.execute("select pg_advisory_xact_lock(hashtextextended('governance.charter|' || $1, 0))", [row.ownerOrganisationId]);
  await tx.execute(
    `insert into governance.charter (charter_id, consortium_name, version, title, text, digest, has_party_chapter, member_organisation_ids, valid_from, owner_organisation_id)
     values ($1, $2, (select coalesce(max(version), 0) + 1 from governance.charter where owner_organisation_id = $9 and consortium_name = $2), $3, $4, $5, $6, $7, $8, $9)`,
    [row.id, row.consortiumName, row.title, row.text, row.digest, row.hasPartyChapter, row.memberOrganisationIds, row.validFrom, row.ownerOrganisationId],
  );
}

/** False when this member has signed. */
export async function insertCharterSignature(tx: Transaction, row: { charterId: string; ownerOrganisationId: string; digest: string; subject: { id: string; name: string }; now: Date }): Promise<boolean> {
  const made = await tx.query<{ id: string }>(
    `insert into governance.charter_signature (charter_id, owner_organisation_id, digest, subject_id, subject_name, recorded_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (charter_id, owner_organisation_id) do nothing returning charter_id as id`,
    [row.charterId, row.ownerOrganisationId, row.digest, row.subject.id, row.subject.name, row.now],
  );
  return made.length === 1;
}

const SITE = `d.site_id as id, d.name, d.organisation_id as "organisationId", d.level, d.field, d.named_on::text as "namedOn", d.review_due::text as "reviewDue", d.evidence, d.owner_organisation_id as "ownerOrganisationId"`;

export function listSiteRows(sql: Sql, gate: Gate): Promise<Site[]> {
  const scope = gate.scope({ organisation: ['d.owner_organisation_id', 'd.organisation_id'] })(1);
  return sql.query<Site>(`select ${SITE} from governance.site d where ${scope.text} order by d.named_on desc, d.site_id limit 500`, scope.values);
}

/** Undefined when the organisation is a site of this field already. */
export async function insertSite(tx: Transaction, { id, ownerOrganisationId, ...site }: InputOf<typeof nameSite> & { id: string; ownerOrganisationId: string }): Promise<Site | undefined> {
  return (await tx.query<Site>(
    `insert into governance.site as d (site_id, name, organisation_id, level, field, named_on, review_due, evidence, owner_organisation_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict on constraint site_once do nothing returning ${SITE}`,
    [id, site.name, site.organisationId, site.level, site.field, site.namedOn, site.reviewDue ?? null, site.evidence, ownerOrganisationId],
  ))[0];
}
