import { gunzipSync, gzipSync } from 'node:zlib';
import { listPage, type Filter, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql, Transaction } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';
import type { EcgCard, EcgDetail, Measures, Strip } from '../../contract/records.ts';
import { ECG_FILE, ECG_STRIPS } from './sealed-originals.ts';

export type Findings = Pick<EcgDetail, 'statements' | 'warnings' | 'filters' | 'beats' | 'qtcFridericia'>;

export interface EcgRow extends Omit<EcgCard, 'storedAt'> {
  readonly storedAt: Date;
  readonly findings: Findings;
}

const COLUMNS = `record.record_id as id, record.owner_organisation_id as "organisationId", record.person_id as "personId", record.format, record.version, record.file_name as "fileName", record.sha256,
  record.byte_count as "byteCount", record.recorded_at as "recordedAt", record.stored_at as "storedAt", record.stored_by_name as "storedByName", record.order_number as "orderNumber", record.patient_name as "patientName",
  record.patient_id as "patientId", record.patient_sex as "patientSex", record.patient_birth_date as "patientBirthDate", record.patient_age as "patientAge", record.device, record.lead_names as "leadNames",
  record.sample_rate as "sampleRate", record.duration_ms as "durationMs", record.measures, record.suggested, record.suggestions, record.findings, record.observation_id as "observationId", record.document_id as "documentId"`;

/** The columns by which the gate decides on an ECG. */
export const ECG_SCOPE = { organisation: ['record.owner_organisation_id'], person: 'record.person_id', rowByRow: true } as const;

export interface Asked {
  readonly scope: ScopeBuilder;
  readonly filters: readonly Filter[];
  readonly limit: number;
  readonly offset: number;
}

export const listEcgRows = (sql: Sql, asked: Asked): Promise<Page<EcgRow>> => listPage<EcgRow>(sql, { ...asked, select: COLUMNS, from: 'ecg.record record', orderBy: 'record.stored_at desc, record.record_id' });

/** Past all sight: to tell "not there" from "not yours". */
export const ecgExists = async (sql: Sql, id: string): Promise<boolean> => (await sql.query('select 1 from ecg.record where record_id = $1', [id])).length > 0;

export const lockEcgRow = async (tx: Transaction, id: string): Promise<EcgRow | undefined> => (await tx.query<EcgRow>(`select ${COLUMNS} from ecg.record record where record.record_id = $1 for update`, [id]))[0];

export const findByHash = async (sql: Sql, { organisationId, sha256 }: { organisationId: string; sha256: string }): Promise<string | undefined> =>
  (await sql.query<{ id: string }>('select record_id as id from ecg.record where owner_organisation_id = $1 and sha256 = $2', [organisationId, sha256]))[0]?.id;

export interface NewEcg extends EcgRow {
  readonly storedById: string;
}

/** False where the organisation keeps the file already. */
export async function insertEcg(tx: Transaction, row: NewEcg): Promise<boolean> {
  const inserted = await tx.query(
    `insert into ecg.record (record_id, owner_organisation_id, person_id, format, version, file_name, sha256, byte_count, recorded_at, stored_at, stored_by_id, stored_by_name, order_number, patient_name, patient_id, patient_sex,
       patient_birth_date, patient_age, device, lead_names, sample_rate, duration_ms, measures, suggested, suggestions, findings, observation_id, document_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23::jsonb, $24::jsonb, $25, $26::jsonb, $27, $28)
     on conflict (owner_organisation_id, sha256) do nothing returning 1`,
    [row.id, row.organisationId, row.personId, row.format, row.version, row.fileName, row.sha256, row.byteCount, row.recordedAt, row.storedAt, row.storedById, row.storedByName, row.orderNumber, row.patientName, row.patientId, row.patientSex,
      row.patientBirthDate, row.patientAge, row.device, row.leadNames, row.sampleRate, row.durationMs, json(row.measures), row.suggested === null ? null : json(row.suggested), row.suggestions, JSON.stringify(row.findings), row.observationId, row.documentId],
  );
  return inserted.length > 0;
}

const json = (measures: Measures): string => JSON.stringify(measures);

export async function insertOriginal(tx: Transaction, { id, organisationId, content, strips }: { id: string; organisationId: string; content: Buffer; strips: readonly Strip[] }): Promise<void> {
  const file = await ECG_FILE.seal(tx, id, gzipSync(content, { level: 4 }));
  const waves = await ECG_STRIPS.seal(tx, id, gzipSync(JSON.stringify(strips), { level: 4 }));
  await tx.execute('insert into ecg.original (record_id, owner_organisation_id, content, strips) values ($1, $2, $3, $4)', [id, organisationId, file, waves]);
}

export async function readOriginal(sql: Sql, id: string): Promise<Buffer> {
  const [row] = await sql.query<{ content: Buffer }>('select content from ecg.original where record_id = $1', [id]);
  return row === undefined ? Buffer.alloc(0) : gunzipSync(await ECG_FILE.open(sql, id, row.content));
}

export async function readStrips(sql: Sql, id: string): Promise<Strip[]> {
  const [row] = await sql.query<{ strips: Buffer }>('select strips from ecg.original where record_id = $1', [id]);
  return row === undefined ? [] : (JSON.parse(gunzipSync(await ECG_STRIPS.open(sql, id, row.strips)).toString('utf8')) as Strip[]);
}

export const setPerson = (tx: Transaction, { id, personId, observationId, documentId }: { id: string; personId: string; observationId: string | null; documentId: string }): Promise<unknown> =>
  tx.execute('update ecg.record set person_id = $2, observation_id = $3, document_id = $4 where record_id = $1', [id, personId, observationId, documentId]);

/** The index joined or parted two persons: their records follow. */
export const movePerson = (tx: Transaction, { fromPersonId, toPersonId }: { fromPersonId: string; toPersonId: string }): Promise<unknown> => tx.execute('update ecg.record set person_id = $2 where person_id = $1', [fromPersonId, toPersonId]);

export interface EcgAction {
  readonly actionId: string;
  readonly recordId: string;
  readonly organisationId: string;
  readonly action: 'stored' | 'matched-by-number' | 'matched';
  readonly personId: string | null;
  readonly reason: string | null;
  readonly at: Date;
  readonly by: { readonly id: string; readonly name: string };
}

export const insertAction = (tx: Transaction, { actionId, recordId, organisationId, action, personId, reason, at, by }: EcgAction): Promise<unknown> =>
  tx.execute('insert into ecg.action (action_id, record_id, owner_organisation_id, action, person_id, reason, at, by_id, by_name) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [actionId, recordId, organisationId, action, personId, reason, at, by.id, by.name]);

export async function countUnmatched(sql: Sql, organisationIds: readonly string[]): Promise<number> {
  const [row] = await sql.query<{ waiting: number }>('select count(*)::int as waiting from ecg.record where person_id is null and owner_organisation_id = any($1::text[])', [organisationIds]);
  return row?.waiting ?? 0;
}
