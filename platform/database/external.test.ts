import { describe, expect, it } from 'vitest';
import { describeAddress } from './external.ts';

describe('address of a database in messages', () => {
  it.each([
    ['postgresql://someone:secret@db.example:6432/yigong', 'db.example:6432/yigong'],
    ['postgres://someone:secret@db.example/yigong', 'db.example:5432/yigong'],
    ['postgresql://someone:secret@localhost/yigong?host=/run/pg&port=5433', '/run/pg:5433/yigong'],
    ['postgresql://someone:se@cret@first,second:5433/yigong?target_session_attrs=read-write', 'first:5432,second:5433/yigong'],
    ['not an address with secret', 'DATABASE_URL'],
  ])('of %s shows no password', (connectionString, shown) => {
    expect(describeAddress(connectionString)).toBe(shown);
  });
});
