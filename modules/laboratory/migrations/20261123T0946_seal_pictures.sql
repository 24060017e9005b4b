-- Pictures are sealed (docs/decisions/0107-stored-images-sealed.md), those of before by the work that seals what is in clear.
comment on column laboratory.picture.content is 'The bytes, sealed by the key ring. sensitivity: sensitive';
create index picture_content_key on laboratory.picture (substring(content from 1 for 16));
