import { chinaDate } from '#platform/kernel/period.ts';
import type { Kind } from '../../../contract/words.ts';
import { findClock } from '../../store/critical-rules.ts';
import { criticalKnown, nextCriticalNumber } from '../../store/critical.ts';
import type { CriticalRow } from '../../store/row.ts';
import type { ActContext } from './act-context.ts';
import { createCritical } from './critical-act.ts';
import { listAbove, organisationNames, type PersonSummary } from './partners.ts';

export interface Finding {
  /** What it came from; the same twice makes one critical value. */
  readonly sourceKey: string;
  readonly kind: Kind;
  readonly code: string;
  readonly title: string;
  readonly valueText: string;
  readonly rule: { readonly id: string; readonly text: string } | null;
  readonly observationId: string | null;
  readonly order: { readonly id: string; readonly number: string } | null;
  readonly person: Pick<PersonSummary, 'personId' | 'personName' | 'personSex' | 'personBirthDate'>;
  readonly department: string | null;
  readonly reporterOrganisationId: string;
  readonly receiverOrganisationId: string;
  readonly receiverPhone: string | null;
}

/** Undefined when it is known already. */
export async function detectCritical(context: ActContext, finding: Finding): Promise<CriticalRow | undefined> {
  const { tx, now } = context;
  if (await criticalKnown(tx, finding.sourceKey)) return undefined;
  const { reporterOrganisationId, receiverOrganisationId, person } = finding;
  const names = await organisationNames(tx, [reporterOrganisationId, receiverOrganisationId]);
  const row: CriticalRow = {
    criticalId: context.newId(), number: await nextCriticalNumber(tx, chinaDate(now)), sourceKey: finding.sourceKey, state: 'detected', stateSince: now, kind: finding.kind, code: finding.code, title: finding.title, valueText: finding.valueText,
    ruleId: finding.rule?.id ?? null, ruleText: finding.rule?.text ?? null, observationId: finding.observationId, orderId: finding.order?.id ?? null, orderNumber: finding.order?.number ?? null,
    personId: person.personId, personName: person.personName, personSex: person.personSex, personBirthDate: person.personBirthDate, sourcePersonId: person.personId, department: finding.department, place: null,
    reporterOrganisationId, reporterOrganisationName: names.get(reporterOrganisationId) ?? reporterOrganisationId, receiverOrganisationId, receiverOrganisationName: names.get(receiverOrganisationId) ?? receiverOrganisationId,
    receiverPhone: finding.receiverPhone, detectedAt: now, notifiedAt: null, toldName: null, clock: await findClock(tx, await listAbove(tx, reporterOrganisationId)), nextEscalationAt: null, escalationLevel: 0,
    acknowledgedAt: null, acknowledgedByName: null, actionText: null, effectText: null, actedAt: null, closedAt: null, version: 1,
  };
  return createCritical(context, row, { action: 'detect', event: 'shared-diagnosis.critical-detected', detail: { ruleId: row.ruleId, sourceKey: row.sourceKey } });
}
