create schema casemix;
grant usage on schema casemix to yigong_app;
