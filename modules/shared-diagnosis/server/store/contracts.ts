import type { Gate } from '#platform/access/gate.ts';
import { listPage } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { CentreContract, listCentreContracts, signCentreContract } from '../../contract/centres.ts';

/** Without names, which the consortium knows. */
export type ContractRow = Omit<CentreContract, 'centreName'>;

const COLUMNS = `c.contract_id as id, c.kind, c.contract_rank as rank, c.owner_organisation_id as "centreOrganisationId", c.modalities, c.promised, c.prices, c.shares, c.open_from as "openFrom", c.open_until as "openUntil",
  c.weekdays, c.waiting_max as "waitingMax", c.claim_minutes as "claimMinutes", c.sample_percent as "samplePercent", c.quality_check as "qualityCheck", c.valid_from as "validFrom", c.valid_until as "validUntil", c.note,
  (select coalesce(json_agg(json_build_object('organisationId', m.member_organisation_id, 'organisationName', m.member_name) order by m.member_name, m.member_organisation_id), '[]')
   from shared_diagnosis.contract_member m where m.contract_id = c.contract_id) as members`;
const FROM = 'shared_diagnosis.centre_contract c';

export function pageOfContracts(sql: Sql, gate: Gate, input: InputOf<typeof listCentreContracts>): Promise<Page<ContractRow>> {
  const words = `%${(input.q ?? '').replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return listPage<ContractRow>(sql, {
    select: COLUMNS,
    from: FROM,
    // Who serves whom is public within the house, like the service centres of the consortium; no person stands in it.
    scope: () => ({ text: gate.subject.id === '' ? 'false' : 'true', values: [] }),
    filters: [
      ...(input.kind ? [{ text: 'c.kind = ?', values: [input.kind] }] : []),
      ...(input.on ? [{ text: 'c.valid_from <= ?::date and (c.valid_until is null or c.valid_until >= ?::date)', values: [input.on, input.on] }] : []),
      ...(input.organisationId
        ? [{ text: '(c.owner_organisation_id = ? or exists (select 1 from shared_diagnosis.contract_member m where m.contract_id = c.contract_id and m.member_organisation_id = ?))', values: [input.organisationId, input.organisationId] }]
        : []),
      ...(input.q ? [{ text: 'exists (select 1 from shared_diagnosis.contract_member m where m.contract_id = c.contract_id and m.member_name ilike ?)', values: [words] }] : []),
    ],
    orderBy: 'c.kind, c.contract_rank, c.valid_from desc, c.contract_id',
    limit: input.limit,
    offset: input.offset,
  });
}

export async function findContract(sql: Sql, id: string): Promise<ContractRow | undefined> {
  return (await sql.query<ContractRow>(`select ${COLUMNS} from ${FROM} where c.contract_id = $1`, [id]))[0];
}

export async function lockContract(sql: Sql, id: string): Promise<ContractRow | undefined> {
  return (await sql.query<ContractRow>(`select ${COLUMNS} from ${FROM} where c.contract_id = $1 for update of c`, [id]))[0];
}

export const listContractsById = (sql: Sql, ids: readonly string[]): Promise<ContractRow[]> => sql.query<ContractRow>(`select ${COLUMNS} from ${FROM} where c.contract_id = any($1::text[])`, [ids]);

/** Which of them somebody ended. */
export async function listEndedContracts(sql: Sql, ids: readonly string[]): Promise<string[]> {
  return (await sql.query<{ id: string }>('select contract_id as id from shared_diagnosis.centre_contract where contract_id = any($1::text[]) and end_reason is not null', [ids])).map(({ id }) => id);
}

/** Contracts that serve any of the organisations (a member and those above it) on a day. */
export function listServing(sql: Sql, { kind, modality, organisationIds, on }: { kind: string; modality: string; organisationIds: readonly string[]; on: string }): Promise<ContractRow[]> {
  return sql.query<ContractRow>(
    `select ${COLUMNS} from ${FROM} where c.kind = $1 and $2 = any(c.modalities) and c.valid_from <= $4::date and (c.valid_until is null or c.valid_until >= $4::date)
       and exists (select 1 from shared_diagnosis.contract_member m where m.contract_id = c.contract_id and m.member_organisation_id = any($3::text[]))
     order by c.contract_rank, c.contract_id limit 20`,
    [kind, modality, organisationIds, on],
  );
}

export type NewContract = InputOf<typeof signCentreContract> & { readonly id: string; readonly memberNames: readonly string[]; readonly signedByName: string; readonly signedAt: Date };

/** Members that already have a contract of the kind and rank on some day; they are locked until the end of the transaction. */
export async function listOverlapping(tx: Sql, contract: NewContract): Promise<string[]> {
  await tx.execute(
    `select pg_advisory_xact_lock(hashtextextended('shared_diagnosis.contract|' || $1::text || '|' || member, 0)) from (select unnest($2::text[]) as member order by 1) ordered`,
    [`${contract.kind}|${contract.rank}`, contract.memberOrganisationIds],
  );
  const rows = await tx.query<{ name: string }>(
    `select distinct m.member_name as name from ${FROM} join shared_diagnosis.contract_member m using (contract_id)
     where c.kind = $1 and c.contract_rank = $2 and m.member_organisation_id = any($3::text[]) and c.modalities && $6::text[]
       and daterange(c.valid_from, c.valid_until, '[]') && daterange($4::date, $5::date, '[]') order by 1 limit 20`,
    [contract.kind, contract.rank, contract.memberOrganisationIds, contract.validFrom, contract.validUntil ?? null, contract.modalities],
  );
  return rows.map(({ name }) => name);
}

export async function insertContract(tx: Sql, contract: NewContract): Promise<void> {
  await tx.execute(
    `insert into shared_diagnosis.centre_contract (contract_id, owner_organisation_id, kind, contract_rank, modalities, promised, prices, shares, open_from, open_until, weekdays, waiting_max, claim_minutes, sample_percent,
       quality_check, valid_from, valid_until, note, signed_by_name, signed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
    [
      contract.id, contract.centreOrganisationId, contract.kind, contract.rank, contract.modalities, JSON.stringify(contract.promised), JSON.stringify(contract.prices), JSON.stringify(contract.shares), contract.openFrom,
      contract.openUntil, contract.weekdays, contract.waitingMax ?? null, contract.claimMinutes, contract.samplePercent, contract.qualityCheck, contract.validFrom, contract.validUntil ?? null, contract.note ?? null,
      contract.signedByName, contract.signedAt,
    ],
  );
  await tx.execute(
    `insert into shared_diagnosis.contract_member (contract_id, owner_organisation_id, member_organisation_id, member_name) select $1, $2, member, name from unnest($3::text[], $4::text[]) as served (member, name)`,
    [contract.id, contract.centreOrganisationId, contract.memberOrganisationIds, contract.memberNames],
  );
}

export async function markContractEnded(tx: Sql, { id, validUntil, reason }: { id: string; validUntil: string; reason: string }): Promise<void> {
  await tx.execute('update shared_diagnosis.centre_contract set valid_until = $2, end_reason = $3 where contract_id = $1', [id, validUntil, reason]);
}
