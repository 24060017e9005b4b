import { Component, type ReactNode } from 'react';
import { Button } from 'antd';
import { useText } from '../text/messages.ts';
import { kitMessages } from '../text/kit-messages.ts';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
  /** Another value tries again: the address of the page. */
  readonly resetOn: string;
}

/** A page that breaks leaves the frame, the drafts and the other pages whole. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override componentDidUpdate(former: ErrorBoundaryProps) {
    if (this.state.broken && former.resetOn !== this.props.resetOn) this.setState({ broken: false });
  }

  override render() {
    return this.state.broken ? <BrokenPage onRetry={() => this.setState({ broken: false })} /> : this.props.children;
  }
}

function BrokenPage({ onRetry }: { onRetry: () => void }) {
  const say = useText();
  return (
    <div className="yg-empty" role="alert">
      <h1 tabIndex={-1} data-page-title>{say(kitMessages.pageBroken)}</h1>
      <p className="yg-quiet">{say(kitMessages.pageBrokenNext)}</p>
      <div className="yg-row">
        <Button onClick={onRetry}>{say(kitMessages.tryAgain)}</Button>
        <Button onClick={() => window.location.reload()}>{say(kitMessages.reload)}</Button>
      </div>
    </div>
  );
}
