create schema indicators;
grant usage on schema indicators to yigong_app;
