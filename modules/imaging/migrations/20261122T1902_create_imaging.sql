create schema imaging;
grant usage on schema imaging to yigong_app;
