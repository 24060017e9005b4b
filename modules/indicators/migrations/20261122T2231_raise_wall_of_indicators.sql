-- What queries of a subject see of this room, whatever they forget to ask (docs/decisions/0073-row-security-of-rooms.md).
select access.wall('indicators.encounter', organisations => '{organisation_id}', persons => '{person_id}');
alter view indicators.month_value set (security_invoker = true);
select access.leave_open('indicators.cell', 'indicators.closed_site', 'indicators.entry', 'indicators.frozen', 'indicators.period', 'indicators.watermark',
  'indicators.month_value');
