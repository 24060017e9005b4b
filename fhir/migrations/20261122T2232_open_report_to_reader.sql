-- Looks at fhir.resource as whoever asks, so that its row security holds (docs/decisions/0073-row-security-of-rooms.md).
alter view fhir_report.encounter set (security_invoker = true);
select access.leave_open('fhir_report.encounter');
