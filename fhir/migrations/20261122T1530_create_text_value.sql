-- Terms of a text whose words are separated by blanks: of a Latin or other alphabetic word its beginnings of up to eight
-- letters, of a run of Han, kana or Hangul (from U+2E80) every character and every pair. The parameter is the seed of the
-- hash, so that words of one kind of text never meet those of another in the index.
create function fhir.text_terms(parameter bigint, words text) returns bigint[] language sql immutable strict parallel safe as $$
  select array_agg(distinct hashtextextended(case when ascii(word) >= 11904 then substr(word, place, size) else left(word, place) end, parameter))
  from unnest(string_to_array(words, ' ')) as word,
    generate_series(1, case when ascii(word) >= 11904 then length(word) else least(length(word), 8) end) as place,
    generate_series(1, case when ascii(word) >= 11904 then 2 else 1 end) as size
$$;

create table fhir.text_value (
  parameter bigint not null,
  link bigint not null,
  words text not null,
  written text
);
comment on table fhir.text_value is 'Texts that resources hold, each once however many hold it, with the search value by which they are found: words are looked up here, resources by the value. sensitivity: sensitive';
comment on column fhir.text_value.parameter is '0: the link is a coding and the text its display; 1: the link is a reference; otherwise hash of type and parameter. sensitivity: none';
comment on column fhir.text_value.link is 'Value part of an entry of fhir.resource.keys. Distribution key: the table is asked alone, never joined. sensitivity: personal';
comment on column fhir.text_value.words is 'Folded words, separated by blanks. sensitivity: sensitive';
comment on column fhir.text_value.written is 'Display as written, when that differs from the words. sensitivity: sensitive';
create index text_value_terms on fhir.text_value using gin (fhir.text_terms(parameter, words));
create index text_value_link on fhir.text_value (link);

grant select, insert on fhir.text_value to yigong_app;
