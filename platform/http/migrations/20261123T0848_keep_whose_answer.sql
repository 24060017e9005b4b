alter table http.idempotency add column person_id text, add column organisation_id text;
comment on column http.idempotency.person_id is 'Whose record the caller could open when the answer was given; asked again before it is shown again. sensitivity: personal';
comment on column http.idempotency.organisation_id is 'Organisation of the thing, where the caller acted within it; asked again too. sensitivity: none';
