import type { Precondition, VersionTags } from '../../repository/resource-write.ts';

/** Headers of a request, or the elements of that name of a bundle's entry. */
export interface ConditionHeaders {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}

/** `W/"3"`, `"3"` or `3`, or several after each other; versions compare weakly, and what is no version of ours names none. */
export function versionTags(text: string): VersionTags {
  const tags = text.split(',').map((tag) => tag.trim());
  if (tags.includes('*')) return '*';
  return tags.flatMap((tag) => /^(?:W\/)?("?)([1-9]\d{0,8})\1$/.exec(tag)?.[2] ?? []).map(Number);
}

/** What the headers ask of the version that is written onto; undefined where they ask nothing. */
export function preconditionOf({ ifMatch, ifNoneMatch }: ConditionHeaders): Precondition | undefined {
  if (ifMatch === undefined && ifNoneMatch === undefined) return undefined;
  return { ...(ifMatch === undefined ? {} : { ifMatch: versionTags(ifMatch) }), ...(ifNoneMatch === undefined ? {} : { ifNoneMatch: versionTags(ifNoneMatch) }) };
}
