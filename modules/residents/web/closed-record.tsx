import { Facts } from '#platform/web/layout/panel.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { ResidentLine } from '../contract/schemas.ts';
import { messages, sexMessages, wordOf } from './messages.ts';

/** Says that the person is registered, what is not shown, and what would open it. */
export function ClosedRecord({ line }: { line: ResidentLine }) {
  const say = useText();
  return (
    <div className="yg-stack">
      <Facts
        columns={1}
        items={[
          { label: say(messages.name), value: line.name },
          { label: say(messages.sex), value: say(wordOf(sexMessages, line.sex)) },
          { label: say(messages.organisation), value: line.managingOrganisationName },
        ]}
      />
      <p>{say(messages.closedWhy)}</p>
    </div>
  );
}
