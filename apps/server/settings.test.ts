import { describe, expect, it } from 'vitest';
import { readSettings, workersArgument } from './settings.ts';

describe('settings', () => {
  it('have defaults for everything', () => {
    expect(readSettings({})).toMatchObject({ port: 8080, databaseUrl: undefined, demo: true, workers: 1 });
  });

  it.each([[['--workers', '3']], [['--workers=3']]])('take the number of workers from %j', (argv) => {
    expect(readSettings(workersArgument(argv))).toMatchObject({ workers: 3 });
  });

  it('take an empty variable as absent', () => {
    expect(readSettings({ PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 8080, databaseUrl: undefined });
  });

  it.each([
    ['PORT', '70000'],
    ['PORT', 'http'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['YIGONG_DEMO', 'maybe'],
    ['YIGONG_WORKERS', '0'],
  ])('refuse %s=%s by name', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(new RegExp(`settings-invalid.*${name}`));
  });
});
