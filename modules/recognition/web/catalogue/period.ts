import { useText } from '#platform/web/text/messages.ts';
import { messages } from '../messages.ts';

export const usePeriod = () => {
  const say = useText();
  return (row: { validFrom: string; validUntil: string | null }): string => `${row.validFrom} – ${row.validUntil ?? say(messages.openEnd)}`;
};
