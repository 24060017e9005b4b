-- Nothing here is of a person: queries of subjects may read it (docs/decisions/0073-row-security-of-rooms.md).
alter view consortium_report.membership set (security_invoker = true);
alter view consortium_report.organisation set (security_invoker = true);
select access.leave_open('consortium.action', 'consortium.agreement', 'consortium.area', 'consortium.area_assignment', 'consortium.consortium',
  'consortium.disease_list', 'consortium.disease_range', 'consortium.escalation_contact', 'consortium.grid', 'consortium.membership', 'consortium.organisation',
  'consortium.service_centre', 'consortium_report.membership', 'consortium_report.organisation');
