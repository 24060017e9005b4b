import type { ReactNode } from 'react';
import { ArrowLeftOutlined } from '@ant-design/icons';
import { Link } from 'react-router';
import { useText } from '../text/messages.ts';
import { kitMessages } from '../text/kit-messages.ts';

/** The one `h1` of a page, what it is about, and the page's actions. Receives the focus after a change of route. */
export function PageHeader(props: { title: string; subtitle?: ReactNode; actions?: ReactNode; back?: { to: string; label?: string } }) {
  const say = useText();
  return (
    <header className="yg-page-header">
      <div className="yg-page-title">
        {props.back && (
          <Link className="yg-back" to={props.back.to}>
            <ArrowLeftOutlined aria-hidden /> {props.back.label ?? say(kitMessages.back)}
          </Link>
        )}
        <h1 tabIndex={-1} data-page-title>{props.title}</h1>
        {props.subtitle && <div className="yg-quiet">{props.subtitle}</div>}
      </div>
      {props.actions && <div className="yg-row yg-print-hidden">{props.actions}</div>}
    </header>
  );
}
