import type { AccountView } from '#platform/identity/contract/accounts.ts';
import { StateTag, type Tone } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { accountsMessages } from './messages.ts';

const TONES: Readonly<Record<AccountView['state'], Tone>> = { active: 'done', waiting: 'waiting', locked: 'overdue', disabled: 'neutral' };

export function AccountStateTag({ state }: { state: AccountView['state'] }) {
  const say = useText();
  return <StateTag tone={TONES[state]} text={say(accountsMessages[state])} />;
}
