import type { Gate } from '#platform/access/gate.ts';
import { listPage } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { listRecognitionDecisions } from '../../contract/decisions.ts';

export interface DecisionRow {
  readonly id: string; readonly threadId: string; readonly sequence: number; readonly organisationId: string; readonly organisationName: string; readonly personId: string; readonly personName: string; readonly code: string; readonly itemId: string;
  readonly itemName: string; readonly decision: 'recognised' | 'declined'; readonly reasonCode: string | null; readonly note: string | null; readonly patientInformed: boolean | null; readonly resultReference: string; readonly resultAt: Date;
  readonly sourceOrganisationId: string; readonly sourceOrganisationName: string; readonly orderReference: string | null; readonly doctorId: string; readonly doctorName: string; readonly savedFen: number; readonly channel: 'screen' | 'cds-hooks'; readonly decidedAt: Date;
}

const COLUMNS = `d.decision_id as id, d.thread_id as "threadId", d.sequence, d.owner_organisation_id as "organisationId", d.organisation_name as "organisationName", d.person_id as "personId", d.person_name as "personName", d.code, d.item_id as "itemId",
  d.item_name as "itemName", d.decision, d.reason_code as "reasonCode", d.note, d.patient_informed as "patientInformed", d.result_reference as "resultReference", d.result_at as "resultAt", d.source_organisation_id as "sourceOrganisationId",
  d.source_organisation_name as "sourceOrganisationName", d.order_reference as "orderReference", d.doctor_id as "doctorId", d.doctor_name as "doctorName", d.saved_fen::int as "savedFen", d.channel, d.decided_at as "decidedAt"`;
/** The last of each thread holds. */
const HOLDS = 'd.sequence = (select max(later.sequence) from recognition.decision later where later.thread_id = d.thread_id)';
export const DECISION_SCOPE = { organisation: ['d.owner_organisation_id'] };

export function pageOfDecisions(sql: Sql, gate: Gate, input: InputOf<typeof listRecognitionDecisions>): Promise<Page<DecisionRow>> {
  const words = `%${(input.q ?? '').replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return listPage<DecisionRow>(sql, {
    select: COLUMNS, from: 'recognition.decision d', scope: gate.scope(DECISION_SCOPE), orderBy: 'd.decided_at desc, d.decision_id', limit: input.limit, offset: input.offset,
    filters: [
      { text: HOLDS, values: [] },
      ...(input.decision ? [{ text: 'd.decision = ?', values: [input.decision] }] : []), ...(input.personId ? [{ text: 'd.person_id = ?', values: [input.personId] }] : []),
      ...(input.from ? [{ text: "d.decided_at >= (?::date)::timestamp at time zone 'Asia/Shanghai'", values: [input.from] }] : []), ...(input.until ? [{ text: "d.decided_at < (?::date + 1)::timestamp at time zone 'Asia/Shanghai'", values: [input.until] }] : []),
      ...(input.q ? [{ text: 'd.person_name ilike ? or d.item_name ilike ? or d.doctor_name ilike ?', values: [words, words, words] }] : []),
    ],
  });
}

/** What an organisation decided last on results of a person. */
export const listLatest = (sql: Sql, { organisationId, personId }: { organisationId: string; personId: string }): Promise<DecisionRow[]> =>
  sql.query<DecisionRow>(`select ${COLUMNS} from recognition.decision d where d.owner_organisation_id = $1 and d.person_id = $2 and ${HOLDS} order by d.decided_at desc limit 500`, [organisationId, personId]);

export async function insertDecision(tx: Sql, row: DecisionRow): Promise<void> {
  await tx.execute(
    `insert into recognition.decision (decision_id, thread_id, sequence, owner_organisation_id, organisation_name, person_id, person_name, code, item_id, item_name, decision, reason_code, note, patient_informed, result_reference, result_at,
       source_organisation_id, source_organisation_name, order_reference, doctor_id, doctor_name, saved_fen, channel, decided_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)`,
    [
      row.id, row.threadId, row.sequence, row.organisationId, row.organisationName, row.personId, row.personName, row.code, row.itemId, row.itemName, row.decision, row.reasonCode, row.note, row.patientInformed, row.resultReference, row.resultAt,
      row.sourceOrganisationId, row.sourceOrganisationName, row.orderReference, row.doctorId, row.doctorName, row.savedFen, row.channel, row.decidedAt,
    ],
  );
}

export interface OfferRow {
  readonly id: string; readonly organisationId: string; readonly personId: string; readonly code: string; readonly resultReference: string; readonly orderReference: string | null; readonly doctorReference: string | null; readonly doctorName: string | null; readonly offeredBy: string;
}

export async function findOffer(sql: Sql, id: string): Promise<OfferRow | undefined> {
  return (await sql.query<OfferRow>(
    `select offer_id as id, owner_organisation_id as "organisationId", person_id as "personId", code, result_reference as "resultReference", order_reference as "orderReference", doctor_reference as "doctorReference", doctor_name as "doctorName", offered_by as "offeredBy"
     from recognition.offer where offer_id = $1`,
    [id],
  ))[0];
}

export const insertOffer = (tx: Sql, row: OfferRow, now: Date): Promise<number> =>
  tx.execute('insert into recognition.offer (offer_id, owner_organisation_id, person_id, code, result_reference, order_reference, doctor_reference, doctor_name, offered_by, offered_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', [row.id, row.organisationId, row.personId, row.code, row.resultReference, row.orderReference, row.doctorReference, row.doctorName, row.offeredBy, now]);
