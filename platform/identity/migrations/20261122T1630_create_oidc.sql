alter table identity.client add column redirect_urls text[] not null default '{}';
comment on column identity.client.redirect_urls is 'Where an app that people sign in to may be sent back to; empty for a machine. sensitivity: none';

create table identity.oidc_record (
  kind text not null,
  id_hash text not null,
  grant_id text,
  uid text,
  payload jsonb not null,
  consumed_at timestamptz,
  expires_at timestamptz,
  constraint oidc_record_key primary key (kind, id_hash)
);
comment on table identity.oidc_record is 'State of the OpenID provider: codes, tokens, grants, requests under way. sensitivity: sensitive';
comment on column identity.oidc_record.kind is 'Model of oidc-provider. sensitivity: none';
comment on column identity.oidc_record.id_hash is 'SHA-256 of the token, code or id; the value itself is not kept. sensitivity: sensitive';
comment on column identity.oidc_record.grant_id is 'Grant that it belongs to. sensitivity: none';
comment on column identity.oidc_record.uid is 'Second key of sessions and requests. sensitivity: none';
comment on column identity.oidc_record.payload is 'As oidc-provider writes it, without the id. sensitivity: personal';
comment on column identity.oidc_record.consumed_at is 'Used up (authorization codes, rotated refresh tokens). sensitivity: none';
comment on column identity.oidc_record.expires_at is 'Not valid after. sensitivity: none';
create index oidc_record_grant on identity.oidc_record (grant_id) where grant_id is not null;
create index oidc_record_uid on identity.oidc_record (kind, uid) where uid is not null;
create index oidc_record_expiry on identity.oidc_record (expires_at);

create table identity.app_grant (
  grant_id text primary key,
  account_id text not null references identity.account (account_id),
  client_id text not null references identity.client (client_id),
  session_id text not null references identity.session (session_id),
  acting_organisation_id text,
  person_id text,
  scopes text[] not null,
  granted_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz
);
comment on table identity.app_grant is 'What a person has allowed an app to do in their name. sensitivity: personal';
comment on column identity.app_grant.grant_id is 'Id of the grant in the provider. sensitivity: none';
comment on column identity.app_grant.account_id is 'Who allowed it. sensitivity: none';
comment on column identity.app_grant.client_id is 'To which app. sensitivity: none';
comment on column identity.app_grant.session_id is 'In which session; without offline_access it ends with it. sensitivity: none';
comment on column identity.app_grant.acting_organisation_id is 'Organisation acted for at that moment. sensitivity: none';
comment on column identity.app_grant.person_id is 'Patient in context (SMART launch/patient). sensitivity: personal';
comment on column identity.app_grant.scopes is 'Scopes that were allowed. sensitivity: none';
comment on column identity.app_grant.granted_at is 'When. sensitivity: none';
comment on column identity.app_grant.ended_at is 'Taken back. sensitivity: none';
create index app_grant_account on identity.app_grant (account_id) where ended_at is null;

create table identity.signing_key (
  key_id text primary key,
  jwk jsonb not null,
  created_at timestamptz not null default clock_timestamp()
);
comment on table identity.signing_key is 'Keys of the OpenID provider. The newest signs; older ones stay published until what they signed is over. sensitivity: sensitive';
comment on column identity.signing_key.key_id is 'kid. sensitivity: none';
comment on column identity.signing_key.jwk is 'Private JSON Web Key. sensitivity: sensitive';
comment on column identity.signing_key.created_at is 'When. sensitivity: none';

grant select, insert, update, delete on identity.oidc_record, identity.signing_key to yigong_app;
grant select, insert, update on identity.app_grant to yigong_app;
