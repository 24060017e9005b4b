import type { Text } from '#platform/kernel/problem.ts';

/** Exit codes of `npm start` and `yigong start`; the table with remedies is docs/runbooks/start-up.md. */
export const EXIT_CODES = {
  'unexpected': 1,
  'settings-invalid': 20,
  'port-busy': 21,
  'disk-full': 22,
  'data-folder-newer': 23,
  'data-folder-in-use': 24,
  'data-folder-damaged': 25,
  'data-folder-not-writable': 26,
  'database-unreachable': 30,
  'database-too-old': 31,
  'database-rights-missing': 32,
  'database-cannot-run': 33,
  'database-keeps-failing': 34,
  'migration-changed': 35,
  'backup-not-found': 40,
  'backup-key-differs': 41,
  'backup-damaged': 42,
  'restore-target-occupied': 43,
  'restore-rows-differ': 44,
  'backup-store-refused': 45,
  'backup-store-away': 46,
  'restore-drill-no-room': 47,
  'backup-under-way': 48,
} as const;

export type StartUpFailureCode = keyof typeof EXIT_CODES;

/**
 * A reason why the platform cannot start (or cannot go on) that an operator can mend. `text` says what is wrong and
 * what to do; it never holds a password.
 */
export class StartUpFailure extends Error {
  readonly code: StartUpFailureCode;
  readonly text: Text;

  constructor(code: StartUpFailureCode, text: Text, cause?: unknown) {
    super(`${code}: ${text.en}`, cause === undefined ? undefined : { cause });
    this.name = 'StartUpFailure';
    this.code = code;
    this.text = text;
  }

  get exitCode(): number {
    return EXIT_CODES[this.code];
  }
}
