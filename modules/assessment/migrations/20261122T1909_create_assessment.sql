create schema assessment;
grant usage on schema assessment to yigong_app;
