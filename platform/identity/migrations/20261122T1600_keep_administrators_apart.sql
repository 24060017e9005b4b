alter table identity.assignment add column revoked_at timestamptz;
comment on column identity.assignment.revoked_at is 'Taken away; holds no more from then on. sensitivity: none';
alter table identity.assignment drop constraint assignment_once;
create unique index assignment_once on identity.assignment (account_id, owner_organisation_id, role, valid_from) where revoked_at is null;

-- GB/T 22239-2019: system, security and audit administrators are different people. Another account of the same person
-- (the same Practitioner) counts as the same.
create function identity.keep_administrators_apart() returns trigger language plpgsql as $$
begin
  if new.role not in ('system-administrator', 'security-administrator', 'audit-administrator') or new.revoked_at is not null then
    return new;
  end if;
  -- One after the other: two grants at once would not see each other.
  perform pg_advisory_xact_lock(hashtextextended('identity.administrators', 0));
  if exists (
    select 1
    from identity.assignment held
    join identity.account holder on holder.account_id = held.account_id
    join identity.account own on own.account_id = new.account_id
    where (held.account_id = new.account_id or holder.fhir_reference = own.fhir_reference)
      and held.role in ('system-administrator', 'security-administrator', 'audit-administrator') and held.role <> new.role
      and held.revoked_at is null
      and daterange(held.valid_from, held.valid_until, '[]') && daterange(new.valid_from, new.valid_until, '[]')
  ) then
    raise exception 'system, security and audit administrators are different people' using errcode = 'exclusion_violation', constraint = 'assignment_administrators_apart';
  end if;
  return new;
end $$;
create trigger administrators_apart before insert or update on identity.assignment for each row execute function identity.keep_administrators_apart();

-- The same rule from the other side: an account does not become a second one of an administrator.
create function identity.keep_person_apart() returns trigger language plpgsql as $$
begin
  if new.fhir_reference is null or new.fhir_reference is not distinct from old.fhir_reference then
    return new;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('identity.administrators', 0));
  if exists (
    select 1
    from identity.assignment held
    join identity.account holder on holder.account_id = held.account_id
    join identity.assignment own on own.account_id = new.account_id
    where holder.fhir_reference = new.fhir_reference and holder.account_id <> new.account_id
      and held.role in ('system-administrator', 'security-administrator', 'audit-administrator')
      and own.role in ('system-administrator', 'security-administrator', 'audit-administrator') and held.role <> own.role
      and held.revoked_at is null and own.revoked_at is null
      and daterange(held.valid_from, held.valid_until, '[]') && daterange(own.valid_from, own.valid_until, '[]')
  ) then
    raise exception 'system, security and audit administrators are different people' using errcode = 'exclusion_violation', constraint = 'assignment_administrators_apart';
  end if;
  return new;
end $$;
create trigger administrators_apart before update of fhir_reference on identity.account for each row execute function identity.keep_person_apart();
