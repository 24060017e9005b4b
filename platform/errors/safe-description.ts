import { Problem } from '#platform/kernel/problem.ts';
import { sourceStack } from './source-places.ts';

const LENGTH_MAX = 500;

/**
 * What went wrong, fit for a log or an operations page: never patient data. Messages of the database and of parsers
 * quote values, so only their codes and the place in our code are kept; our own assertions are written without values.
 */
export function describeSafely(error: unknown): string {
  if (error instanceof Problem) return error.code;
  if (!(error instanceof Error)) return `thrown ${typeof error}`;
  const { code, table, constraint } = error as { code?: unknown; table?: unknown; constraint?: unknown };
  const facts = [error.name, code, table, constraint].filter((fact): fact is string => typeof fact === 'string');
  const message = error.message.startsWith('Assertion failed: ') ? `: ${error.message}` : '';
  return `${facts.join(' ')}${message} ${placeOf(error)}`.trim().slice(0, LENGTH_MAX);
}

/** The first line of the stack that lies in our own files. */
function placeOf(error: Error): string {
  const lines = sourceStack(error).split('\n').slice(1).map((line) => line.trim());
  const own = lines.find((line) => line.startsWith('at ') && !line.includes('node_modules') && !line.includes('node:'));
  return own?.replace(/file:\/\/|\(|\)/g, '') ?? '';
}
