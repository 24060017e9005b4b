-- Bodies under a former key are found without reading all bodies: the first 16 bytes name the key.
create index message_body_key on exchange.message (substring(body from 1 for 16));
