/** What was typed and not yet sent. */
export interface Draft {
  readonly key: string;
  /** As listed under "unfinished". */
  readonly title: string;
  /** Address that shows the form again. */
  readonly path: string;
  readonly savedAt: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The part of `localStorage` that drafts need. */
export interface DraftStorage {
  readonly length: number;
  key(index: number): string | null;
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
}

const KEPT_DAYS = 14;
const DAY_MS = 86_400_000;

export interface LocalDrafts {
  read(key: string): Draft | undefined;
  /** False when the browser refuses: the caller then says that only the server copy exists. */
  write(draft: Draft): boolean;
  remove(key: string): void;
  /** Newest first; removes what is older than 14 days. */
  list(now: Date): Draft[];
}

/** Drafts of one account in this browser: township PCs are shared, so nobody sees another's. */
export function localDrafts(storage: DraftStorage, accountId: string): LocalDrafts {
  const prefix = `yigong.draft.${accountId}.`;
  const read = (key: string) => parseDraft(storage.getItem(prefix + key));
  return {
    read,
    write: (draft) => {
      try {
        storage.setItem(prefix + draft.key, JSON.stringify(draft));
        return true;
      } catch {
        return false;
      }
    },
    remove: (key) => storage.removeItem(prefix + key),
    list: (now) => {
      const names = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
      const drafts = names.filter((name) => name.startsWith(prefix)).flatMap((name) => {
        const draft = parseDraft(storage.getItem(name));
        if (draft && now.getTime() - Date.parse(draft.savedAt) < KEPT_DAYS * DAY_MS) return [draft];
        storage.removeItem(name);
        return [];
      });
      return drafts.sort((a, b) => (a.savedAt < b.savedAt ? 1 : -1));
    },
  };
}

function parseDraft(text: string | null): Draft | undefined {
  if (text === null) return undefined;
  try {
    const draft = JSON.parse(text) as Partial<Draft>;
    const whole = typeof draft.key === 'string' && typeof draft.savedAt === 'string' && typeof draft.values === 'object' && draft.values !== null;
    return whole ? { title: draft.key!, path: '/', ...draft } as Draft : undefined;
  } catch {
    return undefined;
  }
}

/** The later of two copies. */
export function newerDraft(first: Draft | undefined, second: Draft | undefined): Draft | undefined {
  if (!first || !second) return first ?? second;
  return first.savedAt >= second.savedAt ? first : second;
}

/** True when two sets of values would send the same thing: empty strings and missing fields are equal. */
export const sameValues = (first: unknown, second: unknown): boolean => canonical(first) === canonical(second);

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => {
    if (part === '' || part === null) return undefined;
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  }) ?? '';
