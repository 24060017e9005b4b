import type { Sql } from '#platform/database/transaction.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';

export type DiagnosisId =
  | 'diagnosisOrder' | 'diagnosisWaiting' | 'diagnosisIssued' | 'diagnosisFile' | 'diagnosisContract' | 'diagnosisPermit' | 'diagnosisShift' | 'diagnosisTemplate' | 'critical' | 'criticalRule' | 'secondReading' | 'corrective';

interface Given {
  readonly run: (name: string, input: Record<string, unknown>) => Promise<Record<string, unknown>>;
  readonly names: { readonly hospital: string; readonly township: string };
  readonly mark: string;
  readonly personId: string;
  readonly sql: Sql;
}

/** Whoever walks is a machine client `walker-<n>`: each may read. */
const WALKERS = 12;
const REPORT = { findings: '窦性心律', impression: '正常心电图', positive: false, measurements: [] };

/** A contract, a reader's permit, orders in three states, a critical value and readings to repeat, by the room's own commands. */
export async function diagnosisOf({ run, names, mark, personId, sql }: Given): Promise<Record<DiagnosisId, string>> {
  const today = chinaDate(new Date());
  const made = async (name: string, input: Record<string, unknown>): Promise<string> => String((await run(name, input))['id']);
  const kind = { kind: 'ecg' };
  const contract = await made('signCentreContract', contractOf(names, addDays(today, -30)));
  const permits = [];
  for (let walker = 1; walker <= WALKERS; walker += 1) permits.push(await made('grantReaderPermit', { organisationId: names.hospital, readerId: `walker-${walker}`, readerName: `医师${mark}`, ...kind, modalities: ['ECG'], level: 'reviewer', validFrom: addDays(today, -30) }));
  const order = (): Promise<string> => made('orderDiagnosis', { personId, ...kind, modality: 'ECG', itemCode: 'ECG12', itemName: '心电图', priority: 'emergency', clinical: { question: `胸痛${mark}` }, requestingOrganisationId: names.township });
  const ordered = await order();
  const reach = async (): Promise<string> => {
    const id = await order();
    await run('attachDiagnosisData', { id, kind: 'document', title: '心电图', file: { contentType: 'application/pdf', base64: 'JVBERi0xLjQK' } });
    return id;
  };
  const issue = async (): Promise<string> => {
    const id = await reach();
    await run('claimDiagnosis', { id });
    await run('issueEmergencyReport', { id, ...REPORT });
    return id;
  };
  const [waiting, issued] = [await reach(), await issue()];
  const critical = await made('markCritical', { id: issued, code: `C-${mark}`, title: '停搏', valueText: '3.2 秒' });
  const { data } = (await run('getDiagnosisOrder', { id: waiting })) as { data: { reference: string }[] };
  await issue();
  await run('setQualityPlan', { organisationId: names.hospital, ...kind, title: '质控', samplePercent: 100, disagreementMax: 5, onTimeMin: 95, validFrom: addDays(today, -10) });
  await run('drawSample', { organisationId: names.hospital, ...kind, month: today.slice(0, 7) });
  // Listed to nobody of this side: the walker wrote the reports, and none reads the own ones again.
  const [reading] = await sql.query<{ id: string }>('select second_reading_id as id from shared_diagnosis.second_reading where owner_organisation_id = $1 order by 1', [names.hospital]);
  return {
    secondReading: reading!.id, diagnosisOrder: ordered, diagnosisWaiting: waiting, diagnosisIssued: issued, critical, diagnosisFile: data[0]!.reference.split('/')[1]!, diagnosisContract: contract, diagnosisPermit: permits[0]!,
    diagnosisShift: await made('planShift', { organisationId: names.hospital, ...kind, readerId: mark === 'alpha' ? 'walker-1' : 'walker-2', startsAt: `${addDays(today, 7)}T00:00:00Z`, endsAt: `${addDays(today, 7)}T04:00:00Z` }),
    diagnosisTemplate: await made('saveTemplate', { title: `模板${mark}`, scope: 'organisation', ...kind }),
    criticalRule: await made('setCriticalRule', { organisationId: names.hospital, kind: 'laboratory', code: `X-${mark}`, title: '钾', comparator: '<', value: 2, unit: 'mmol/L', validFrom: today }),
    corrective: await made('openCorrectiveAction', { organisationId: names.hospital, ...kind, cause: '漏诊', plan: '培训', responsible: `责任${mark}`, dueOn: addDays(today, 30) }),
  };
}

export const contractOf = ({ hospital, township }: { readonly hospital: string; readonly township: string }, validFrom: string): Record<string, unknown> => ({
  kind: 'ecg', centreOrganisationId: hospital, memberOrganisationIds: [township], modalities: ['ECG'], promised: { emergency: 15, urgent: 30, routine: 120 }, prices: [{ modality: 'ECG', priceFen: 2500 }],
  shares: { performed: 5000, reported: 5000, consortium: 0 }, validFrom,
});
