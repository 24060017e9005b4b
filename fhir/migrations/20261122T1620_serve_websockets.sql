alter table fhir.subscription
  add column channel text not null default 'rest-hook' constraint subscription_channel_known check (channel in ('rest-hook', 'websocket')),
  add column pings bigint not null default 0;
comment on column fhir.subscription.channel is 'How the subscriber is told. sensitivity: none';
comment on column fhir.subscription.pings is 'Pings so far over websockets; a connection that has seen fewer is told. sensitivity: none';

alter table fhir.notice add column pinged boolean not null default false;
comment on column fhir.notice.pinged is 'Told over a websocket, and kept until the other side has confirmed it. sensitivity: none';

grant select, insert, update, delete on fhir.subscription, fhir.notice to yigong_app;
