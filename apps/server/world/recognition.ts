import { searchResources } from '#fhir/repository/search.ts';
import type { DiagnosticReport } from '#fhir/types/resources.gen.ts';
import { addEquivalence, publishRecognitionItem, recordQualityMark } from '#modules/recognition/contract/catalogue.ts';
import { checkRecognition, declineRecognition, recogniseResult } from '#modules/recognition/contract/decisions.ts';
import { systemSubject } from '#platform/access/subject.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import type { WorldStaff } from '#tests/world/plan/types.ts';
import type { PlayRequest, StoppedStory } from './play-referrals.ts';
import { openStage, type Stage } from './stage.ts';

/** In the three scopes; prices are made up. */
const ITEMS = [
  { code: 'CT-CHEST', name: '胸部 CT 平扫', nameEn: 'CT of the chest', kind: 'imaging', scope: 'consortium', windowDays: 30, priceFen: 18_000 },
  { code: 'ECG12', name: '十二导联心电图', nameEn: '12-lead ECG', kind: 'ecg', scope: 'consortium', windowDays: 7, priceFen: 2500 },
  { code: 'US-ABDOMEN', name: '腹部超声', nameEn: 'Ultrasound of the abdomen', kind: 'ultrasound', scope: 'consortium', windowDays: 14, priceFen: 9000 },
  { code: '2160-0', name: '血肌酐', nameEn: 'Creatinine', kind: 'laboratory', scope: 'city', windowDays: 7, priceFen: 600 },
  { code: '1558-6', name: '空腹血糖', nameEn: 'Fasting glucose', kind: 'laboratory', scope: 'city', windowDays: 3, priceFen: 500 },
  { code: '718-7', name: '血红蛋白', nameEn: 'Haemoglobin', kind: 'laboratory', scope: 'city', windowDays: 7, priceFen: 400 },
  { code: '4548-4', name: '糖化血红蛋白', nameEn: 'Haemoglobin A1c', kind: 'laboratory', scope: 'province', windowDays: 60, priceFen: 5500 },
  { code: 'HISTO-ENDOSCOPY', name: '内镜活检病理', nameEn: 'Histology of endoscopic biopsies', kind: 'pathology', scope: 'province', windowDays: 365, priceFen: 16_000 },
] as const;

const PAIRS = [
  { code: 'CT-CHEST', relation: 'same', otherCode: '24627-2', note: 'LOINC' }, { code: 'ECG12', relation: 'same', otherCode: '11524-6', note: 'LOINC' }, { code: '2160-0', relation: 'same', otherCode: 'CREA', note: '检验系统代码' },
  { code: '1558-6', relation: 'same', otherCode: 'GLU-F', note: '检验系统代码' }, { code: '24323-8', relation: 'contains', otherCode: '2160-0', note: '生化全套' }, { code: '24323-8', relation: 'contains', otherCode: '1558-6', note: '生化全套' },
  { code: '58410-2', relation: 'contains', otherCode: '718-7', note: '血常规' },
] as const;

const REASONS = ['condition-changed', 'changes-fast', 'decisive', 'emergency', 'other'] as const;
const SET_UP_DAYS = 120;
const LATEST_DAYS = 5;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** A catalogue of three scopes, what stands for what, who passed which assessment, and what doctors of the county and a township decided on reports of the weeks before. */
export async function playRecognition(request: PlayRequest): Promise<StoppedStory[]> {
  const { database, plan, modules, until } = request;
  const stage = openStage(database, modules);
  const office = plan.staff.find(({ roles, demoSignIn }) => demoSignIn && roles.includes('consortium-office'));
  if (!stage.has(publishRecognitionItem) || office === undefined) return [];
  const stopped: StoppedStory[] = [];
  const play = async (key: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      stopped.push({ key: `recognition-${key}`, error });
    }
  };
  const by = (key: string) => ({ member: office, at: new Date(until.getTime() - SET_UP_DAYS * DAY_MS), key: `world-recognition-${key}` });
  const validFrom = addDays(chinaDate(until), -SET_UP_DAYS - 60);
  const { organisationId } = office;
  for (const item of ITEMS) await play(item.code, () => stage.act(publishRecognitionItem, { ...item, organisationId, validFrom }, by(`item-${item.code}`)));
  for (const pair of PAIRS) await play(pair.otherCode, () => stage.act(addEquivalence, { ...pair, organisationId, validFrom }, by(`pair-${pair.code}-${pair.otherCode}`)));
  for (const mark of marksOf(request)) await play(mark.organisationId, () => stage.act(recordQualityMark, mark, by(`mark-${mark.organisationId}-${mark.kind}-${mark.code ?? 'all'}`)));
  await play('decisions', () => playDecisions(stage, request));
  return stopped;
}

/** Hospitals of the office's tree passed the external assessment; one township failed for creatinine, another's internal control is marked too. */
function marksOf({ plan, until }: PlayRequest) {
  const today = chinaDate(until);
  const [validFrom, validUntil] = [addDays(today, -300), addDays(today, 240)];
  const county = plan.organisations.find(({ slug }) => slug === 'county');
  const townships = plan.organisations.filter(({ kind }) => kind === 'township-hospital').slice(0, 4);
  const pass = (id: string, index: number) => ({ organisationId: id, kind: 'eqa', code: null as string | null, passed: true, certificate: `EQA-2026-${String(index + 1).padStart(3, '0')}`, validFrom, validUntil });
  const passed = [...(county ? [county] : []), ...townships].map(({ id }, index) => pass(id, index));
  const last = townships.at(-1);
  return [
    ...passed, ...(county ? [{ ...pass(county.id, 20), kind: 'qc' }] : []),
    ...(last === undefined ? [] : [{ ...pass(last.id, 30), code: '2160-0', passed: false, certificate: null, validFrom: addDays(today, -40), validUntil: addDays(today, 50) }]),
  ];
}

/** Three of four results are recognised; the reports of the last days wait for whoever tries the order form. */
async function playDecisions(stage: Stage, { database, plan, until }: PlayRequest): Promise<void> {
  const doctors = doctorsOf(plan.staff, plan.organisations.find(({ slug }) => slug === 'county')?.id);
  if (doctors.length === 0) return;
  const { resources } = await searchResources(database, systemSubject, 'DiagnosticReport?code=CT-CHEST,ECG12&status=final,amended,corrected&_sort=-date&_count=60');
  const reports = resources.filter((each): each is DiagnosticReport => each.resourceType === 'DiagnosticReport');
  for (const [index, report] of reports.entries()) {
    const [code, personId] = [report.code.coding?.[0]?.code ?? '', report.subject?.reference?.slice('Patient/'.length) ?? ''];
    const seen = Date.parse(report.issued ?? report.effectiveDateTime ?? '');
    const at = new Date(seen + (6 + (index % 3) * 14) * HOUR_MS);
    if (!(until.getTime() - at.getTime() > LATEST_DAYS * DAY_MS)) continue;
    for (const member of [doctors[index % doctors.length]!, doctors[(index + 1) % doctors.length]!]) {
      const asked = { personId, organisationId: member.organisationId };
      const key = `world-recognition-${report.id}-${member.organisationId}`;
      // Whose house has no ground for the record, or has decided, is passed over.
      const found = await stage.act(checkRecognition, { ...asked, codes: [code] }, { member, at }).catch(() => undefined);
      if (!found?.checks[0]?.candidates.some(({ reference, decision }) => reference === `DiagnosticReport/${report.id}` && decision === null)) continue;
      const input = { ...asked, code, resultReference: `DiagnosticReport/${report.id}` };
      if (index % 4 !== 3) await stage.act(recogniseResult, input, { member, at, key });
      else await stage.act(declineRecognition, { ...input, reasonCode: REASONS[(index >> 2) % REASONS.length], note: '术前评估需要最新结果', patientInformed: true }, { member, at, key });
    }
  }
}

/** Specialists of the lead hospital and the township doctor of the demonstration, in turn. */
function doctorsOf(staff: readonly WorldStaff[], countyId: string | undefined): WorldStaff[] {
  const specialists = staff.filter(({ organisationId, roles }) => organisationId === countyId && roles.includes('specialist')).slice(0, 3);
  const township = staff.find(({ roles, demoSignIn }) => demoSignIn && roles.includes('township-doctor'));
  return specialists.flatMap((each) => (township === undefined ? [each] : [each, township]));
}
