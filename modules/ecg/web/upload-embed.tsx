import type { EmbedProps } from '#platform/web/embed/embed.tsx';
import { UploadPanel } from './upload-panel.tsx';

/** Storing the ECG of an order: `id` is the number of the order. */
export function UploadEmbed({ id, personId, onDone }: EmbedProps) {
  return <UploadPanel order={{ orderNumber: id, ...(personId === undefined ? {} : { personId }) }} onStored={(card) => onDone?.(card.id)} />;
}
