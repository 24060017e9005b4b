create schema signature;
grant usage on schema signature to yigong_app;

create table signature.signing_key (
  key_id text constraint signing_key_key primary key,
  holder text not null,
  provider text not null,
  public_key text not null,
  private_key text not null,
  created_at timestamptz not null default clock_timestamp(),
  retired_at timestamptz,
  constraint signing_key_provider_known check (provider in ('national', 'international'))
);
comment on table signature.signing_key is 'Keys by which organisations sign documents. sensitivity: sensitive';
comment on column signature.signing_key.key_id is 'Stands in every signature. sensitivity: none';
comment on column signature.signing_key.holder is 'Organization/<id>. sensitivity: none';
comment on column signature.signing_key.provider is 'Algorithms: national (SM2 with SM3) or international (Ed25519). sensitivity: none';
comment on column signature.signing_key.public_key is 'SM2: point in hexadecimal; Ed25519: SPKI DER in base64. sensitivity: none';
comment on column signature.signing_key.private_key is 'Sealed by the key ring. sensitivity: sensitive';
comment on column signature.signing_key.created_at is 'When it was made. sensitivity: none';
comment on column signature.signing_key.retired_at is 'Since when it signs no more; what it signed still verifies. sensitivity: none';
create unique index signing_key_active on signature.signing_key (holder) where retired_at is null;

create table signature.signature (
  signature_id text constraint signature_key primary key,
  document text not null,
  owner_organisation_id text not null,
  signer_id text not null,
  signer_name text not null,
  key_id text not null references signature.signing_key (key_id),
  algorithm text not null,
  digest bytea not null,
  value bytea not null,
  signed_at timestamptz not null
);
comment on table signature.signature is 'Signatures under documents; never changed. sensitivity: personal';
comment on column signature.signature.signature_id is 'Id. sensitivity: none';
comment on column signature.signature.document is 'What was signed: kind/id. sensitivity: none';
comment on column signature.signature.owner_organisation_id is 'In whose name. sensitivity: none';
comment on column signature.signature.signer_id is 'Account that signed. sensitivity: personal';
comment on column signature.signature.signer_name is 'Name of that person then. sensitivity: personal';
comment on column signature.signature.key_id is 'Key of the organisation. sensitivity: none';
comment on column signature.signature.algorithm is 'SM2-SM3 or Ed25519-SHA256. sensitivity: none';
comment on column signature.signature.digest is 'Digest of the document in canonical form (RFC 8785). sensitivity: none';
comment on column signature.signature.value is 'Signature over document, digest, organisation, signer and time. sensitivity: none';
comment on column signature.signature.signed_at is 'When. sensitivity: none';
create index signature_document on signature.signature (document, signed_at);

grant select, insert on signature.signature to yigong_app;
grant select, insert, update on signature.signing_key to yigong_app;
