import type { Clinical, DataItem, Performance } from '../../contract/orders.ts';
import type { CriticalState, OrderState, Side } from '../../contract/states.ts';
import type { Kind, Modality, Priority } from '../../contract/words.ts';

/** One row of `shared_diagnosis.diagnosis_order`. */
export interface OrderRow {
  readonly orderId: string; readonly number: string; readonly kind: Kind; readonly modality: Modality; readonly itemCode: string; readonly itemName: string; readonly bodyPart: string | null;
  readonly priority: Priority; readonly state: OrderState; readonly stateSince: Date; readonly deadline: Date | null; readonly whoseMove: Side | 'none'; readonly moveOrganisationId: string | null; readonly escalationLevel: number;
  readonly personId: string; readonly orderPersonId: string; readonly personName: string; readonly personSex: string; readonly personBirthDate: string | null;
  readonly requestingOrganisationId: string; readonly requestingOrganisationName: string; readonly requesterId: string | null; readonly requesterName: string | null; readonly requesterPhone: string | null; readonly department: string | null;
  readonly performingOrganisationId: string; readonly performingOrganisationName: string; readonly centreOrganisationId: string; readonly centreOrganisationName: string; readonly contractId: string; readonly overflow: string | null;
  readonly consultOrganisationId: string | null; readonly consultOrganisationName: string | null;
  readonly clinical: Clinical; readonly performance: Performance | null; readonly scheduledAt: Date | null; readonly qualityGrade: string | null; readonly data: readonly DataItem[];
  readonly claimedBy: string | null; readonly claimedByName: string | null; readonly claimUntil: Date | null; readonly authorId: string | null; readonly authorName: string | null; readonly reviewerId: string | null; readonly reviewerName: string | null;
  readonly reportVersion: number; readonly positive: boolean | null; readonly critical: boolean; readonly reviewDueAt: Date | null; readonly returnNote: string | null; readonly reasonCode: string | null;
  readonly performedAt: Date | null; readonly readyAt: Date | null; readonly issuedAt: Date | null; readonly acknowledgedAt: Date | null; readonly version: number; readonly createdAt: Date;
}

/** One row of `shared_diagnosis.critical_value`. */
export interface CriticalRow {
  readonly criticalId: string; readonly number: string; readonly sourceKey: string; readonly state: CriticalState; readonly stateSince: Date; readonly kind: Kind; readonly code: string; readonly title: string; readonly valueText: string;
  readonly ruleId: string | null; readonly ruleText: string | null; readonly observationId: string | null; readonly orderId: string | null; readonly orderNumber: string | null;
  readonly personId: string; readonly sourcePersonId: string; readonly personName: string; readonly personSex: string; readonly personBirthDate: string | null; readonly department: string | null; readonly place: string | null;
  readonly reporterOrganisationId: string; readonly reporterOrganisationName: string; readonly receiverOrganisationId: string; readonly receiverOrganisationName: string; readonly receiverPhone: string | null;
  readonly detectedAt: Date; readonly notifiedAt: Date | null; readonly toldName: string | null; readonly clock: readonly number[]; readonly nextEscalationAt: Date | null; readonly escalationLevel: number;
  readonly acknowledgedAt: Date | null; readonly acknowledgedByName: string | null; readonly actionText: string | null; readonly effectText: string | null; readonly actedAt: Date | null; readonly closedAt: Date | null; readonly version: number;
}

/** Every column in the order of the table; the compiler refuses a list that forgets one. */
const everyOrderField: Readonly<Record<keyof OrderRow, true>> = {
  orderId: true, number: true, kind: true, modality: true, itemCode: true, itemName: true, bodyPart: true, priority: true, state: true, stateSince: true, deadline: true, whoseMove: true, moveOrganisationId: true, escalationLevel: true,
  personId: true, orderPersonId: true, personName: true, personSex: true, personBirthDate: true, requestingOrganisationId: true, requestingOrganisationName: true, requesterId: true, requesterName: true, requesterPhone: true, department: true,
  performingOrganisationId: true, performingOrganisationName: true, centreOrganisationId: true, centreOrganisationName: true, contractId: true, overflow: true, consultOrganisationId: true, consultOrganisationName: true, clinical: true,
  performance: true, scheduledAt: true, qualityGrade: true, data: true, claimedBy: true, claimedByName: true, claimUntil: true, authorId: true, authorName: true, reviewerId: true, reviewerName: true, reportVersion: true, positive: true,
  critical: true, reviewDueAt: true, returnNote: true, reasonCode: true, performedAt: true, readyAt: true, issuedAt: true, acknowledgedAt: true, version: true, createdAt: true,
};
const everyCriticalField: Readonly<Record<keyof CriticalRow, true>> = {
  criticalId: true, number: true, sourceKey: true, state: true, stateSince: true, kind: true, code: true, title: true, valueText: true, ruleId: true, ruleText: true, observationId: true, orderId: true, orderNumber: true, personId: true,
  sourcePersonId: true, personName: true, personSex: true, personBirthDate: true, department: true, place: true, reporterOrganisationId: true, reporterOrganisationName: true, receiverOrganisationId: true, receiverOrganisationName: true,
  receiverPhone: true, detectedAt: true, notifiedAt: true, toldName: true, clock: true, nextEscalationAt: true, escalationLevel: true, acknowledgedAt: true, acknowledgedByName: true, actionText: true, effectText: true, actedAt: true,
  closedAt: true, version: true,
};

const snake = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const JSON_FIELDS: ReadonlySet<string> = new Set(['clinical', 'performance', 'data']);

interface TableOf<Row> {
  readonly columns: string;
  insert(row: Row): { text: string; values: unknown[] };
  update(row: Row): { text: string; values: unknown[] };
}

function tableOf<Row extends object>(table: string, every: Readonly<Record<keyof Row, true>>): TableOf<Row> {
  const fields = Object.keys(every) as (keyof Row & string)[];
  const bound = (row: Row, field: keyof Row & string): unknown => (JSON_FIELDS.has(field) && row[field] !== null ? JSON.stringify(row[field]) : row[field]);
  const [key, ...rest] = fields as [keyof Row & string, ...(keyof Row & string)[]];
  return {
    columns: fields.map((field) => `o.${snake(field)} as "${field}"`).join(', '),
    insert: (row) => ({
      text: `insert into ${table} (${fields.map(snake).join(', ')}) values (${fields.map((_, index) => `$${index + 1}`).join(', ')})`,
      values: fields.map((field) => bound(row, field)),
    }),
    update: (row) => ({
      text: `update ${table} set ${rest.map((field, index) => `${snake(field)} = $${index + 2}`).join(', ')} where ${snake(key)} = $1`,
      values: fields.map((field) => bound(row, field)),
    }),
  };
}

export const orderTableOf = tableOf<OrderRow>('shared_diagnosis.diagnosis_order', everyOrderField);
export const criticalTableOf = tableOf<CriticalRow>('shared_diagnosis.critical_value', everyCriticalField);
