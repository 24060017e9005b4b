-- Bodies are sealed; a rotation of the key reaches those that are there. Everything else of a kept message stays as it was written.
grant update (body) on exchange.message, exchange.table_import to yigong_app;
comment on column exchange.message.body is 'The bytes, sealed by the key ring. sensitivity: sensitive';
comment on column exchange.table_import.body is 'The bytes, sealed by the key ring. sensitivity: sensitive';
