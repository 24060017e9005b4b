import { Button } from 'antd';
import { toast } from '../layout/toast.ts';
import { useText } from '../text/messages.ts';
import { accountMessages } from './account-messages.ts';

/** Shown this once. The clipboard exists only on https and localhost; the list can be selected anywhere. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const say = useText();
  const copy = async () => {
    await navigator.clipboard.writeText(codes.join('\n'));
    toast(say(accountMessages.codesCopied));
  };
  return (
    <div className="yg-recovery">
      <p className="yg-dialog-text">{say(accountMessages.codesText)}</p>
      <ul className="yg-codes" aria-label={say(accountMessages.codes)}>{codes.map((code) => <li key={code}><code>{code}</code></li>)}</ul>
      <div className="yg-row">
        {navigator.clipboard && <Button onClick={() => void copy()}>{say(accountMessages.codesCopy)}</Button>}
        <Button type="primary" autoFocus onClick={onKept}>{say(accountMessages.codesKept)}</Button>
      </div>
    </div>
  );
}
