create schema laboratory;
grant usage on schema laboratory to yigong_app;
