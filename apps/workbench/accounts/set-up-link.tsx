import { Button } from 'antd';
import { toast } from '#platform/web/layout/toast.ts';
import { useText } from '#platform/web/text/messages.ts';
import { accountsMessages } from './messages.ts';

/** Shown this once; the clipboard exists only on https and localhost, the text can be selected anywhere. */
export function SetUpLink({ path, onClose }: { path: string; onClose: () => void }) {
  const say = useText();
  const link = `${window.location.origin}${path}`;
  const copy = async () => {
    await navigator.clipboard.writeText(link);
    toast(say(accountsMessages.copied));
  };
  return (
    <div className="yg-notice wb-link" role="status">
      <strong>{say(accountsMessages.linkTitle)}</strong>
      <p>{say(accountsMessages.linkText)}</p>
      <code className="yg-secret">{link}</code>
      <div className="yg-row">
        {navigator.clipboard && <Button onClick={() => void copy()}>{say(accountsMessages.copy)}</Button>}
        <Button onClick={onClose}>{say(accountsMessages.close)}</Button>
      </div>
    </div>
  );
}
