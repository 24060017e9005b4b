import { describe, expect, it } from 'vitest';
import { failureFromLog } from './failures.ts';

describe('what the server wrote before it gave up', () => {
  it.each([
    ['FATAL:  could not write lock file "postmaster.pid": No space left on device', 'disk-full'],
    ['PANIC:  could not write to file "pg_wal/xlogtemp.33": No space left on device', 'disk-full'],
    ['FATAL:  database files are incompatible with server', 'data-folder-newer'],
    ['PANIC:  could not locate a valid checkpoint record', 'data-folder-damaged'],
    ['FATAL:  data directory "/x" has wrong ownership', 'data-folder-not-writable'],
    ['error while loading shared libraries: libicui18n.so.60', 'database-cannot-run'],
  ])('%s becomes %s', (log, code) => {
    expect(failureFromLog(log, '/tmp/nowhere/database')).toMatchObject({ code });
  });

  it('shows its last lines when the cause is not known', () => {
    expect(failureFromLog('one\ntwo\nthree', '/tmp/x').text.en).toContain('one\ntwo\nthree');
  });
});
