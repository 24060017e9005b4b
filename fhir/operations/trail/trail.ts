import { gateFor } from '#platform/access/gate.ts';
import { listEntries, type EntryFilter } from '#platform/audit/entries.ts';
import type { RawParameter } from '#fhir/search/query-string.ts';
import { searchProblem } from '#fhir/search/search-problem.ts';
import type { Answer } from '../../interactions/answer.ts';
import type { Interaction } from '../../interactions/dependencies.ts';
import { requireSignedIn } from '../../interactions/permission.ts';
import { addressOf } from '../../interactions/search.ts';
import { auditEventOf } from './audit-event.ts';

const COUNT_MAX = 500;
const COUNT = 50;
const DAY = /^(ge|le)(\d{4}-\d{2}-\d{2})$/;
const NAMES = new Set(['patient', 'agent', 'action', 'outcome', 'date', '_count', '_before', '_format']);

/**
 * AuditEvent/$trail: the audit trail of this server as a searchset of AuditEvents, newest first, for whoever holds `audit.read` (a client with
 * scope `api/audit.read`). Parameters: patient, agent (account id), action (beginning), outcome (0 or 4), date=geYYYY-MM-DD and le, _count; the next page is found by its link. `total` counts what is left from here on.
 */
export async function trailOperation({ subject, sql, whole, clock, audit, base }: Interaction, parameters: readonly RawParameter[]): Promise<Answer> {
  requireSignedIn(subject);
  const gate = gateFor(subject, sql);
  gate.requirePermission('audit.read');
  const filter = filterOf(parameters, clock.now());
  const { rows, total } = await listEntries(whole, gate.scope({ organisation: ['organisation_id'] }), filter);
  await audit(subject, { action: 'audit.read', outcome: 'success', resource: 'AuditEvent', personId: filter.personId ?? null, purpose: 'review', detail: { entries: rows.length } });
  const self = { relation: 'self', url: addressOf(base, 'AuditEvent/$trail', parameters) };
  const isMore = rows.length < total;
  const next = { relation: 'next', url: addressOf(base, 'AuditEvent/$trail', [...parameters.filter(({ name }) => name !== '_before'), { name: '_before', value: String(rows.at(-1)?.id ?? 0) }]) };
  const entry = rows.map((row) => ({ fullUrl: `${base}/AuditEvent/trail-${row.id}`, resource: auditEventOf(row), search: { mode: 'match' } }));
  const bundle = { resourceType: 'Bundle', type: 'searchset', total, link: isMore ? [self, next] : [self], ...(entry.length === 0 ? {} : { entry }) };
  return { status: 200, body: JSON.stringify(bundle) };
}

function filterOf(parameters: readonly RawParameter[], now: Date): EntryFilter {
  const unknown = parameters.find(({ name }) => !NAMES.has(name));
  if (unknown) throw searchProblem(unknown.name, '可用参数：patient、agent、action、outcome、date、_count。', 'Parameters are patient, agent, action, outcome, date and _count.');
  const one = (name: string): string | undefined => parameters.find((each) => each.name === name)?.value || undefined;
  const days = parameters.filter(({ name }) => name === 'date').map(({ value }) => {
    const match = DAY.exec(value);
    if (!match || Number.isNaN(Date.parse(match[2]!)) || !new Date(match[2]!).toISOString().startsWith(match[2]!)) throw searchProblem('date', '日期写作 ge2026-11-01 或 le2026-11-30。', 'A date is written ge2026-11-01 or le2026-11-30.');
    return match;
  });
  const outcome = one('outcome');
  if (outcome !== undefined && outcome !== '0' && outcome !== '4') throw searchProblem('outcome', '结果为 0（成功）或 4（被拒绝）。', 'The outcome is 0 (success) or 4 (refused).');
  return {
    personId: one('patient')?.replace(/^Patient\//, ''),
    subjectId: one('agent'),
    action: one('action'),
    outcome: outcome === undefined ? undefined : outcome === '0' ? 'success' : 'refused',
    from: days.find(([, prefix]) => prefix === 'ge')?.[2],
    until: days.find(([, prefix]) => prefix === 'le')?.[2],
    limit: numberOf(one('_count'), { name: '_count', otherwise: COUNT, max: COUNT_MAX }),
    offset: 0,
    ...(one('_before') === undefined ? {} : { before: numberOf(one('_before'), { name: '_before', otherwise: 0, max: Number.MAX_SAFE_INTEGER }) }),
    now,
  };
}

function numberOf(text: string | undefined, { name, otherwise, max }: { name: string; otherwise: number; max: number }): number {
  if (text === undefined) return otherwise;
  if (!/^\d{1,15}$/.test(text) || Number(text) > max) throw searchProblem(name, `${name} 须为不超过 ${max} 的整数。`, `${name} is a whole number up to ${max}.`);
  return Number(text);
}
