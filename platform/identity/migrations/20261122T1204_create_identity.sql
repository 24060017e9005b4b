create schema identity;
grant usage on schema identity to yigong_app;

create table identity.account (
  account_id text primary key,
  login text not null,
  login_key text not null,
  name text not null,
  password_hash text,
  fhir_reference text,
  person_id text,
  owner_organisation_id text,
  language text not null default 'zh',
  created_at timestamptz not null default clock_timestamp(),
  password_changed_at timestamptz,
  disabled_at timestamptz,
  constraint account_login_once unique (login_key),
  constraint account_language_known check (language in ('zh', 'en')),
  constraint account_reference_form check (fhir_reference is null or fhir_reference ~ '^(Practitioner|Patient)/[A-Za-z0-9.-]{1,64}$')
);
comment on table identity.account is 'A person who can sign in: staff or resident. sensitivity: personal';
comment on column identity.account.account_id is 'UUID. sensitivity: none';
comment on column identity.account.login is 'Sign-in name as it was typed. sensitivity: personal';
comment on column identity.account.login_key is 'Sign-in name in NFKC, lower case, without spaces. sensitivity: personal';
comment on column identity.account.name is 'Shown name. sensitivity: personal';
comment on column identity.account.password_hash is 'Argon2id; null while only a set-up link leads in. sensitivity: sensitive';
comment on column identity.account.fhir_reference is 'Practitioner or Patient of this person. sensitivity: personal';
comment on column identity.account.person_id is 'FHIR Patient id of a resident''s own account. sensitivity: personal';
comment on column identity.account.owner_organisation_id is 'Organisation that manages the account. sensitivity: none';
comment on column identity.account.language is 'zh or en. sensitivity: none';
comment on column identity.account.created_at is 'When. sensitivity: none';
comment on column identity.account.password_changed_at is 'When the password was last set. sensitivity: none';
comment on column identity.account.disabled_at is 'No sign-in from then on. sensitivity: none';
create index account_person on identity.account (person_id) where person_id is not null;

create table identity.assignment (
  assignment_id text primary key,
  account_id text not null references identity.account (account_id),
  owner_organisation_id text not null,
  role text not null,
  valid_from date not null,
  valid_until date,
  constraint assignment_order check (valid_until is null or valid_until >= valid_from),
  constraint assignment_once unique (account_id, owner_organisation_id, role, valid_from)
);
comment on table identity.assignment is 'Which role an account holds at which organisation, from when to when. sensitivity: personal';
comment on column identity.assignment.assignment_id is 'UUID. sensitivity: none';
comment on column identity.assignment.account_id is 'The account. sensitivity: none';
comment on column identity.assignment.owner_organisation_id is 'The organisation at which the role is held. sensitivity: none';
comment on column identity.assignment.role is 'Role name. sensitivity: none';
comment on column identity.assignment.valid_from is 'First day. sensitivity: none';
comment on column identity.assignment.valid_until is 'Last day, null while open. sensitivity: none';

create table identity.session (
  session_id text primary key,
  token_hash text not null,
  account_id text not null references identity.account (account_id),
  acting_organisation_id text,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  last_seen_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  user_agent text not null,
  constraint session_token_once unique (token_hash)
);
comment on table identity.session is 'A browser that is signed in. sensitivity: personal';
comment on column identity.session.session_id is 'UUID, safe to show. sensitivity: none';
comment on column identity.session.token_hash is 'SHA-256 of the cookie''s value. sensitivity: sensitive';
comment on column identity.session.account_id is 'Who. sensitivity: none';
comment on column identity.session.acting_organisation_id is 'Organisation now acted for. sensitivity: none';
comment on column identity.session.created_at is 'When it began. sensitivity: none';
comment on column identity.session.expires_at is 'It ends then at the latest. sensitivity: none';
comment on column identity.session.last_seen_at is 'Last use, to the minute. sensitivity: personal';
comment on column identity.session.ended_at is 'Signed out. sensitivity: none';
comment on column identity.session.user_agent is 'Browser, first 200 characters. sensitivity: personal';
create index session_account on identity.session (account_id) where ended_at is null;
create index session_expiry on identity.session (expires_at);

create table identity.client (
  client_id text primary key,
  secret_hash text not null,
  name text not null,
  scopes text[] not null,
  owner_organisation_id text,
  created_at timestamptz not null default clock_timestamp(),
  disabled_at timestamptz,
  constraint client_scopes_some check (cardinality(scopes) > 0)
);
comment on table identity.client is 'A machine that may ask for access tokens. sensitivity: none';
comment on column identity.client.client_id is 'Public id. sensitivity: none';
comment on column identity.client.secret_hash is 'SHA-256 of a random secret of 256 bits. sensitivity: sensitive';
comment on column identity.client.name is 'What it is. sensitivity: none';
comment on column identity.client.scopes is 'SMART v2 system scopes, and api/ scopes for our operations. sensitivity: none';
comment on column identity.client.owner_organisation_id is 'Sees this organisation and below only; null sees what its scopes say. sensitivity: none';
comment on column identity.client.created_at is 'When. sensitivity: none';
comment on column identity.client.disabled_at is 'No token from then on. sensitivity: none';

create table identity.access_token (
  token_hash text primary key,
  client_id text not null references identity.client (client_id),
  scopes text[] not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null
);
comment on table identity.access_token is 'Bearer tokens of machine clients. sensitivity: sensitive';
comment on column identity.access_token.token_hash is 'SHA-256 of the token. sensitivity: sensitive';
comment on column identity.access_token.client_id is 'Whose. sensitivity: none';
comment on column identity.access_token.scopes is 'What it allows. sensitivity: none';
comment on column identity.access_token.created_at is 'When. sensitivity: none';
comment on column identity.access_token.expires_at is 'It ends then. sensitivity: none';
create index access_token_expiry on identity.access_token (expires_at);

create table identity.setup_link (
  token_hash text primary key,
  account_id text references identity.account (account_id),
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  used_at timestamptz
);
comment on table identity.setup_link is 'Link that works once: makes the first administrator, or sets the password of an account. sensitivity: sensitive';
comment on column identity.setup_link.token_hash is 'SHA-256 of the link''s token. sensitivity: sensitive';
comment on column identity.setup_link.account_id is 'Account whose password it sets; null makes the first administrator. sensitivity: none';
comment on column identity.setup_link.created_at is 'When. sensitivity: none';
comment on column identity.setup_link.expires_at is 'Not later. sensitivity: none';
comment on column identity.setup_link.used_at is 'When it was used. sensitivity: none';

create table identity.sign_in_throttle (
  throttle_key text primary key,
  failures integer not null,
  last_failure_at timestamptz not null,
  blocked_until timestamptz,
  constraint sign_in_throttle_failures_count check (failures > 0)
);
comment on table identity.sign_in_throttle is 'Failed sign-ins, to slow down guessing. sensitivity: personal';
comment on column identity.sign_in_throttle.throttle_key is 'SHA-256 of address and sign-in name, or of one of them. sensitivity: none';
comment on column identity.sign_in_throttle.failures is 'Failures in a row. sensitivity: none';
comment on column identity.sign_in_throttle.last_failure_at is 'When the last was. sensitivity: none';
comment on column identity.sign_in_throttle.blocked_until is 'No try before. sensitivity: none';

create table identity.draft (
  account_id text not null references identity.account (account_id),
  form_key text not null,
  title text not null,
  path text not null,
  value jsonb not null,
  updated_at timestamptz not null default clock_timestamp(),
  constraint draft_key primary key (account_id, form_key)
);
comment on table identity.draft is 'What somebody has typed into a form and not yet sent; seen by that account only. sensitivity: sensitive';
comment on column identity.draft.account_id is 'Who typed it. sensitivity: none';
comment on column identity.draft.form_key is 'Form and what it is about. sensitivity: personal';
comment on column identity.draft.title is 'Title of the form. sensitivity: personal';
comment on column identity.draft.path is 'Page that opens it again. sensitivity: personal';
comment on column identity.draft.value is 'Fields as typed. sensitivity: sensitive';
comment on column identity.draft.updated_at is 'When it was last typed at. sensitivity: none';

create table identity.saved_view (
  account_id text not null references identity.account (account_id),
  list_key text not null,
  name text not null,
  value jsonb not null,
  updated_at timestamptz not null default clock_timestamp(),
  constraint saved_view_key primary key (account_id, list_key, name)
);
comment on table identity.saved_view is 'A person''s own filters of a list. sensitivity: personal';
comment on column identity.saved_view.account_id is 'Whose. sensitivity: none';
comment on column identity.saved_view.list_key is 'Which list. sensitivity: none';
comment on column identity.saved_view.name is 'Name that the person gave. sensitivity: personal';
comment on column identity.saved_view.value is 'Filters, columns, order. sensitivity: personal';
comment on column identity.saved_view.updated_at is 'When. sensitivity: none';

grant select, insert, update on identity.account, identity.assignment, identity.client, identity.setup_link to yigong_app;
grant select, insert, update, delete on identity.session, identity.access_token, identity.sign_in_throttle,
  identity.draft, identity.saved_view to yigong_app;
