-- Pictures of the gross specimen and of slides, beside the text of the pathologist.
create table laboratory.picture (
  picture_id text primary key,
  specimen_id text not null references laboratory.specimen (specimen_id),
  owner_organisation_id text not null,
  kind text not null,
  piece_id text references laboratory.piece (piece_id),
  caption text not null,
  media_type text not null,
  byte_count integer not null,
  sha256 text not null,
  content bytea not null,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  withdrawn_at timestamptz,
  constraint picture_once unique (specimen_id, sha256),
  constraint picture_kind_known check (kind in ('gross', 'slide')),
  constraint picture_media_known check (media_type in ('image/jpeg', 'image/png')),
  constraint picture_slide_of_piece check (kind = 'gross' or piece_id is not null),
  constraint picture_hash check (sha256 ~ '^[0-9a-f]{64}$')
);
comment on table laboratory.picture is 'Pictures of a pathology specimen and its slides. sensitivity: sensitive';
comment on column laboratory.picture.picture_id is 'Id. sensitivity: none';
comment on column laboratory.picture.specimen_id is 'The specimen. sensitivity: personal';
comment on column laboratory.picture.owner_organisation_id is 'The laboratory. sensitivity: none';
comment on column laboratory.picture.kind is 'Of the gross specimen or of a slide. sensitivity: none';
comment on column laboratory.picture.piece_id is 'The slide or block that is shown. sensitivity: none';
comment on column laboratory.picture.caption is 'What is seen, with stain and magnification. sensitivity: sensitive';
comment on column laboratory.picture.media_type is 'Kind of file, found out from its first bytes. sensitivity: none';
comment on column laboratory.picture.byte_count is 'Bytes. sensitivity: none';
comment on column laboratory.picture.sha256 is 'Hash of the bytes. sensitivity: none';
comment on column laboratory.picture.content is 'The bytes. sensitivity: sensitive';
comment on column laboratory.picture.at is 'When. sensitivity: none';
comment on column laboratory.picture.by_id is 'Account. sensitivity: personal';
comment on column laboratory.picture.by_name is 'Name then. sensitivity: personal';
comment on column laboratory.picture.withdrawn_at is 'When it was taken out of the report. sensitivity: none';
create index picture_specimen on laboratory.picture (specimen_id, at);
select access.wall('laboratory.picture', parent => 'laboratory.specimen', parent_key => 'specimen_id');

grant select, insert, update on laboratory.picture to yigong_app;
