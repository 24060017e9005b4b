-- Whoever seals holds the purpose shared until the end of the transaction, whoever rotates holds it alone: after a rotation is
-- committed no value comes that the former key sealed. Two statements, because the second must see what the wait let in.
create function crypto.active_key(wanted text) returns setof crypto.data_key language plpgsql volatile as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('crypto:' || wanted, 0));
  return query select * from crypto.data_key where purpose = wanted and retired_at is null;
end
$$;
revoke all on function crypto.active_key(text) from public;
grant execute on function crypto.active_key(text) to yigong_app;
