import { contract as referral } from '#modules/referral/contract.ts';
import type { Sql } from '#platform/database/transaction.ts';

/** Commands that answer with the referral they acted on; kept answers are sealed, so they are counted and not read. */
const REFERRAL_ACTS = Object.values(referral.operations).filter(({ kind, output }) => kind === 'command' && 'shape' in output && 'whoseMove' in (output.shape as object)).map(({ name }) => name);

/**
 * What one transaction must have written together, asked as "where does it disagree": every answer row is a fault.
 * The statements look past the rooms on purpose; they are the auditor of the five parts of a write.
 */
const DISAGREEMENTS: Readonly<Record<string, string>> = {
  'signed acts and current row':
    `select r.referral_id from referral.referral r
     left join lateral (select count(*) as acts, max(sequence) as last, (array_agg(to_state order by sequence desc))[1] as state
       from referral.action a where a.referral_id = r.referral_id) a on true
     where a.acts <> r.version or a.last <> r.version or a.state <> r.state`,
  'current row and FHIR Task':
    `select r.referral_id from referral.referral r
     left join fhir.resource t on t.resource_type = 'Task' and t.resource_id = r.referral_id and not t.deleted
     where t.content is null or fhir.whole_text(t.resource_type, t.resource_id, t.version, t.last_updated, t.content)::jsonb #>> '{businessStatus,coding,0,code}' is distinct from r.state`,
  'current row and FHIR ServiceRequest':
    `select r.referral_id from referral.referral r
     where not exists (select from fhir.resource s where s.resource_type = 'ServiceRequest' and s.resource_id = r.referral_id and not s.deleted)`,
  'signed acts and FHIR Provenance':
    `select a.referral_id from referral.action a
     where not exists (select from fhir.resource p where p.resource_type = 'Provenance' and p.resource_id = a.action_id)`,
  'signed acts and outbox':
    `select r.referral_id from referral.referral r
     where r.version <> (select count(*) from events.outbox o where o.name like 'referral.%' and o.name <> 'referral.medication-short' and o.payload ->> 'referralId' = r.referral_id)`,
  'commands and audit':
    `select acts.total || ' answers kept, ' || entries.total || ' entries of the trail' as counted
     from (select count(*) as total from http.idempotency where operation in (${REFERRAL_ACTS.map((name) => `'${name}'`).join(', ')})) acts,
       (select count(*) as total from audit.entry e join referral.referral r on e.resource = 'ServiceRequest/' || r.referral_id where e.outcome = 'success' and e.action <> 'referral.read') entries
     where acts.total <> entries.total`,
  'FHIR versions and history':
    `select f.resource_type || '/' || f.resource_id from fhir.resource f
     left join lateral (select count(*) as versions, max(h.version) as last from fhir.history h where h.key = f.key) h on true
     where coalesce(h.versions, 0) not in (f.version, f.version - 1) or coalesce(h.last, 0) not in (f.version, f.version - 1)`,
  'seats taken and reservations':
    `select s.slot_id from scheduling.slot s
     where s.referral_taken <> (select count(*) from scheduling.reservation r where r.slot_id = s.slot_id and r.pool = 'referral' and r.state not in ('released', 'expired'))`,
  'beds and reservations':
    `select b.bed_id from scheduling.bed b
     where (b.state = 'reserved') <> exists (select from scheduling.reservation r where r.bed_id = b.bed_id and r.state in ('held', 'confirmed'))`,
  'locked resource and reservation':
    `select r.referral_id from referral.referral r
     where r.resource is not null and not exists (
       select from scheduling.reservation v where v.reservation_id = r.resource ->> 'bookingId' and v.source = 'referral/' || r.referral_id)`,
  'reservations and FHIR Appointment':
    `select v.reservation_id from scheduling.reservation v
     where not exists (select from fhir.resource a where a.resource_type = 'Appointment' and a.resource_id = v.appointment_id)`,
  'residents and FHIR Patient':
    `select r.resident_id from residents.resident r
     where not exists (select from fhir.resource p where p.resource_type = 'Patient' and p.resource_id = r.resident_id)`,
  'deliveries that died': 'select reaction || coalesce(last_error, $$$$) from events.delivery where dead_at is not null',
};

/** Where the database disagrees with itself; empty when every write is whole. */
export async function findHalfWritten(owner: Sql): Promise<string[]> {
  const found: string[] = [];
  for (const [what, text] of Object.entries(DISAGREEMENTS)) {
    const rows = await owner.query<Record<string, string>>(`${text} limit 5`);
    for (const row of rows) found.push(`${what}: ${Object.values(row).join(' ')}`);
  }
  return found;
}
