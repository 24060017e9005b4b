import { medicationRequestOf } from '../../rules/fhir-referral.ts';
import { listMedicationLines } from '../../store/medication-lines.ts';
import type { ReferralRow } from '../../store/row.ts';
import type { ActContext } from './act-context.ts';
import type { ExtraResource } from './write-resources.ts';

/** The handed-over medicines as FHIR, each line with the receiver's decision. */
export async function medicationResources({ tx }: ActContext, row: ReferralRow): Promise<ExtraResource[]> {
  const lines = await listMedicationLines(tx, row.referralId);
  return lines.map((line) => ({ method: 'put', resource: medicationRequestOf(row, line) }));
}
