-- Pairs of characters of a text, and its single characters outside ASCII, so that a part of it is found by an index. The seed
-- keeps parameters (and code systems) apart. A text that is an address as a whole has one entry, since nobody asks for its parts.
create function fhir.pair_terms(seed bigint, written text) returns bigint[] language sql immutable strict parallel safe as $$
  select case when written ~ '^[a-z][a-z0-9+.-]*:[^ ]*$' then array[hashtextextended('', seed)] else (
    select array_agg(distinct hashtextextended(term, seed))
    from (select letter, lead(letter) over (order by place) as following from unnest(string_to_array(written, null)) with ordinality as each (letter, place)) as pair
      cross join lateral (values (case when ascii(letter) > 127 then letter end), (letter || following)) as of_pair (term)
    where term is not null) end
$$;

create index string_value_pairs on fhir.string_value using gin (fhir.pair_terms(parameter, normalised));
create index concept_pairs on fhir.concept using gin (fhir.pair_terms(system_key, search));

comment on column fhir.text_value.link is 'Value part of an entry of fhir.resource.keys. sensitivity: personal';
