-- A concept of several parents (https://hl7.org/fhir/R4/codesystem.html#hierarchy) is found below each of them: the first by its column,
-- the others by this index, which holds only such concepts.
create index concept_further_parents on fhir.concept using gin ((properties -> 'parent')) where jsonb_array_length(properties -> 'parent') > 1;
