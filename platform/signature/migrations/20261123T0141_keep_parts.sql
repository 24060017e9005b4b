-- Which part of a document was changed can be said only where each part has left a trace: keyed, so that nobody guesses the part from it.
alter table signature.signature add column parts jsonb;
comment on column signature.signature.parts is 'Path of each part of a JSON document to 8 bytes of its keyed digest; null where the document is no JSON or older. sensitivity: personal';
