import { useMemo, useRef, useState } from 'react';
import { localDrafts, type Draft } from '#platform/web/form/drafts.ts';
import { useSession } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { Study } from '../../contract/schemas.ts';
import type { Measurement } from './image/measure.ts';
import { viewerMessages as messages } from './viewer-messages.ts';

const MEASUREMENTS_MAX = 200;

export interface Measurements {
  readonly list: readonly Measurement[];
  /** False when the browser refuses to keep them. */
  readonly isKept: boolean;
  readonly add: (measurement: Measurement) => void;
  readonly remove: (id: string) => void;
  readonly undo: () => void;
}

/** Measurements of one study, kept as a draft of this person in this browser. */
export function useMeasurements(study: Pick<Study, 'studyUid' | 'studyDate'>): Measurements {
  const say = useText();
  const { account } = useSession();
  const drafts = useMemo(() => localDrafts(window.localStorage, account?.id ?? ''), [account?.id]);
  const key = `imaging-measurements:${study.studyUid}`;
  const [list, setList] = useState<readonly Measurement[]>(() => listIn(drafts.read(key)));
  const [isKept, setKept] = useState(true);
  const latest = useRef(list);
  const settle = (next: readonly Measurement[]): void => {
    latest.current = next;
    setList(next);
    if (next.length === 0) return drafts.remove(key);
    const title = `${say(messages.measurements)} ${study.studyDate ?? ''}`.trim();
    setKept(drafts.write({ key, title, path: `/imaging/studies/${study.studyUid}`, savedAt: new Date().toISOString(), values: { measurements: next } }));
  };
  return {
    list, isKept,
    add: (measurement) => settle([...latest.current, measurement].slice(-MEASUREMENTS_MAX)),
    remove: (id) => settle(latest.current.filter((each) => each.id !== id)),
    undo: () => settle(latest.current.slice(0, -1)),
  };
}

function listIn(draft: Draft | undefined): readonly Measurement[] {
  const found = draft?.values['measurements'];
  return Array.isArray(found) ? found.filter((each: Partial<Measurement> | null) => typeof each?.id === 'string' && Array.isArray(each.points) && typeof each.result === 'object') : [];
}
