create schema recognition;
grant usage on schema recognition to yigong_app;
