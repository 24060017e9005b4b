create schema governance;
grant usage on schema governance to yigong_app;
