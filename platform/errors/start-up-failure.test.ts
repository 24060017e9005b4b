import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '#platform/database/project-root.ts';
import { EXIT_CODES } from './start-up-failure.ts';

describe('exit codes', () => {
  const runbook = readFileSync(join(projectRoot(), 'docs/runbooks/start-up.md'), 'utf8');
  const documented = [...runbook.matchAll(/^\| (\d+) \| ([a-z-]+) \|/gm)].map(([, code, name]) => [name, Number(code)]);

  it('are those of the runbook, both ways', () => {
    expect(Object.fromEntries(documented)).toEqual(EXIT_CODES);
  });

  it('are all different', () => {
    expect(new Set(Object.values(EXIT_CODES)).size).toBe(Object.keys(EXIT_CODES).length);
  });
});
