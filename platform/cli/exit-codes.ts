import type { Text } from '#platform/kernel/problem.ts';

/** The table with remedies is docs/guide/cli.md. Failures of start-up and data folder keep their own codes from 20 on. */
export const CLI_EXIT_CODES = {
  'done': 0,
  'unexpected': 1,
  'usage': 2,
  'refused': 3,
  'not-found': 4,
  'server-away': 5,
  'partly-done': 6,
  'needs-mending': 7,
} as const;

export type CliExit = keyof typeof CLI_EXIT_CODES;

/** Ends a command with a code that a script can read and words that a person can act upon. */
export class CliFailure extends Error {
  readonly exit: CliExit;
  readonly text: Text;
  /** Further lines, such as the places of the input that are wrong. */
  readonly lines: readonly string[];

  constructor(exit: CliExit, text: Text, lines: readonly string[] = []) {
    super(text.en);
    this.name = 'CliFailure';
    this.exit = exit;
    this.text = text;
    this.lines = lines;
  }
}
