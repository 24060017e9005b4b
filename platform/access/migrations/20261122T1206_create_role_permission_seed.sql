create table access.role_permission_seed (
  role text not null,
  permission text not null,
  seeded_at timestamptz not null default clock_timestamp(),
  constraint role_permission_seed_key primary key (role, permission)
);
comment on table access.role_permission_seed is 'Grants that contracts declared and that were put in once; one taken away later stays away. sensitivity: none';
comment on column access.role_permission_seed.role is 'Role name. sensitivity: none';
comment on column access.role_permission_seed.permission is 'Permission declared in a contract. sensitivity: none';
comment on column access.role_permission_seed.seeded_at is 'When it was put in. sensitivity: none';

grant select, insert on access.role_permission_seed to yigong_app;
