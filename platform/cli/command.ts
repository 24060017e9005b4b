import type { Command } from 'commander';
import type { Connection } from './connection.ts';
import type { Output } from './output.ts';

/** What a command works with. */
export interface Cli {
  readonly output: Output;
  /** Found and entered on first use; throws CliFailure `server-away`. */
  readonly server: Connection;
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Wraps the work of a command: options `--json`, `--organisation` … are read, failures become exit codes. */
export type Act = <Arguments extends readonly unknown[]>(
  work: (cli: Cli, ...given: Arguments) => Promise<void>,
) => (...given: readonly unknown[]) => Promise<void>;

/**
 * The commands of one room: `yigong <name> …`. A room exports `commands: CommandGroup` from `cli/commands.ts`; `apps/cli`
 * lists it. `register` adds subcommands: `group.command('accept <id>').option(…).action(act(async (cli, id: string, options) => …))`.
 */
export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  readonly register: (group: Command, act: Act) => void;
}
