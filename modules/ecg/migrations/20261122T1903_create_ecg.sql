create schema ecg;
grant usage on schema ecg to yigong_app;
