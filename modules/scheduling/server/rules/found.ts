import { platformProblem } from '#platform/errors/platform-problems.ts';

/** The thing asked for, or `platform.not-found`. */
export function found<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw platformProblem('platform.not-found');
  return thing;
}
