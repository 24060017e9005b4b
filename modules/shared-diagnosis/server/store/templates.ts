import type { Subject } from '#platform/access/subject.ts';
import type { Gate } from '#platform/access/gate.ts';
import { listPage } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { listTemplates, MeasureField } from '../../contract/reading.ts';

export interface TemplateRow {
  readonly id: string; readonly organisationId: string; readonly ownerId: string | null; readonly ownerName: string; readonly purpose: 'template' | 'phrase'; readonly kind: string; readonly modality: string | null; readonly title: string;
  readonly bodyPart: string | null; readonly findings: string; readonly impression: string; readonly positive: boolean; readonly fields: readonly MeasureField[]; readonly version: number; readonly retired: boolean;
}

const COLUMNS = `t.template_id as id, t.owner_organisation_id as "organisationId", t.owner_id as "ownerId", t.owner_name as "ownerName", t.purpose, t.kind, t.modality, t.title, t.body_part as "bodyPart", t.findings, t.impression,
  t.positive, t.fields, t.template_version as version, t.retired_at is not null as retired`;

/** Own ones and those of the organisation. */
export function pageOfTemplates(sql: Sql, gate: Gate, input: InputOf<typeof listTemplates>): Promise<Page<TemplateRow>> {
  const words = `%${(input.q ?? '').replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return listPage<TemplateRow>(sql, {
    select: COLUMNS,
    from: 'shared_diagnosis.template t',
    scope: gate.scope({ organisation: ['t.owner_organisation_id'] }),
    filters: [
      { text: 't.retired_at is null and (t.owner_id is null or t.owner_id = ?)', values: [gate.subject.id] },
      ...(input.own === true ? [{ text: 't.owner_id is not null', values: [] }] : []),
      ...(input.kind ? [{ text: 't.kind = ?', values: [input.kind] }] : []),
      ...(input.modality ? [{ text: '(t.modality is null or t.modality = ?)', values: [input.modality] }] : []),
      ...(input.purpose ? [{ text: 't.purpose = ?', values: [input.purpose] }] : []),
      ...(input.q ? [{ text: '(t.title ilike ? or t.impression ilike ? or t.findings ilike ?)', values: [words, words, words] }] : []),
    ],
    orderBy: 't.owner_id is null, t.kind, t.title, t.template_id',
    limit: input.limit,
    offset: input.offset,
  });
}

export async function lockTemplate(tx: Sql, id: string): Promise<TemplateRow | undefined> {
  return (await tx.query<TemplateRow>(`select ${COLUMNS} from shared_diagnosis.template t where t.template_id = $1 for update`, [id]))[0];
}

/** As it is known to this reader: own, or of an organisation of the reader. */
export async function findTemplate(sql: Sql, id: string, subject: Subject): Promise<TemplateRow | undefined> {
  const [row] = await sql.query<TemplateRow>(`select ${COLUMNS} from shared_diagnosis.template t where t.template_id = $1`, [id]);
  return row && (subject.everyOrganisation || subject.organisationIds.includes(row.organisationId)) && (row.ownerId === null || row.ownerId === subject.id) ? row : undefined;
}

export async function upsertTemplate(tx: Sql, row: TemplateRow): Promise<void> {
  await tx.execute(
    `insert into shared_diagnosis.template (template_id, owner_organisation_id, owner_id, owner_name, purpose, kind, modality, title, body_part, findings, impression, positive, fields, template_version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     on conflict (template_id) do update set owner_id = excluded.owner_id, purpose = excluded.purpose, kind = excluded.kind, modality = excluded.modality, title = excluded.title, body_part = excluded.body_part,
       findings = excluded.findings, impression = excluded.impression, positive = excluded.positive, fields = excluded.fields, template_version = excluded.template_version`,
    [row.id, row.organisationId, row.ownerId, row.ownerName, row.purpose, row.kind, row.modality, row.title, row.bodyPart, row.findings, row.impression, row.positive, JSON.stringify(row.fields), row.version],
  );
}

export async function markTemplateRetired(tx: Sql, { id, at }: { id: string; at: Date }): Promise<void> {
  await tx.execute('update shared_diagnosis.template set retired_at = $2 where template_id = $1', [id, at]);
}
