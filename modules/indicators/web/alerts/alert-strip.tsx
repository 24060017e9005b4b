import { Link } from 'react-router';
import { useOperation } from '#platform/web/client/hooks.ts';
import { useText } from '#platform/web/text/messages.ts';
import { countIndicatorAlerts, listIndicatorAlerts } from '../../contract/alerts.ts';
import { messages } from '../messages.ts';

/** What left its band and is not acknowledged yet, above the cards; nothing where all is well. */
export function AlertStrip() {
  const say = useText();
  const raised = useOperation(listIndicatorAlerts, { state: 'raised', limit: 1 });
  const own = useOperation(countIndicatorAlerts, {});
  if (!raised.data || raised.data.total === 0) return null;
  return <p className="yg-notice cockpit-alerts" role="status"><Link to="/indicator-alerts">{say(messages.alertStrip, { total: raised.data.total, own: own.data?.waiting ?? 0 })}</Link></p>;
}
