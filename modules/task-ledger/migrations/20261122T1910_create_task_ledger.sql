create schema task_ledger;
grant usage on schema task_ledger to yigong_app;
