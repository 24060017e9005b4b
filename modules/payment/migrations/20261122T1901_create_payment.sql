create schema payment;
grant usage on schema payment to yigong_app;
