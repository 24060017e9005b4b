-- Without a setting of its own the function becomes part of the statement that calls it: half the time for a long trail.
create or replace function audit.digest_of(given audit.entry) returns bytea language sql stable as $$
  select pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.jsonb_build_array(given.entry_id, (extract(epoch from given.recorded_at) * 1000000)::bigint,
    given.subject_kind, given.subject_id, given.subject_name, given.organisation_id, given.action, given.outcome,
    given.resource, given.person_id, given.basis, given.purpose, given.detail)::text, 'UTF8'))
$$;
alter function audit.digest_of(audit.entry) reset all;
