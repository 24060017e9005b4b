alter table identity.client alter column secret_hash drop not null;
alter table identity.client add column jwks jsonb;
alter table identity.client add column jwks_url text;
alter table identity.client add constraint client_one_proof check (num_nonnulls(secret_hash, jwks, jwks_url) <= 1);
comment on column identity.client.secret_hash is 'SHA-256 of a random secret of 256 bits; null for a client that signs assertions. sensitivity: sensitive';
comment on column identity.client.jwks is 'Public keys (JWK Set) by which it signs assertions. sensitivity: none';
comment on column identity.client.jwks_url is 'Address of its public keys. sensitivity: none';

create table identity.used_assertion (
  client_id text not null references identity.client (client_id),
  jti_hash text not null,
  expires_at timestamptz not null,
  constraint used_assertion_once primary key (client_id, jti_hash)
);
comment on table identity.used_assertion is 'Signed assertions that were used, until they expire: none works twice. sensitivity: none';
comment on column identity.used_assertion.client_id is 'Who signed. sensitivity: none';
comment on column identity.used_assertion.jti_hash is 'SHA-256 of its jti. sensitivity: none';
comment on column identity.used_assertion.expires_at is 'Forgotten after that. sensitivity: none';
create index used_assertion_expiry on identity.used_assertion (expires_at);

grant select, insert, delete on identity.used_assertion to yigong_app;
