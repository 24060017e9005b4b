-- From when on a kind of document has to be signed. Taken from the signatures themselves, the removal of the first one would move it.
create table signature.requirement (
  kind text constraint requirement_key primary key,
  since timestamptz not null
);
comment on table signature.requirement is 'Kinds of documents that have to be signed. sensitivity: none';
comment on column signature.requirement.kind is 'First part of the names of documents. sensitivity: none';
comment on column signature.requirement.since is 'What was made before needs no signature. sensitivity: none';

insert into signature.requirement (kind, since)
select kind, coalesce((select min(s.signed_at) from signature.signature s where starts_with(s.document, kind || '/')), now())
from unnest(array['agreement', 'referral', 'diagnostic-report', 'centre-contract', 'resolution', 'charter']) as kind;

grant select on signature.requirement to yigong_app;
