-- The second wall before what is of organisations: rows that the gate shows to some organisations only (docs/decisions/0097-second-wall-of-organisations.md).

-- Looks past the wall, because an assessment is shown to its members and the members to whoever sees the assessment.
create function assessment.shows_run(asked_run text) returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select exists (select 1 from assessment.run r where r.run_id = asked_run and (access.sight_holds(r.owner_organisation_id)
    or (r.state in ('published', 'final', 'frozen') and exists (select 1 from assessment.run_member m where m.run_id = r.run_id and access.sight_holds(m.organisation_id)))))
$$;
comment on function assessment.shows_run(text) is 'An assessment of an organisation that the statement reads for, or a published one of which such an organisation is a member.';
revoke all on function assessment.shows_run(text) from public;
grant execute on function assessment.shows_run(text) to yigong_app, yigong_reader;

create function assessment.office_of_run(asked_run text) returns text language sql stable security definer set search_path = pg_catalog as $$
  select owner_organisation_id from assessment.run where run_id = asked_run
$$;
comment on function assessment.office_of_run(text) is 'The office that runs an assessment.';
revoke all on function assessment.office_of_run(text) from public;
grant execute on function assessment.office_of_run(text) to yigong_app, yigong_reader;

select access.wall('assessment.action', organisations => '{owner_organisation_id}');
select access.wall('assessment.run_member', organisations => '{owner_organisation_id,organisation_id}', more => 'assessment.shows_run(run_member.run_id)');
select access.wall('assessment.score', more => 'assessment.shows_run(score.run_id)');
select access.wall('assessment.input', organisations => '{owner_organisation_id,organisation_id}');
select access.wall('assessment.manual_value', organisations => '{owner_organisation_id}');
select access.wall('assessment.appeal', organisations => '{owner_organisation_id}', more => 'access.sight_holds(assessment.office_of_run(appeal.run_id))');
select access.wall('assessment.use', organisations => '{owner_organisation_id,about_organisation_id}');
-- Whoever appealed or used a score goes on seeing of which assessment it is.
select access.wall('assessment.run', organisations => '{owner_organisation_id}', more => 'assessment.shows_run(run.run_id) or exists (select 1 from assessment.appeal mine where mine.run_id = run.run_id and access.sight_holds(mine.owner_organisation_id)) or exists (select 1 from assessment.use used where used.run_id = run.run_id)');
select access.wall('assessment.scheme', organisations => '{owner_organisation_id}', parent => 'assessment.run', parent_key => 'scheme_id');
select access.wall('assessment.survey_site', organisations => '{owner_organisation_id,organisation_id}');
select access.wall('assessment.survey', organisations => '{owner_organisation_id}', parent => 'assessment.invitation', parent_key => 'survey_id', more => 'exists (select 1 from assessment.survey_site site where site.survey_id = survey.survey_id and access.sight_holds(site.organisation_id))');
select access.wall('assessment.questionnaire', organisations => '{owner_organisation_id}', parent => 'assessment.survey', parent_key => 'questionnaire_id');
select access.wall('assessment.ballot', organisations => '{owner_organisation_id}');
select access.wall('assessment.code_issue', organisations => '{owner_organisation_id}');
select access.wall('assessment.imported_result', organisations => '{organisation_id,owner_organisation_id}');
