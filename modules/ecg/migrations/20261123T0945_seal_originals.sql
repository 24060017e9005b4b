-- Files and waveforms are sealed (docs/decisions/0107-stored-images-sealed.md); a rotation of the key, and the sealing of what was stored before, change nothing else.
grant update (content, strips) on ecg.original to yigong_app;
comment on column ecg.original.content is 'The bytes of the file, packed by gzip, sealed by the key ring. sensitivity: sensitive';
comment on column ecg.original.strips is 'Leads and samples as JSON, packed by gzip, sealed by the key ring. sensitivity: sensitive';
create index original_content_key on ecg.original (substring(content from 1 for 16));
create index original_strips_key on ecg.original (substring(strips from 1 for 16));
