-- A function and not a condition: it is asked for grounds that were found, which are few, and costs nothing to plan.
create function access.is_refused(asked_person text, asked_organisation text, asked_purpose text) returns boolean language plpgsql stable parallel safe as $$
begin
  return exists (
    select 1 from access.refusal refusal where refusal.person_id = asked_person and refusal.valid_from <= now()
      and (refusal.valid_until is null or refusal.valid_until > now()) and (refusal.purpose is null or refusal.purpose = asked_purpose)
      and (refusal.organisation_id in ('*', asked_organisation) or refusal.organisation_id = any (
        (select place.ancestor_ids from access.organisation place where place.organisation_id = asked_organisation)::text[])));
end $$;
comment on function access.is_refused(text, text, text) is 'Whether a person refuses an organisation, or one above it, for a purpose.';
