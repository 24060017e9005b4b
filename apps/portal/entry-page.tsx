import type { ReactNode } from 'react';
import { LookButtons } from '#platform/web/session/look-buttons.tsx';
import { sessionMessages } from '#platform/web/session/session-messages.ts';
import { useText } from '#platform/web/text/messages.ts';
import { messages } from './messages.ts';

export function EntryPage({ title, children }: { title: string; children: ReactNode }) {
  const say = useText();
  return (
    <div className="pt-entry">
      <header className="pt-entry-head">
        <span className="pt-brand">{say(sessionMessages.product)} <span className="yg-quiet">{say(messages.portal)}</span></span>
        <span><LookButtons /></span>
      </header>
      <main>
        <h1 tabIndex={-1} data-page-title>{title}</h1>
        {children}
      </main>
    </div>
  );
}
