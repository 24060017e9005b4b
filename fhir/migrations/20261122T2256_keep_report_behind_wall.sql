-- A view that is replaced forgets that it looks as whoever asks.
alter view fhir_report.encounter set (security_invoker = true);
