create index record_observation on ecg.record (observation_id) where observation_id is not null;
