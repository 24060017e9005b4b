alter table identity.client add column launch_url text;
comment on column identity.client.launch_url is 'Where the app is opened from a record (SMART EHR launch); null for apps that are only opened by themselves. sensitivity: none';

create table identity.launch (
  launch_hash text primary key,
  account_id text not null references identity.account (account_id),
  client_id text not null references identity.client (client_id),
  person_id text not null,
  expires_at timestamptz not null
);
comment on table identity.launch is 'Apps opened from the record of a person, each until it asks to be authorised. sensitivity: personal';
comment on column identity.launch.launch_hash is 'SHA-256 of `launch`, which the app hands back. sensitivity: none';
comment on column identity.launch.account_id is 'Who opened it; nobody else can go on with it. sensitivity: none';
comment on column identity.launch.client_id is 'Which app. sensitivity: none';
comment on column identity.launch.person_id is 'FHIR Patient id of the record. sensitivity: personal';
comment on column identity.launch.expires_at is 'Not later. sensitivity: none';

grant select, insert, delete on identity.launch to yigong_app;
