import { sourceStack } from '#platform/errors/source-places.ts';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';

/** Says on stderr why the start failed, first 中文 then English, and returns the exit code. */
export function reportFailure(error: unknown): number {
  if (error instanceof StartUpFailure) {
    process.stderr.write(`\n医共未能启动 · Yigong did not start [${error.code}]\n  ${error.text.zh}\n  ${error.text.en}\n`);
    return error.exitCode;
  }
  process.stderr.write(`\n医共未能启动（程序错误）· Yigong did not start (our fault)\n${error instanceof Error ? sourceStack(error) : String(error)}\n`);
  return 1;
}

/** A line of progress with the seconds since the process began. */
export function say(line: string): void {
  process.stdout.write(`[${process.uptime().toFixed(1).padStart(5)} s] ${line}\n`);
}
