import { platformProblem } from '#platform/errors/platform-problems.ts';

/** The row, or not-found. */
export function found<Row>(row: Row | undefined): Row {
  if (row === undefined) throw platformProblem('platform.not-found');
  return row;
}
