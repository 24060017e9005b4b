import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { previewMapping, previewOutgoing } from '../contract/mappings.ts';
import { messages } from './messages.ts';

/** What the sample became, what could not be taken, and what nobody asked for. */
export function MappingPreview({ preview }: { preview: ResultOf<typeof previewMapping> }) {
  const say = useText();
  const { filled, unmapped, warnings, faults, resources } = preview;
  return (
    <Panel title={`${say(messages.result)} · ${preview.messageType} → ${preview.mapping}`}>
      <Facts columns={1} items={[
        { label: say(messages.resources), value: say(messages.covered, { mapped: filled - unmapped.length, filled }) },
        { label: say(messages.unmapped), value: unmapped.length === 0 ? say(messages.none) : unmapped.join(' ') },
        { label: say(messages.warnings), value: warnings.length === 0 ? say(messages.none) : warnings.map(({ place, text }) => `${place} ${text}`).join('; ') },
        { label: say(messages.faults), value: faults.length === 0 ? say(messages.none) : faults.map(({ path, message }) => `${path} ${say(message)}`).join('; ') },
      ]} />
      <pre style={{ maxHeight: 420, overflow: 'auto' }}>{resources.map((resource) => JSON.stringify(resource, null, 2)).join('\n')}</pre>
      <h3>{say(messages.acknowledgement)}</h3>
      <pre style={{ whiteSpace: 'pre-wrap' }}>{preview.acknowledgement.replaceAll('\r', '\n')}</pre>
    </Panel>
  );
}

/** The message line by line, and what our own reading makes of it: the way there and back. */
export function OutgoingPreview({ preview }: { preview: ResultOf<typeof previewOutgoing> }) {
  const say = useText();
  const { message, warnings, readBack, readBackUnmapped } = preview;
  return (
    <Panel title={`${say(messages.result)} · ${preview.mapping}`}>
      <pre className="exchange-message">{message.replaceAll('\r', '\n')}</pre>
      <Facts columns={1} items={[
        { label: say(messages.warnings), value: warnings.length === 0 ? say(messages.none) : warnings.map(({ place, text }) => `${place} ${text}`).join('; ') },
        { label: say(messages.readBack), value: readBack.length === 0 ? say(messages.none) : readBack.map(({ resourceType }) => String(resourceType)).join(' ') },
        { label: say(messages.unmapped), value: readBackUnmapped.length === 0 ? say(messages.none) : readBackUnmapped.join(' ') },
      ]} />
    </Panel>
  );
}
