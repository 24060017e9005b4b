import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { getClinicWeek as operation } from '../../contract/clinics.ts';
import { found } from '../rules/found.ts';
import { findClinic, listWeek } from '../store/sessions.ts';

export async function getClinicWeek({ sql, subject }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const clinic = found(await findClinic(sql, input.clinicId));
  const mayManage = subject.everyOrganisation || subject.organisationIds.includes(clinic.organisationId);
  return { clinic, from: input.from, sessions: await listWeek(sql, input), mayManage };
}
