import type { ProblemDetail } from '#platform/kernel/problem.ts';
import { addDays } from '#platform/kernel/period.ts';
import type { CarePlanInput, ReconciliationLine } from '../../contract/letter.ts';

/** Places where the reconciliation is not complete: a line without decision, a decision without its note, a stranger. */
export function reconciliationGaps(lineIds: readonly string[], given: readonly ReconciliationLine[]): ProblemDetail[] {
  const gaps: ProblemDetail[] = [];
  const decided = new Map(given.map((line) => [line.lineId, line]));
  lineIds.forEach((lineId, index) => {
    const line = decided.get(lineId);
    const path = `reconciliation.${index}`;
    if (!line) gaps.push({ path, message: { zh: `第 ${index + 1} 条尚未选择`, en: `Line ${index + 1} has no decision` } });
    else if (needsNote(line)) gaps.push({ path: `${path}.note`, message: { zh: `第 ${index + 1} 条请说明原因`, en: `Line ${index + 1} needs a note` } });
  });
  for (const line of given) {
    if (!lineIds.includes(line.lineId)) gaps.push({ path: 'reconciliation', message: { zh: '包含不属于本转诊的用药', en: 'Holds a line of another referral' } });
  }
  if (decided.size !== given.length) gaps.push({ path: 'reconciliation', message: { zh: '同一条用药重复', en: 'One line is decided twice' } });
  return gaps;
}

const needsNote = ({ decision, note, changedTo }: ReconciliationLine): boolean =>
  decision !== 'continue' && (note ?? '') === '' && !(decision === 'change' && changedTo !== undefined);

export interface PlannedFollowUp {
  readonly kind: 'first-visit' | 'home-visit' | 'clinic-visit';
  readonly title: string;
  readonly dueDate: string;
  readonly organisationId: string;
}

/** Follow-up of a hand-back: the township sees the resident within N days, the village visits after, then the township again. */
export function planFollowUps(carePlan: CarePlanInput, { dischargedOn, primaryOrganisationId }: { dischargedOn: string; primaryOrganisationId: string }): PlannedFollowUp[] {
  const firstVisit = addDays(dischargedOn, carePlan.firstVisitWithinDays);
  const village = carePlan.villageOrganisationId ?? primaryOrganisationId;
  return [
    { kind: 'first-visit', title: `出院后 ${carePlan.firstVisitWithinDays} 天内首次随访`, dueDate: firstVisit, organisationId: primaryOrganisationId },
    { kind: 'home-visit', title: '入户随访：用药与自我管理', dueDate: addDays(firstVisit, carePlan.monitorEveryDays), organisationId: village },
    { kind: 'clinic-visit', title: '复诊评估：是否稳定', dueDate: addDays(firstVisit, 2 * carePlan.monitorEveryDays), organisationId: primaryOrganisationId },
  ];
}
