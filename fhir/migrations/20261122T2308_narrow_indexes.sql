-- Equal entries share their key, so that resources of one write take some ten bytes here instead of ninety: with the key behind the time,
-- no two were equal, and pages stayed half empty (docs/decisions/0070). Pages in order of (last_updated, key) sort those of one moment;
-- a load gives each of its batches a moment of its own (fhir/repository/bulk.ts).
drop index fhir.resource_updated;
create index resource_updated on fhir.resource (resource_type, last_updated);

-- A resource has few values: finding them by its key alone is enough.
drop index fhir.number_value_resource;
create index number_value_resource on fhir.number_value (key);
drop index fhir.date_value_resource;
create index date_value_resource on fhir.date_value (key);
drop index fhir.string_value_resource;
create index string_value_resource on fhir.string_value (key);
