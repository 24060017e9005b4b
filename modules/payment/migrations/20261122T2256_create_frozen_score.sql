-- Scores of a year that count for money: frozen by the assessment, or entered by file with the number of a decision.
create table payment.frozen_score (
  owner_organisation_id text not null,
  year integer not null,
  scheme_id text not null,
  score numeric not null,
  full_score numeric not null,
  source text not null,
  decision_number text,
  recorded_at timestamptz not null,
  primary key (owner_organisation_id, year, scheme_id),
  constraint frozen_score_source_known check (source in ('assessment', 'file')),
  constraint frozen_score_file_by_decision check (source <> 'file' or decision_number is not null),
  constraint frozen_score_within_full check (score >= 0 and full_score > 0 and score <= full_score)
);
comment on table payment.frozen_score is 'Assessment scores that settlement and the division of packages may use; never changed once written. sensitivity: none';
comment on column payment.frozen_score.owner_organisation_id is 'The institution that was assessed. sensitivity: none';
comment on column payment.frozen_score.year is 'Year of the assessment. sensitivity: none';
comment on column payment.frozen_score.scheme_id is 'Scheme of the assessment, or the decision for an entry by file. sensitivity: none';
comment on column payment.frozen_score.score is 'Score. sensitivity: none';
comment on column payment.frozen_score.full_score is 'Full score of the scheme. sensitivity: none';
comment on column payment.frozen_score.source is 'Assessment or file. sensitivity: none';
comment on column payment.frozen_score.decision_number is 'Decision behind an entry by file. sensitivity: none';
comment on column payment.frozen_score.recorded_at is 'When it came. sensitivity: none';
grant select, insert on payment.frozen_score to yigong_app;
select access.leave_open('payment.frozen_score');
