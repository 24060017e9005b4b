import { describe, expect, it } from 'vitest';
import { readHosts } from './hosts.ts';

describe('addresses of several servers', () => {
  it.each([
    ['postgres://u:p@a,b/db?target_session_attrs=read-write', ['postgres://u:p@a:5432/db', 'postgres://u:p@b:5432/db'], true],
    ['postgresql://u:p@a:1,b:2,[::1]:3/db?sslmode=verify-full', ['postgresql://u:p@a:1/db?sslmode=verify-full', 'postgresql://u:p@b:2/db?sslmode=verify-full', 'postgresql://u:p@[::1]:3/db?sslmode=verify-full'], true],
    ['postgresql://u@/db?host=a,b&port=1,2', ['postgresql://u@a:1/db', 'postgresql://u@b:2/db'], true],
    ['postgresql://u@/db?host=a,b&port=7', ['postgresql://u@a:7/db', 'postgresql://u@b:7/db'], true],
    ['postgresql://u@localhost/db?host=/run/pg,/run/other', ['postgresql://u@localhost/db?host=%2Frun%2Fpg&port=5432', 'postgresql://u@localhost/db?host=%2Frun%2Fother&port=5432'], true],
    ['postgresql://u:p%40@a/db', ['postgresql://u:p%40@a:5432/db'], false],
    ['postgresql://a/db?target_session_attrs=primary', ['postgresql://a:5432/db'], true],
    ['postgresql://a/db?target_session_attrs=any', ['postgresql://a:5432/db'], false],
  ])('%s', (url, urls, isAsked) => {
    expect(readHosts(url)).toMatchObject({ urls, isAsked });
  });

  it.each(['mysql://a/b', 'postgres://a,b/db?target_session_attrs=standby', 'postgres://a:x/db', 'postgres://h/db?host=a,b&port=1,2,3'])('%s is refused', (url) => {
    expect(() => readHosts(url)).toThrow();
  });
});
