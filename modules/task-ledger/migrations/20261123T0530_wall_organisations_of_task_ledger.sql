-- The second wall before what is of organisations: rows that the gate shows to some organisations only (docs/decisions/0097-second-wall-of-organisations.md).

-- Looks past the wall, because a task is shown to its parties and the parties to whoever sees the task.
create function task_ledger.shows_task(asked_task text) returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select exists (select 1 from task_ledger.task t where t.task_id = asked_task and (access.sight_holds(t.owner_organisation_id) or access.sight_holds(t.lead_organisation_id)))
    or exists (select 1 from task_ledger.party p where p.task_id = asked_task and access.sight_holds(p.organisation_id))
$$;
comment on function task_ledger.shows_task(text) is 'A task that an organisation which the statement reads for owns, leads or joins.';
revoke all on function task_ledger.shows_task(text) from public;
grant execute on function task_ledger.shows_task(text) to yigong_app, yigong_reader;

select access.wall('task_ledger.task', organisations => '{owner_organisation_id,lead_organisation_id}', more => 'task_ledger.shows_task(task.task_id)');
select access.wall('task_ledger.party', organisations => '{owner_organisation_id,organisation_id}', more => 'task_ledger.shows_task(party.task_id)');
select access.wall('task_ledger.milestone', parent => 'task_ledger.task', parent_key => 'task_id');
select access.wall('task_ledger.evidence', parent => 'task_ledger.task', parent_key => 'task_id');
select access.wall('task_ledger.action', parent => 'task_ledger.task', parent_key => 'task_id');
select access.wall('task_ledger.bulletin', organisations => '{owner_organisation_id}', more => 'exists (select 1 from task_ledger.party p join task_ledger.task t on t.task_id = p.task_id where t.owner_organisation_id = bulletin.owner_organisation_id and (bulletin.source_id is null or t.source_id = bulletin.source_id) and access.sight_holds(p.organisation_id))');
select access.wall('task_ledger.receipt', organisations => '{owner_organisation_id}', parent => 'task_ledger.bulletin', parent_key => 'bulletin_id');
