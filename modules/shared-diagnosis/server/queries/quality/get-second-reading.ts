import { ageInYears, chinaDate } from '#platform/kernel/period.ts';
import { assert } from '#platform/kernel/problem.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { getSecondReading as operation } from '../../../contract/quality.ts';
import { problem } from '../../commands/act/act-context.ts';
import { secondReadingOf } from '../../rules/second-reading.ts';
import { findOrder } from '../../store/orders.ts';
import { findSecondReading } from '../../store/quality.ts';
import { findReport } from '../../store/reports.ts';

/** Blind: neither the first report nor a name is in the answer before the second reading is signed. */
export async function getSecondReading(context: QueryContext, { id }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { sql, subject, now } = context;
  const row = await findSecondReading(sql, id);
  if (row === undefined || !(subject.everyOrganisation || subject.organisationIds.includes(row.organisationId))) throw problem('shared-diagnosis.not-found');
  const order = await findOrder(sql, row.orderId);
  assert(order !== undefined, 'a second reading has its order');
  context.about({ personId: order.personId, resource: `SecondReading/${row.id}` });
  const report = row.state === 'read' ? await findReport(sql, row.orderId) : undefined;
  return {
    ...secondReadingOf(row), personSex: order.personSex, personAge: order.personBirthDate === null ? null : ageInYears(order.personBirthDate, chinaDate(now)), clinical: order.clinical, data: [...order.data],
    second: row.state === 'read' ? { positive: row.positive === true, impression: row.impression ?? '', note: row.gradeNote } : null,
    first: report === undefined ? null : { positive: report.positive, findings: report.findings, impression: report.impression },
  };
}
