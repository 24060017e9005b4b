import { z } from 'zod';
import type { DraftStorage } from '../form/drafts.ts';

/** Longest answer that is kept on the machine, in characters; a browser gives a site about five million. */
const ANSWER_MAX = 400_000;
const ANSWERS_MAX = 60;
const PREFIX = 'yigong.kept.';

export interface Kept<Data> {
  readonly data: Data;
  /** When the server gave it. */
  readonly at: string;
}

interface KeptAnswers {
  read<Data>(question: string): Kept<Data> | undefined;
  write(question: string, kept: Kept<unknown>): void;
}

const keptSchema = z.object({ data: z.unknown(), at: z.string() });

/** The last answers of one account in one organisation; nobody else's are ever read. Numbers of organisations only: a page that shows persons keeps nothing. */
export function keptAnswers(storage: DraftStorage, { accountId, organisationId }: { accountId: string; organisationId: string }): KeptAnswers {
  const prefix = `${PREFIX}${accountId}.${organisationId}.`;
  return {
    read: <Data>(question: string) => parse(storage.getItem(prefix + question)) as Kept<Data> | undefined,
    write: (question, kept) => {
      const text = JSON.stringify(kept);
      if (text.length > ANSWER_MAX) return;
      writeFitting(storage, prefix + question, text);
    },
  };
}

/** Takes every kept answer from the machine, whoever's it is; those of `exceptAccountId` stay. */
export function clearKeptAnswers(storage: DraftStorage, exceptAccountId?: string): void {
  for (const name of namesOf(storage)) if (exceptAccountId === undefined || !name.startsWith(`${PREFIX}${exceptAccountId}.`)) storage.removeItem(name);
}

const namesOf = (storage: DraftStorage): string[] => Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '').filter((name) => name.startsWith(PREFIX));

function oldest(storage: DraftStorage, names: readonly string[]): string[] {
  return names.map((name) => ({ name, at: parse(storage.getItem(name))?.at ?? '' })).sort((a, b) => (a.at < b.at ? -1 : 1)).map(({ name }) => name);
}

/** A full store gives its oldest answers up, which are looked for only then; a forbidden one keeps nothing, and the page works without it. */
function writeFitting(storage: DraftStorage, name: string, text: string): void {
  const names = namesOf(storage).filter((each) => each !== name);
  let others: string[] | undefined;
  const giveUp = (): boolean => {
    const next = (others ??= oldest(storage, names)).shift();
    if (next !== undefined) storage.removeItem(next);
    return next !== undefined;
  };
  for (let kept = names.length + 1; kept > ANSWERS_MAX; kept -= 1) giveUp();
  for (;;) {
    try {
      storage.setItem(name, text);
      return;
    } catch {
      if (!giveUp()) return;
    }
  }
}

function parse(text: string | null): Kept<unknown> | undefined {
  if (text === null) return undefined;
  try {
    const read = keptSchema.safeParse(JSON.parse(text));
    return read.success ? { data: read.data.data, at: read.data.at } : undefined;
  } catch {
    return undefined;
  }
}
