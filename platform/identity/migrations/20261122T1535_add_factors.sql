alter table identity.account add column must_change_password boolean not null default false;
comment on column identity.account.must_change_password is 'The password was set by somebody else: a new one is asked for at the next sign-in. sensitivity: none';

alter table identity.session add column address text not null default '';
alter table identity.session add column method text not null default 'password';
alter table identity.session add column password_at timestamptz;
alter table identity.session add column second_factor_at timestamptz;
alter table identity.session add constraint session_method_known
  check (method in ('password', 'password-totp', 'password-recovery-code', 'passkey', 'setup-link', 'outside'));
comment on column identity.session.address is 'Network address at sign-in. sensitivity: personal';
comment on column identity.session.method is 'How the person signed in. sensitivity: none';
comment on column identity.session.password_at is 'When the password was last proved in this session. sensitivity: none';
comment on column identity.session.second_factor_at is 'When a second factor was last proved in this session. sensitivity: none';

alter table identity.sign_in_throttle add column account_key text;
comment on column identity.sign_in_throttle.account_key is 'SHA-256 of the sign-in name, so that an administrator can unlock it; null for a whole address. sensitivity: none';
create index sign_in_throttle_account on identity.sign_in_throttle (account_key) where account_key is not null;

create table identity.password_history (
  account_id text not null references identity.account (account_id),
  set_at timestamptz not null default clock_timestamp(),
  password_hash text not null,
  constraint password_history_key primary key (account_id, set_at)
);
comment on table identity.password_history is 'Former passwords, which may not be used again. sensitivity: sensitive';
comment on column identity.password_history.account_id is 'Whose. sensitivity: none';
comment on column identity.password_history.set_at is 'When it was replaced. sensitivity: none';
comment on column identity.password_history.password_hash is 'Argon2id. sensitivity: sensitive';

create table identity.totp (
  account_id text primary key references identity.account (account_id),
  secret text not null,
  created_at timestamptz not null default clock_timestamp(),
  confirmed_at timestamptz,
  last_step bigint not null default 0
);
comment on table identity.totp is 'Authenticator app of an account (RFC 6238). sensitivity: sensitive';
comment on column identity.totp.account_id is 'Whose. sensitivity: none';
comment on column identity.totp.secret is 'Shared secret, base32. sensitivity: sensitive';
comment on column identity.totp.created_at is 'When it was begun. sensitivity: none';
comment on column identity.totp.confirmed_at is 'When a first code was right; not in use before. sensitivity: none';
comment on column identity.totp.last_step is 'Time step of the last code used: none works twice. sensitivity: none';

create table identity.recovery_code (
  account_id text not null references identity.account (account_id),
  code_hash text not null,
  used_at timestamptz,
  constraint recovery_code_key primary key (account_id, code_hash)
);
comment on table identity.recovery_code is 'Codes on paper for a lost second factor, each for once. sensitivity: sensitive';
comment on column identity.recovery_code.account_id is 'Whose. sensitivity: none';
comment on column identity.recovery_code.code_hash is 'SHA-256 of a random code of 50 bits. sensitivity: sensitive';
comment on column identity.recovery_code.used_at is 'When it was used. sensitivity: none';

create table identity.passkey (
  passkey_id text primary key,
  account_id text not null references identity.account (account_id),
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  is_backed_up boolean not null,
  name text not null,
  created_at timestamptz not null default clock_timestamp(),
  last_used_at timestamptz
);
comment on table identity.passkey is 'Passkeys (WebAuthn Level 3). sensitivity: personal';
comment on column identity.passkey.passkey_id is 'Credential id, base64url. sensitivity: none';
comment on column identity.passkey.account_id is 'Whose. sensitivity: none';
comment on column identity.passkey.public_key is 'COSE key. sensitivity: none';
comment on column identity.passkey.counter is 'Signature counter at the last use; 0 where the device keeps none. sensitivity: none';
comment on column identity.passkey.transports is 'How a browser reaches the device. sensitivity: none';
comment on column identity.passkey.is_backed_up is 'The device''s maker keeps a copy. sensitivity: none';
comment on column identity.passkey.name is 'Name that the person gave. sensitivity: personal';
comment on column identity.passkey.created_at is 'When. sensitivity: none';
comment on column identity.passkey.last_used_at is 'Last use. sensitivity: personal';
create index passkey_account on identity.passkey (account_id);

create table identity.challenge (
  challenge_hash text primary key,
  purpose text not null,
  account_id text references identity.account (account_id),
  expires_at timestamptz not null,
  constraint challenge_purpose_known check (purpose in ('register', 'sign-in', 'step-up'))
);
comment on table identity.challenge is 'What a passkey must sign now, each for once. sensitivity: none';
comment on column identity.challenge.challenge_hash is 'SHA-256 of the challenge. sensitivity: none';
comment on column identity.challenge.purpose is 'register, sign-in or step-up. sensitivity: none';
comment on column identity.challenge.account_id is 'For whom; null at sign-in, when that is not known yet. sensitivity: none';
comment on column identity.challenge.expires_at is 'Not later. sensitivity: none';

create table identity.pending_sign_in (
  token_hash text primary key,
  account_id text not null references identity.account (account_id),
  needs text not null,
  second_factor text,
  failures integer not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  constraint pending_sign_in_needs_known check (needs in ('second-factor', 'new-password')),
  constraint pending_sign_in_factor_known check (second_factor in ('totp', 'recovery-code'))
);
comment on table identity.pending_sign_in is 'Sign-ins whose password was right and that need one thing more. sensitivity: personal';
comment on column identity.pending_sign_in.token_hash is 'SHA-256 of the pending cookie''s value. sensitivity: sensitive';
comment on column identity.pending_sign_in.account_id is 'Who. sensitivity: none';
comment on column identity.pending_sign_in.needs is 'second-factor or new-password. sensitivity: none';
comment on column identity.pending_sign_in.second_factor is 'Second factor that was proved before the new password. sensitivity: none';
comment on column identity.pending_sign_in.failures is 'Wrong codes so far. sensitivity: none';
comment on column identity.pending_sign_in.created_at is 'When the password was right. sensitivity: none';
comment on column identity.pending_sign_in.expires_at is 'Not later. sensitivity: none';

grant select, insert, delete on identity.password_history to yigong_app;
grant select, insert, update, delete on identity.totp, identity.recovery_code, identity.passkey, identity.challenge, identity.pending_sign_in to yigong_app;
