-- The second wall: persons drawn and their wishes, and what was answered (docs/decisions/0051-row-security.md).
select access.wall('assessment.invitation', organisations => '{owner_organisation_id}', persons => '{person_id}');
select access.wall('assessment.refusal', persons => '{person_id}');
select access.wall('assessment.response', organisations => '{owner_organisation_id}');
-- Of organisations, their schemes and scores; a ballot holds the digest of a code and points at nobody.
alter view assessment_report.satisfaction set (security_invoker = true);
select access.leave_open('assessment.action', 'assessment.appeal', 'assessment.ballot', 'assessment.code_issue', 'assessment.imported_result', 'assessment.input', 'assessment.manual_value', 'assessment.questionnaire',
  'assessment.run', 'assessment.run_member', 'assessment.scheme', 'assessment.score', 'assessment.survey', 'assessment.survey_site', 'assessment.use', 'assessment_report.satisfaction');
