-- The second wall before what is of organisations: rows that the gate shows to some organisations only (docs/decisions/0097-second-wall-of-organisations.md).

-- Looks past the wall, because a run is shown by its numbers and the numbers with the run.
create function payment.shows_run(asked_run text) returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select exists (select 1 from payment.run r where r.run_id = asked_run and (access.sight_holds(r.owner_organisation_id)
    or (r.state = 'confirmed' and exists (select 1 from payment.figure f where f.item_id = r.run_id and access.sight_holds(f.about_organisation_id)))))
$$;
comment on function payment.shows_run(text) is 'A run of an organisation that the statement reads for, or a published one with a number about such an organisation.';
revoke all on function payment.shows_run(text) from public;
grant execute on function payment.shows_run(text) to yigong_app, yigong_reader;

create function payment.is_month_fixed(asked_pack text, asked_month text) returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select exists (select 1 from payment.run r where r.pack_id = asked_pack and r.kind = 'capitation' and r.month = asked_month and r.state <> 'cancelled')
$$;
comment on function payment.is_month_fixed(text, text) is 'Whether the bureau has begun a capitation of the month: from then on an institution does not change its heads.';
revoke all on function payment.is_month_fixed(text, text) from public;
grant execute on function payment.is_month_fixed(text, text) to yigong_app, yigong_reader;

select access.wall('payment.run', organisations => '{owner_organisation_id}', more => 'payment.shows_run(run.run_id)');
select access.wall('payment.figure', organisations => '{owner_organisation_id,about_organisation_id}', more => 'figure.about_organisation_id is null and payment.shows_run(figure.item_id)');
select access.wall('payment.appeal', organisations => '{owner_organisation_id}');
select access.wall('payment.package', organisations => '{owner_organisation_id}');
select access.wall('payment.package_month', organisations => '{owner_organisation_id}');
select access.wall('payment.package_share', organisations => '{owner_organisation_id,organisation_id}');
select access.wall('payment.panel_month', organisations => '{owner_organisation_id}');
select access.wall('payment.frozen_score', organisations => '{owner_organisation_id}');
