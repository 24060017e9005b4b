-- The second wall before what is of organisations: rows that the gate shows to some organisations only (docs/decisions/0097-second-wall-of-organisations.md).

-- Looks past the wall, because a body is shown to whoever has a seat and the seats to whoever sees the body.
create function governance.shows_body(asked_body text) returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select exists (select 1 from governance.body b where b.body_id = asked_body and access.sight_holds(b.owner_organisation_id))
    or exists (select 1 from governance.seat s where s.body_id = asked_body and access.sight_holds(s.organisation_id))
$$;
comment on function governance.shows_body(text) is 'A body of an organisation that the statement reads for, or one in which such an organisation has or had a seat.';
revoke all on function governance.shows_body(text) from public;
grant execute on function governance.shows_body(text) to yigong_app, yigong_reader;

select access.wall('governance.body', organisations => '{owner_organisation_id}', more => 'governance.shows_body(body.body_id)');
select access.wall('governance.seat', organisations => '{owner_organisation_id,organisation_id}', more => 'governance.shows_body(seat.body_id)');
select access.wall('governance.meeting', organisations => '{owner_organisation_id}', more => 'governance.shows_body(meeting.body_id)');
select access.wall('governance.item', organisations => '{owner_organisation_id}', parent => 'governance.meeting', parent_key => 'meeting_id');
select access.wall('governance.vote', organisations => '{owner_organisation_id}', parent => 'governance.item', parent_key => 'item_id');
-- The members of a body read the number of what it adopted beside the item.
select access.wall('governance.resolution', organisations => '{owner_organisation_id}', parent => 'governance.item', parent_key => 'item_id');
select access.wall('governance.charter', organisations => '{owner_organisation_id}', more => 'exists (select 1 from unnest(charter.member_organisation_ids) as member where access.sight_holds(member))');
select access.wall('governance.charter_signature', organisations => '{owner_organisation_id}', parent => 'governance.charter', parent_key => 'charter_id');
select access.wall('governance.site', organisations => '{owner_organisation_id,organisation_id}');
select access.wall('governance.action', organisations => '{owner_organisation_id}');
