-- Which version of the notice of its year a day came from; 0 for days entered before notices could be loaded.
alter table referral.calendar_day add column notice_version integer not null default 0;
comment on column referral.calendar_day.notice_version is 'Version of the notice of its year (room of regions); 0 where it was entered by hand. sensitivity: none';
