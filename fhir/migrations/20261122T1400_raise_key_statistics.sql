-- A value that the statistics do not list is guessed to be half as frequent as the rarest that they do. With the usual
-- 100 entries a single identifier was expected on hundreds of rows, and a look-up read all entries of its type too.
alter table fhir.resource alter column keys set statistics 400;

-- After a bulk load the application asks for fresh statistics at once; only the owner may analyse.
create function fhir.refresh_statistics() returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  analyze fhir.resource, fhir.person_code, fhir.date_value, fhir.number_value, fhir.string_value;
end $$;
revoke all on function fhir.refresh_statistics() from public;
grant execute on function fhir.refresh_statistics() to yigong_app;
