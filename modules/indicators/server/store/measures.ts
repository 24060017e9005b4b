const HOSPITAL = "in ('province', 'city', 'county')";
const PRIMARY = "in ('township', 'village')";
const MONTH = (at: string): string => `to_char(${at} at time zone 'Asia/Shanghai', 'YYYY-MM')`;
const DAY = (at: string): string => `(${at} at time zone 'Asia/Shanghai')::date`;
/** Months of the last four years up to the day of computing, as `month` and its last day. */
const MONTHS = `(select to_char(first, 'YYYY-MM') as month, (first + interval '1 month' - interval '1 day')::date as last_day from generate_series(date_trunc('month', $1::date) - interval '47 months', date_trunc('month', $1::date), interval '1 month') first) months`;

const primaryShare = `select e.organisation_id, e.visit_month as month, case when o.level ${PRIMARY} then 1 else 0 end as numerator, 1 as denominator, e.encounter_id as case_id, e.person_id, e.started_on as day
  from indicators.encounter e join consortium_report.organisation o on o.organisation_id = e.organisation_id where e.visit_month is not null`;
const fundInside = `select owner_organisation_id as organisation_id, month, inside_fen as numerator, inside_fen + outside_fen as denominator, package_id as case_id, null::text as person_id, null::date as day from payment_report.fund_use`;
const grouped = (numerator: string): string => `select organisation_id, month, ${numerator} as numerator, 1 as denominator, discharge_id as case_id, null::text as person_id, discharged_on as day
  from casemix_report.grouped_discharge where scheme = 'drg' and grouped and weight is not null`;
const DOWN = `select from_organisation_id as organisation_id, ${MONTH('submitted_at')} as month, 1 as numerator, 0 as denominator, referral_id as case_id, person_id, ${DAY('submitted_at')} as day
  from referral_report.referral_fact where direction = 'down'`;

/**
 * Rows behind each computed indicator: site, month, what the row adds to numerator and denominator, the case, its person and day. Cells are their
 * sums, the cases behind a number are the rows themselves. `$1` is the day of computing.
 */
export const MEASURES: Readonly<Record<string, string>> = {
  Y21: primaryShare,
  T02: primaryShare,
  T03: primaryShare,
  C07: primaryShare,
  Y14: `select organisation_id, discharge_month as month, greatest(1, ended_on - started_on) as numerator, 1 as denominator, encounter_id as case_id, person_id, ended_on as day from indicators.encounter where discharge_month is not null`,
  Y17: `select organisation_id, visit_month as month, 1 as numerator, 0 as denominator, encounter_id as case_id, person_id, started_on as day from indicators.encounter where visit_month is not null and class = 'AMB'
    union all select organisation_id, discharge_month, 0, 1, encounter_id, person_id, ended_on from indicators.encounter where discharge_month is not null`,
  Y13: grouped('weight'),
  A07: grouped('case when weight >= 2 then 1 else 0 end'),
  Y16a: `select organisation_id, month, case when has_procedure then 1 else 0 end as numerator, 1 as denominator, discharge_id as case_id, null::text as person_id, discharged_on as day from casemix_report.grouped_discharge where scheme = 'drg'`,
  Y02: fundInside,
  C08: fundInside,
  C05a: `select requesting_organisation_id as organisation_id, issued_month as month, 1 as numerator, 0 as denominator, order_id as case_id, person_id, ${DAY('issued_at')} as day
    from shared_diagnosis_report.order_fact where remote and issued_month is not null
    union all select r.owner_organisation_id, months.month, 0, r.residents, null, null, null
    from (select owner_organisation_id, count(*) as residents from residents_report.resident where merged_into_id is null and kind = 'resident' group by 1) r cross join ${MONTHS}`,
  T09: `select o.organisation_id, months.month, case when exists (select 1 from consortium_report.membership m where m.organisation_id = o.organisation_id and m.valid_from <= months.last_day and (m.valid_until is null or m.valid_until >= months.last_day)) then 1 else 0 end as numerator,
    1 as denominator, o.organisation_id as case_id, null::text as person_id, null::date as day
    from consortium_report.organisation o cross join ${MONTHS} where o.state = 'active' and o.ownership = 'public' and o.level in ('city', 'county', 'township')`,
  A01: `${DOWN} and accepted_at is not null
    union all select e.organisation_id, e.discharge_month, 0, 1, e.encounter_id, e.person_id, e.ended_on from indicators.encounter e
    join consortium_report.organisation o on o.organisation_id = e.organisation_id where e.discharge_month is not null and o.level ${HOSPITAL}`,
  A02: `select to_organisation_id as organisation_id, ${MONTH('accepted_at')} as month, case when arrived_at is not null then 1 else 0 end as numerator, 1 as denominator, referral_id as case_id, person_id, ${DAY('accepted_at')} as day
    from referral_report.referral_fact where direction = 'up' and accepted_at is not null and to_organisation_id is not null`,
  A03: `${DOWN} union all select to_organisation_id, ${MONTH('submitted_at')}, 0, 1, referral_id, person_id, ${DAY('submitted_at')} from referral_report.referral_fact where direction = 'up' and to_organisation_id is not null`,
  A04: `select to_organisation_id as organisation_id, ${MONTH('accepted_at')} as month, round(accept_minutes, 6) as numerator, 1 as denominator, referral_id as case_id, person_id, ${DAY('accepted_at')} as day
    from referral_report.referral_fact where accepted_at is not null and to_organisation_id is not null`,
};

/** Measures that read the facts of encounters: they are computed anew for the months that changed, the others for all (A01 reads referrals too). */
export const OF_ENCOUNTERS: readonly string[] = ['Y21', 'T02', 'T03', 'C07', 'Y14', 'Y17'];
