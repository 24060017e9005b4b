const instant = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
export const at = instant;

/** Days before the term from which a task that is far from done is amber. */
const SOON_DAYS = 30;
const NEARLY_DONE = 80;

/**
 * The light of a task on a day, the one definition for lists, counts and bulletins: finished green, suspended grey, past its term or missed by
 * its indicators red, near its term and far from done amber. `today` is a bound parameter such as `$2`.
 */
export const lightOf = (today: string): string => `case
  when t.state in ('done', 'verified') then 'green'
  when t.state = 'suspended' then 'grey'
  when t.due < ${today}::date or t.indicator_light = 'red' then 'red'
  when t.indicator_light = 'amber' or (t.due <= ${today}::date + ${SOON_DAYS} and t.progress < ${NEARLY_DONE}) then 'amber'
  else 'green' end`;

export const cardColumns = (today: string): string => `t.task_id as id, t.number, t.kind, t.source_id as "sourceId", t.source_name as "sourceName", t.clause, t.title, t.is_key as "isKey",
  t.due::text as due, t.state, ${instant('t.state_since')} as "stateSince", ${lightOf(today)} as light, t.progress, t.lead_name as "leadName", t.lead_organisation_id as "leadOrganisationId",
  t.owner_organisation_id as "ownerOrganisationId", t.indicator_ids as indicators, t.problem, t.next_step as "nextStep"`;

/** Owner, leading organisation, and any joint body's organisation may see a task; `$1` is the scope's own list. */
export const VISIBLE_BY = [
  't.owner_organisation_id', 't.lead_organisation_id',
  '(select p.organisation_id from task_ledger.party p where p.task_id = t.task_id and p.organisation_id = any($1::text[]) limit 1)',
] as const;
