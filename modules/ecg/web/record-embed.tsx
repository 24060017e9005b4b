import { Alert } from 'antd';
import type { EmbedProps } from '#platform/web/embed/embed.tsx';
import { useOperation } from '#platform/web/client/hooks.ts';
import { useNarrow } from '#platform/web/layout/use-narrow.ts';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { getEcgRecord } from '../contract.ts';
import type { EcgDetail } from '../contract/records.ts';
import { MeasuresPanel } from './measures-panel.tsx';
import { messages } from './messages.ts';
import { PaperPanel } from './paper-panel.tsx';

/** The paper and the measurements inside another room's page, with `besideId` or the record before it below. */
export function RecordEmbed({ id, besideId, personId }: EmbedProps) {
  const record = useOperation(getEcgRecord, { id });
  return <Answer query={record}>{(detail) => <EmbeddedRecord key={`${id} ${besideId ?? ''}`} detail={detail} besideId={besideId} personId={personId} />}</Answer>;
}

function EmbeddedRecord({ detail, besideId, personId }: { detail: EcgDetail; besideId: string | undefined; personId: string | undefined }) {
  const say = useText();
  const format = useFormat();
  const isNarrow = useNarrow();
  const { record, strips, previousId } = detail;
  const when = record.recordedAt?.replace('T', ' ').slice(0, 16) ?? format.time(record.storedAt);
  return (
    <div className="yg-stack">
      {personId !== undefined && record.personId !== personId && <Alert type={record.personId === null ? 'warning' : 'error'} showIcon title={say(record.personId === null ? messages.nobodys : messages.somebodyElses)} />}
      {strips.length === 0 ? <p>{say(messages.noWaveform)}</p> : <PaperPanel detail={detail} when={when} besideId={besideId ?? previousId} {...(isNarrow ? {} : { zoom: FIT })} />}
      <MeasuresPanel detail={detail} />
    </div>
  );
}

const FIT = 0;
