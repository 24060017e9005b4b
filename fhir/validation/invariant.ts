import type { Text } from '#platform/kernel/problem.ts';

/** A rule of the standard, checked by code: `holds` is called only on elements whose shape is right. */
export interface Invariant {
  readonly key: string;
  readonly holds: (value: never, resource: unknown) => boolean;
  readonly text: Text;
}

export const rule = <T>(key: string, holds: (value: T) => boolean, [zh, en]: readonly [string, string]): Invariant => ({
  key,
  holds: holds as (value: never) => boolean,
  text: { zh: `${zh}（${key}）`, en: `${en} (${key})` },
});
