import { useEffect, useState, type ReactNode } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import type { ProblemError } from '../client/problem-error.ts';
import { kitMessages } from '../text/kit-messages.ts';
import { useText } from '../text/messages.ts';
import { ProblemNotice } from './problem-notice.tsx';

const CALM_MS = 300;

/** A skeleton that appears only when waiting lasts longer than 300 ms. */
export function Waiting({ rows = 4 }: { rows?: number }) {
  const say = useText();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), CALM_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div aria-busy="true" className="yg-waiting">
      <span className="yg-hidden">{say(kitMessages.loading)}</span>
      {shown && <Skeleton active title={false} paragraph={{ rows }} />}
    </div>
  );
}

/** Shows the answer of `useOperation`; an older answer stays on screen when a refresh fails. */
export function Answer<Data>(props: { query: UseQueryResult<Data, ProblemError>; children: (data: Data) => ReactNode; rows?: number }) {
  const { query } = props;
  const retry = () => void query.refetch();
  if (query.data !== undefined) {
    return (
      <>
        {query.error && <ProblemNotice problem={query.error} onRetry={retry} />}
        {props.children(query.data)}
      </>
    );
  }
  return query.error ? <ProblemNotice problem={query.error} onRetry={retry} /> : <Waiting rows={props.rows} />;
}
