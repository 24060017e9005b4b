create schema shared_diagnosis;
grant usage on schema shared_diagnosis to yigong_app;
