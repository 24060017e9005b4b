import { Modal } from 'antd';
import { useText } from '#platform/web/text/messages.ts';
import { KEYS, shownKey } from './tools.ts';
import { viewerMessages as messages } from './viewer-messages.ts';

/** Every key of the viewer. */
export function KeyHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const say = useText();
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={say(messages.help)} width={640}>
      <dl className="imaging-keys">
        {KEYS.map(({ press, title }) => (
          <div key={press}>
            <dt>{press.split(' ').filter(Boolean).map((each) => <kbd key={each}>{each}</kbd>)}{press === ' ' && <kbd>{shownKey(press)}</kbd>}</dt>
            <dd>{say(title)}</dd>
          </div>
        ))}
      </dl>
      <p className="yg-quiet">{say(messages.mouse)}</p>
    </Modal>
  );
}
