-- Whoever tries to open what the resident has closed is looked at too.
alter table health_record.review drop constraint review_kind;
alter table health_record.review add constraint review_kind check (kind in ('break-glass', 'relation-then-read', 'read-after-refusal'));
comment on column health_record.review.kind is 'break-glass, relation-then-read or read-after-refusal. sensitivity: none';
