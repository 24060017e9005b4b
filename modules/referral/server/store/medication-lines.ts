import type { Sql } from '#platform/database/transaction.ts';
import type { Medication, ReconciliationLine } from '../../contract/letter.ts';

export interface MedicationLineRow {
  readonly lineId: string;
  readonly referralId: string;
  readonly position: number;
  readonly medication: Medication;
  readonly decision: ReconciliationLine['decision'] | null;
  readonly decisionNote: string | null;
  readonly changedTo: Medication | null;
  readonly decidedAt: Date | null;
  readonly shortageId: string | null;
}

export async function insertMedicationLines(
  tx: Sql,
  { referralId, organisationId, lines }: { referralId: string; organisationId: string; lines: readonly { lineId: string; medication: Medication }[] },
): Promise<void> {
  for (const [index, line] of lines.entries()) {
    await tx.execute(
      'insert into referral.medication_line (line_id, referral_id, organisation_id, position, medication) values ($1, $2, $3, $4, $5)',
      [line.lineId, referralId, organisationId, index + 1, JSON.stringify(line.medication)],
    );
  }
}

export async function listMedicationLines(sql: Sql, referralId: string): Promise<MedicationLineRow[]> {
  return sql.query<MedicationLineRow>(
    `select line.line_id as "lineId", line.referral_id as "referralId", line.position, line.medication, line.decision,
       line.decision_note as "decisionNote", line.changed_to as "changedTo", line.decided_at as "decidedAt", shortage.shortage_id as "shortageId"
     from referral.medication_line line left join referral.medication_shortage shortage on shortage.line_id = line.line_id
     where line.referral_id = $1 order by line.position limit 100`,
    [referralId],
  );
}

export interface Decided extends ReconciliationLine {
  readonly decidedAt: Date;
  readonly decidedBy: string;
}

export async function decideMedicationLine(tx: Sql, line: Decided): Promise<void> {
  await tx.execute(
    `update referral.medication_line set decision = $2, decision_note = $3, changed_to = $4, decided_at = $5, decided_by = $6 where line_id = $1`,
    [line.lineId, line.decision, line.note ?? null, line.changedTo ? JSON.stringify(line.changedTo) : null, line.decidedAt, line.decidedBy],
  );
}

/** A declined hand-back is offered anew: the next receiver decides line by line again. */
export async function clearDecisions(tx: Sql, referralId: string): Promise<void> {
  await tx.execute(
    'update referral.medication_line set decision = null, decision_note = null, changed_to = null, decided_at = null, decided_by = null where referral_id = $1',
    [referralId],
  );
}

export interface Shortage {
  readonly shortageId: string;
  readonly lineId: string;
  readonly referralId: string;
  readonly organisationId: string;
  readonly medicine: string;
  readonly note: string;
  readonly notedAt: Date;
}

export async function insertShortage(tx: Sql, shortage: Shortage): Promise<void> {
  await tx.execute(
    `insert into referral.medication_shortage (shortage_id, line_id, referral_id, organisation_id, medicine, note, noted_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict on constraint medication_shortage_once do nothing`,
    [shortage.shortageId, shortage.lineId, shortage.referralId, shortage.organisationId, shortage.medicine, shortage.note, shortage.notedAt],
  );
}
