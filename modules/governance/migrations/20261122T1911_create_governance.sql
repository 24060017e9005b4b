create schema governance;
grant usage on schema governance to yigong_app;

create table governance.body (
  body_id text primary key,
  name jsonb not null,
  kind text not null,
  quorum_percent integer not null,
  majority text not null,
  scope text[] not null,
  source_id text,
  owner_organisation_id text not null,
  constraint body_name_once unique (owner_organisation_id, name),
  constraint body_kind_known check (kind in ('committee', 'council', 'party', 'leading-group', 'joint-meeting', 'executive')),
  constraint body_quorum_share check (quorum_percent between 1 and 100),
  constraint body_majority_known check (majority in ('simple', 'two-thirds', 'consensus'))
);
comment on table governance.body is 'Governing bodies with their decision scope. sensitivity: none';
comment on column governance.body.body_id is 'UUID version 7. sensitivity: none';
comment on column governance.body.name is 'Name in Chinese and English. sensitivity: none';
comment on column governance.body.kind is 'Kind of body. sensitivity: none';
comment on column governance.body.quorum_percent is 'Share of the voting seats that must be present. sensitivity: none';
comment on column governance.body.majority is 'What share of votes adopts. sensitivity: none';
comment on column governance.body.scope is 'What it may decide. sensitivity: none';
comment on column governance.body.source_id is 'Region whose policy asks for it. sensitivity: none';
comment on column governance.body.owner_organisation_id is 'Organisation whose body it is. sensitivity: none';

create table governance.seat (
  seat_id text primary key,
  body_id text not null references governance.body (body_id),
  holder text not null,
  post jsonb not null,
  organisation_id text,
  account_id text,
  is_chair boolean not null,
  may_vote boolean not null,
  valid_from date not null,
  valid_until date,
  owner_organisation_id text not null,
  constraint seat_term check (valid_until is null or valid_until >= valid_from)
);
comment on table governance.seat is 'Seats of bodies with their terms. sensitivity: none';
comment on column governance.seat.seat_id is 'UUID version 7. sensitivity: none';
comment on column governance.seat.body_id is 'Body. sensitivity: none';
comment on column governance.seat.holder is 'Name of the person who holds it. sensitivity: personal';
comment on column governance.seat.post is 'Post for which it is held. sensitivity: none';
comment on column governance.seat.organisation_id is 'Organisation of the holder. sensitivity: none';
comment on column governance.seat.account_id is 'Account of the holder. sensitivity: personal';
comment on column governance.seat.is_chair is 'Chairs the body. sensitivity: none';
comment on column governance.seat.may_vote is 'Has a vote. sensitivity: none';
comment on column governance.seat.valid_from is 'First day of the term. sensitivity: none';
comment on column governance.seat.valid_until is 'Last day of the term. sensitivity: none';
comment on column governance.seat.owner_organisation_id is 'Organisation whose body it is. sensitivity: none';

create table governance.meeting (
  meeting_id text primary key,
  body_id text not null references governance.body (body_id),
  title text not null,
  meets_on date not null,
  place text,
  state text not null,
  state_since timestamptz not null,
  attendance text[] not null default '{}',
  minutes text,
  owner_organisation_id text not null,
  constraint meeting_state_known check (state in ('drafted', 'called', 'open', 'closed')),
  constraint meeting_closed_has_minutes check (state <> 'closed' or minutes is not null)
);
comment on table governance.meeting is 'Meetings, derived from the actions. sensitivity: none';
comment on column governance.meeting.meeting_id is 'UUID version 7. sensitivity: none';
comment on column governance.meeting.body_id is 'Body. sensitivity: none';
comment on column governance.meeting.title is 'Title. sensitivity: none';
comment on column governance.meeting.meets_on is 'Day. sensitivity: none';
comment on column governance.meeting.place is 'Place. sensitivity: none';
comment on column governance.meeting.state is 'State. sensitivity: none';
comment on column governance.meeting.state_since is 'Since when. sensitivity: none';
comment on column governance.meeting.attendance is 'Seats present. sensitivity: none';
comment on column governance.meeting.minutes is 'Minutes. sensitivity: none';
comment on column governance.meeting.owner_organisation_id is 'Organisation whose body it is. sensitivity: none';

create table governance.item (
  item_id text primary key,
  meeting_id text not null references governance.meeting (meeting_id),
  number integer not null,
  kind text not null,
  scope text not null,
  title text not null,
  paper text not null,
  proposal text not null,
  branch_opinion text,
  outcome text not null default 'open',
  owner_organisation_id text not null,
  constraint item_number_once unique (meeting_id, number),
  constraint item_kind_known check (kind in ('general', 'money', 'personnel', 'exception', 'membership')),
  constraint item_outcome_known check (outcome in ('open', 'adopted', 'rejected'))
);
comment on table governance.item is 'Items of agendas. sensitivity: none';
comment on column governance.item.item_id is 'UUID version 7. sensitivity: none';
comment on column governance.item.meeting_id is 'Meeting. sensitivity: none';
comment on column governance.item.number is 'Place on the agenda. sensitivity: none';
comment on column governance.item.kind is 'Kind of decision. sensitivity: none';
comment on column governance.item.scope is 'Decision scope it falls under. sensitivity: none';
comment on column governance.item.title is 'Title. sensitivity: none';
comment on column governance.item.paper is 'Paper for the meeting. sensitivity: none';
comment on column governance.item.proposal is 'What is proposed to be resolved. sensitivity: none';
comment on column governance.item.branch_opinion is 'Opinion of the party branch. sensitivity: none';
comment on column governance.item.outcome is 'Adopted or rejected. sensitivity: none';
comment on column governance.item.owner_organisation_id is 'Organisation whose body it is. sensitivity: none';

create table governance.vote (
  item_id text not null references governance.item (item_id),
  seat_id text not null references governance.seat (seat_id),
  choice text not null,
  owner_organisation_id text not null,
  subject_id text not null,
  recorded_at timestamptz not null,
  primary key (item_id, seat_id),
  constraint vote_choice_known check (choice in ('for', 'against', 'abstain'))
);
comment on table governance.vote is 'Votes, one a seat and item, appended only. sensitivity: none';
comment on column governance.vote.item_id is 'Item. sensitivity: none';
comment on column governance.vote.seat_id is 'Seat. sensitivity: none';
comment on column governance.vote.choice is 'For, against or abstain. sensitivity: none';
comment on column governance.vote.owner_organisation_id is 'Organisation whose body it is. sensitivity: none';
comment on column governance.vote.subject_id is 'Account that recorded it. sensitivity: personal';
comment on column governance.vote.recorded_at is 'When. sensitivity: none';

create table governance.resolution (
  resolution_id text primary key,
  number text not null,
  item_id text not null references governance.item (item_id),
  kind text not null,
  title text not null,
  text text not null,
  body_id text not null references governance.body (body_id),
  adopted_on date not null,
  for_count integer not null,
  against_count integer not null,
  abstain_count integer not null,
  tasks integer not null,
  owner_organisation_id text not null,
  constraint resolution_number_once unique (owner_organisation_id, number),
  constraint resolution_item_once unique (item_id)
);
comment on table governance.resolution is 'Resolutions with their numbers, appended only. sensitivity: none';
comment on column governance.resolution.resolution_id is 'UUID version 7. sensitivity: none';
comment on column governance.resolution.number is 'Number that money and exceptions cite. sensitivity: none';
comment on column governance.resolution.item_id is 'Item. sensitivity: none';
comment on column governance.resolution.kind is 'Kind of decision. sensitivity: none';
comment on column governance.resolution.title is 'Title. sensitivity: none';
comment on column governance.resolution.text is 'What was resolved. sensitivity: none';
comment on column governance.resolution.body_id is 'Body. sensitivity: none';
comment on column governance.resolution.adopted_on is 'Day. sensitivity: none';
comment on column governance.resolution.for_count is 'Votes for. sensitivity: none';
comment on column governance.resolution.against_count is 'Votes against. sensitivity: none';
comment on column governance.resolution.abstain_count is 'Abstentions. sensitivity: none';
comment on column governance.resolution.tasks is 'Tasks that it gave to the ledger. sensitivity: none';
comment on column governance.resolution.owner_organisation_id is 'Organisation whose body it is. sensitivity: none';

create table governance.charter (
  charter_id text primary key,
  consortium_name text not null,
  version integer not null,
  title text not null,
  text text not null,
  digest text not null,
  has_party_chapter boolean not null,
  member_organisation_ids text[] not null,
  valid_from date not null,
  owner_organisation_id text not null,
  constraint charter_version_once unique (owner_organisation_id, consortium_name, version)
);
comment on table governance.charter is 'Versions of charters, appended only. sensitivity: none';
comment on column governance.charter.charter_id is 'UUID version 7. sensitivity: none';
comment on column governance.charter.consortium_name is 'Consortium. sensitivity: none';
comment on column governance.charter.version is 'Number of the version. sensitivity: none';
comment on column governance.charter.title is 'Title. sensitivity: none';
comment on column governance.charter.text is 'Whole text. sensitivity: none';
comment on column governance.charter.digest is 'SHA-256 of the text. sensitivity: none';
comment on column governance.charter.has_party_chapter is 'Has a chapter on party work. sensitivity: none';
comment on column governance.charter.member_organisation_ids is 'Members that must sign. sensitivity: none';
comment on column governance.charter.valid_from is 'In force from, once all have signed. sensitivity: none';
comment on column governance.charter.owner_organisation_id is 'Organisation that drafted it. sensitivity: none';

create table governance.charter_signature (
  charter_id text not null references governance.charter (charter_id),
  owner_organisation_id text not null,
  digest text not null,
  subject_id text not null,
  subject_name text not null,
  recorded_at timestamptz not null,
  primary key (charter_id, owner_organisation_id)
);
comment on table governance.charter_signature is 'Signatures of members under a charter, appended only. sensitivity: none';
comment on column governance.charter_signature.charter_id is 'Charter. sensitivity: none';
comment on column governance.charter_signature.owner_organisation_id is 'Member that signed. sensitivity: none';
comment on column governance.charter_signature.digest is 'Digest of the text that was signed. sensitivity: none';
comment on column governance.charter_signature.subject_id is 'Account. sensitivity: personal';
comment on column governance.charter_signature.subject_name is 'Name of the person. sensitivity: personal';
comment on column governance.charter_signature.recorded_at is 'When. sensitivity: none';

create table governance.site (
  site_id text primary key,
  name text not null,
  organisation_id text not null,
  level text not null,
  field text not null,
  named_on date not null,
  review_due date,
  evidence text not null,
  owner_organisation_id text not null,
  constraint site_level_known check (level in ('city', 'county')),
  constraint site_once unique (owner_organisation_id, organisation_id, field)
);
comment on table governance.site is 'Demonstration sites. sensitivity: none';
comment on column governance.site.site_id is 'UUID version 7. sensitivity: none';
comment on column governance.site.name is 'Name. sensitivity: none';
comment on column governance.site.organisation_id is 'Organisation. sensitivity: none';
comment on column governance.site.level is 'City or county. sensitivity: none';
comment on column governance.site.field is 'For what, such as party work. sensitivity: none';
comment on column governance.site.named_on is 'Day. sensitivity: none';
comment on column governance.site.review_due is 'Next review. sensitivity: none';
comment on column governance.site.evidence is 'On what grounds. sensitivity: none';
comment on column governance.site.owner_organisation_id is 'Organisation that named it. sensitivity: none';

create table governance.action (
  action_id text primary key,
  item_kind text not null,
  item_id text not null,
  action text not null,
  note text,
  owner_organisation_id text not null,
  subject_id text not null,
  subject_name text not null,
  recorded_at timestamptz not null
);
comment on table governance.action is 'Acts on bodies, meetings and charters, appended only. sensitivity: none';
comment on column governance.action.action_id is 'UUID version 7. sensitivity: none';
comment on column governance.action.item_kind is 'What it was done to. sensitivity: none';
comment on column governance.action.item_id is 'Its id. sensitivity: none';
comment on column governance.action.action is 'What was done. sensitivity: none';
comment on column governance.action.note is 'Reason or words. sensitivity: none';
comment on column governance.action.owner_organisation_id is 'Organisation that acted. sensitivity: none';
comment on column governance.action.subject_id is 'Account. sensitivity: personal';
comment on column governance.action.subject_name is 'Name of the person. sensitivity: personal';
comment on column governance.action.recorded_at is 'When. sensitivity: none';
create index seat_body on governance.seat (body_id, valid_from);
create index meeting_owner on governance.meeting (owner_organisation_id, meets_on desc);
create index item_meeting on governance.item (meeting_id);
create index resolution_owner on governance.resolution (owner_organisation_id, adopted_on desc);
create index action_item on governance.action (item_kind, item_id);

grant select, insert on governance.action, governance.vote, governance.resolution, governance.charter, governance.charter_signature, governance.site to yigong_app;
grant select, insert, update on governance.body, governance.seat, governance.meeting, governance.item to yigong_app;
