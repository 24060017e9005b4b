create schema exchange;
grant usage on schema exchange to yigong_app;
