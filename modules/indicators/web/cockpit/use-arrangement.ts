import { useState } from 'react';
import { deleteView, listSavedViews, saveView } from '#platform/identity/contract.ts';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { PLAIN, readArrangement, type Arrangement } from './arrangement.ts';

const LIST_KEY = 'cockpit';

export interface Arranging {
  readonly arrangement: Arrangement;
  readonly change: (to: Arrangement) => void;
  readonly save: () => Promise<boolean>;
  readonly reset: () => Promise<void>;
  readonly isChanged: boolean;
}

/** The person's own arrangement of a list, kept with the account and so the same on every machine. */
export function useArrangement(list: string): Arranging {
  const saved = useOperation(listSavedViews, { listKey: LIST_KEY }, { staleMs: 60_000 });
  const saving = useCommand(saveView);
  const deleting = useCommand(deleteView);
  const [draft, setDraft] = useState<{ list: string; to: Arrangement }>();
  const own = saved.data?.rows.find(({ name }) => name === list);
  const kept = own === undefined ? PLAIN : readArrangement(own.value);
  const drafted = draft?.list === list ? draft.to : undefined;
  return {
    arrangement: drafted ?? kept,
    isChanged: drafted !== undefined,
    change: (to) => setDraft({ list, to }),
    save: async () => {
      if (drafted === undefined) return true;
      const outcome = await saving.attempt({ listKey: LIST_KEY, name: list, value: drafted });
      if (outcome.ok) {
        await saved.refetch();
        setDraft(undefined);
      }
      return outcome.ok;
    },
    reset: async () => {
      setDraft(undefined);
      if (own !== undefined) await deleting.run({ listKey: LIST_KEY, name: list });
      await saved.refetch();
    },
  };
}
