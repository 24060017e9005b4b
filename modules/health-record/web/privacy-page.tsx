import { useState } from 'react';
import { Segments } from '#platform/web/form/segments.tsx';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { privacyMessages as messages } from './messages.ts';
import { RequestQueue } from './request-queue.tsx';
import { ReviewQueue } from './review-queue.tsx';
import './health-record.css';

/** What the privacy officer decides: looks that somebody opened alone, and what residents object to. */
export function PrivacyPage() {
  const say = useText();
  const mayAnswer = useMay('health-record.answer-request');
  const [state, setState] = useState<'waiting' | 'decided'>('waiting');
  const options = (['waiting', 'decided'] as const).map((value) => ({ value, label: say(messages[value]) }));
  return (
    <>
      <PageHeader title={say(messages.desk)} />
      <div className="yg-stack">
        <Segments options={options} value={state} onChange={setState} />
        <ReviewQueue state={state} />
        {mayAnswer && <RequestQueue state={state} />}
      </div>
    </>
  );
}
