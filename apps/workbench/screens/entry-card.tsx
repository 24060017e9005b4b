import type { ReactNode } from 'react';
import { LookButtons } from '#platform/web/session/look-buttons.tsx';
import { sessionMessages } from '#platform/web/session/session-messages.ts';
import { useText } from '#platform/web/text/messages.ts';
import { messages } from '../messages.ts';

/** The quiet page before the frame: product, one card, language and appearance. */
export function EntryCard({ title, children }: { title: string; children: ReactNode }) {
  const say = useText();
  return (
    <div className="wb-entry">
      <header className="wb-entry-head"><LookButtons /></header>
      <main className="wb-entry-main">
        <div className="wb-entry-brand">
          <span className="wb-mark" aria-hidden />
          <p className="wb-entry-name">{say(sessionMessages.product)}</p>
          <p className="yg-quiet">{say(messages.tagline)}</p>
        </div>
        <div className="wb-entry-card">
          <h1 tabIndex={-1} data-page-title>{title}</h1>
          {children}
        </div>
      </main>
    </div>
  );
}
