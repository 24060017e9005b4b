-- What queries of a subject see of this room, whatever they forget to ask (docs/decisions/0073-row-security-of-rooms.md).
select access.wall('payment.settlement_case', organisations => '{owner_organisation_id}');
select access.wall('payment.stay', organisations => '{owner_organisation_id}');
select access.wall('payment.claim', organisations => '{owner_organisation_id}');
select access.wall('payment.hit', parent => 'payment.claim', parent_key => 'claim_id');
select access.wall('payment.review', parent => 'payment.settlement_case', parent_key => 'case_id');
select access.wall('payment.vote', parent => 'payment.review', parent_key => 'review_id');
select access.wall('payment.action', organisations => '{owner_organisation_id}');
alter view payment_report.case_volume set (security_invoker = true);
alter view payment_report.fund_use set (security_invoker = true);
alter view payment_report.package_result set (security_invoker = true);
alter view payment_report.settlement set (security_invoker = true);
select access.leave_open('payment.appeal', 'payment.figure', 'payment.pack', 'payment.package', 'payment.package_month', 'payment.package_share', 'payment.run',
  'payment_report.case_volume', 'payment_report.fund_use', 'payment_report.package_result', 'payment_report.settlement');
