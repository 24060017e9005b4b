create table identity.outside_identity (
  issuer text not null,
  subject text not null,
  account_id text not null references identity.account (account_id),
  linked_at timestamptz not null default clock_timestamp(),
  constraint outside_identity_key primary key (issuer, subject),
  constraint outside_identity_once unique (issuer, account_id)
);
comment on table identity.outside_identity is 'Which person at an outside identity provider is which account here. sensitivity: personal';
comment on column identity.outside_identity.issuer is 'Issuer of the outside provider. sensitivity: none';
comment on column identity.outside_identity.subject is 'The `sub` that its signed ID tokens carry. sensitivity: personal';
comment on column identity.outside_identity.account_id is 'The account. sensitivity: none';
comment on column identity.outside_identity.linked_at is 'When. sensitivity: none';

create table identity.outside_sign_in (
  state_hash text primary key,
  nonce text not null,
  verifier text not null,
  return_path text not null,
  link_account_id text references identity.account (account_id),
  expires_at timestamptz not null
);
comment on table identity.outside_sign_in is 'Sign-ins that are under way at the outside provider, each for once. sensitivity: sensitive';
comment on column identity.outside_sign_in.state_hash is 'SHA-256 of `state`, which the browser holds in a cookie too. sensitivity: none';
comment on column identity.outside_sign_in.nonce is 'Must come back in the ID token. sensitivity: sensitive';
comment on column identity.outside_sign_in.verifier is 'PKCE verifier. sensitivity: sensitive';
comment on column identity.outside_sign_in.return_path is 'Page that was asked for. sensitivity: none';
comment on column identity.outside_sign_in.link_account_id is 'Account that wants to be linked; null signs in. sensitivity: none';
comment on column identity.outside_sign_in.expires_at is 'Not later. sensitivity: none';

grant select, insert, delete on identity.outside_identity, identity.outside_sign_in to yigong_app;
