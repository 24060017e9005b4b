import type { ReactNode } from 'react';
import { Panel } from '#platform/web/layout/panel.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { messages } from '../messages.ts';
import type { IndicatorList } from '../lists.ts';

/** What the sections of the cockpit are asked for. */
export interface SectionAsked {
  readonly list: IndicatorList;
  readonly period: string;
  readonly organisationId?: string;
}

/** A titled part of the cockpit with the age of its numbers. */
export function Section({ title, knownAt, actions, children }: { title: string; knownAt?: string | null; actions?: ReactNode; children: ReactNode }) {
  const say = useText();
  const age = knownAt == null ? null : <span className="yg-quiet">{say(messages.age)} <TimeAgo at={knownAt} /></span>;
  return <Panel title={title} actions={<>{actions}{age}</>}>{children}</Panel>;
}
