create schema regions;
grant usage on schema regions to yigong_app;
