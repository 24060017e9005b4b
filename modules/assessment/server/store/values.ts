import type { Sql } from '#platform/database/transaction.ts';
import type { FrozenInput } from '../../contract/runs.ts';
import { instant, plain } from './actions.ts';

export interface ManualRow {
  readonly organisationId: string;
  readonly itemId: string;
  readonly value: string;
  readonly evidence: string;
  readonly enteredBy: string;
  readonly at: string;
}

interface NewManual {
  readonly id: string;
  readonly runId: string;
  readonly organisationId: string;
  readonly itemId: string;
  readonly value: string;
  readonly evidence: string;
  readonly ownerOrganisationId: string;
  readonly subject: { readonly id: string; readonly name: string };
  readonly now: Date;
}

/** The assessment is locked by the caller, so that no two entries have one turn. */
export async function insertManual(sql: Sql, row: NewManual): Promise<void> {
  await sql.execute(
    `insert into assessment.manual_value (manual_value_id, run_id, organisation_id, item_id, value, evidence, owner_organisation_id, entered_by_id, entered_by, recorded_at, turn)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, count(*)::int + 1 from assessment.manual_value where run_id = $2`,
    [row.id, row.runId, row.organisationId, row.itemId, row.value, row.evidence, row.ownerOrganisationId, row.subject.id, row.subject.name, row.now],
  );
}

/** The newest by member and item. */
export function listManual(sql: Sql, runId: string): Promise<ManualRow[]> {
  return sql.query<ManualRow>(
    `select distinct on (organisation_id, item_id) organisation_id as "organisationId", item_id as "itemId", ${plain('value')} as value, evidence, entered_by as "enteredBy", ${instant('recorded_at')} as at
     from assessment.manual_value where run_id = $1 order by organisation_id, item_id, turn desc`,
    [runId],
  );
}

export interface MemberFrozenInput extends FrozenInput {
  readonly organisationId: string;
}

export async function insertInputs(sql: Sql, { runId, revision, ownerOrganisationId, inputs, now }: { runId: string; revision: number; ownerOrganisationId: string; inputs: readonly MemberFrozenInput[]; now: Date }): Promise<void> {
  await sql.execute(
    `insert into assessment.input (run_id, revision, organisation_id, item_id, value, previous, numerator, denominator, source, indicator_id, definition_version, is_closed, known_at, evidence, owner_organisation_id, recorded_at)
     select $1, $2, i."organisationId", i."itemId", i.value::numeric, i.previous::numeric, i.numerator::numeric, i.denominator::numeric, i.source, i."indicatorId", i."definitionVersion", i."isClosed", i."knownAt"::timestamptz, i.evidence, $3, $4
     from jsonb_to_recordset($5::jsonb) as i("organisationId" text, "itemId" text, value text, previous text, numerator text, denominator text, source text, "indicatorId" text, "definitionVersion" text, "isClosed" boolean, "knownAt" text, evidence text)`,
    [runId, revision, ownerOrganisationId, now, JSON.stringify(inputs)],
  );
}

/** What counts by member and item: the newest revision. */
export function listInputs(sql: Sql, runId: string): Promise<MemberFrozenInput[]> {
  return sql.query<MemberFrozenInput>(
    `select distinct on (organisation_id, item_id) organisation_id as "organisationId", item_id as "itemId", ${plain('value')} as value, ${plain('previous')} as previous, ${plain('numerator')} as numerator, ${plain('denominator')} as denominator, source,
       indicator_id as "indicatorId", definition_version as "definitionVersion", is_closed as "isClosed", ${instant('known_at')} as "knownAt", evidence
     from assessment.input where run_id = $1 order by organisation_id, item_id, revision desc`,
    [runId],
  );
}

/** The number of the next freezing; the assessment is locked by the caller. */
export async function nextInputRevision(sql: Sql, runId: string): Promise<number> {
  return (await sql.query<{ next: number }>('select coalesce(max(revision), 0)::int + 1 as next from assessment.input where run_id = $1', [runId]))[0]?.next ?? 1;
}
