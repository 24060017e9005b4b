import { Button } from 'antd';
import { useState } from 'react';
import { call } from '#platform/web/client/call.ts';
import { Embedded } from '#platform/web/embed/embed.tsx';
import { useCommand } from '#platform/web/client/hooks.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { attachDiagnosisData, getDiagnosisFile, type DataItem, type OrderDetail } from '../../contract/orders.ts';
import { orderMessages } from '../messages.ts';
import { openViewer } from './open-viewer.ts';

/** What is compared with the present data, by the reader's choice. */
export interface Beside {
  readonly studyUid?: string | undefined;
  readonly ecgRecordId?: string | undefined;
}

/** What is to be read, with the viewer of its room in place; a second window stays possible for a second screen. */
export function DataPanel({ order, beside }: { order: OrderDetail; beside: Beside }) {
  const say = useText();
  return (
    <Panel title={say(orderMessages.data)}>
      {order.data.length === 0 ? <p className="yg-quiet">{say(orderMessages.noData)}</p> : <ul className="diagnosis-plain">{order.data.map((item) => <DataLine key={`${item.kind}${item.uid ?? item.reference}`} order={order} item={item} beside={beside} />)}</ul>}
      <Arriving order={order} />
    </Panel>
  );
}

/** Files of the device, stored by their own room and then attached; the room's event may have attached them before. */
function Arriving({ order }: { order: OrderDetail }) {
  const attach = useCommand(attachDiagnosisData);
  const ability = order.abilities.find(({ action }) => action === 'attach-data');
  if (ability?.allowed !== true) return null;
  const part = order.kind === 'ecg' ? { name: 'ecg.upload', kind: 'ecg' as const } : { name: 'imaging.upload', kind: 'study' as const };
  if (order.kind !== 'ecg' && order.kind !== 'imaging' && order.kind !== 'ultrasound') return null;
  return <Embedded name={part.name} id={order.number} personId={order.personId} onDone={(uid) => void attach.attempt({ id: order.id, kind: part.kind, uid, title: order.itemName })} />;
}

interface Shown {
  readonly contentType: string;
  readonly base64: string;
}

const PLACES = { study: { part: 'imaging.study', path: '/imaging/studies', open: orderMessages.openImages }, ecg: { part: 'ecg.record', path: '/ecg/records', open: orderMessages.openEcg } } as const;

function DataLine({ order, item, beside }: { order: OrderDetail; item: DataItem; beside: Beside }) {
  const say = useText();
  const [shown, setShown] = useState<Shown>();
  const fileId = item.reference?.startsWith('DocumentReference/') ? item.reference.slice('DocumentReference/'.length) : undefined;
  const openFile = async () => {
    const file = await call(getDiagnosisFile, { id: order.id, fileId: fileId! });
    if (file.contentType.startsWith('image/')) return setShown(file);
    const bytes = Uint8Array.from(atob(file.base64), (sign) => sign.charCodeAt(0));
    window.open(URL.createObjectURL(new Blob([bytes], { type: file.contentType })), 'yigong-viewer');
  };
  const place = item.uid !== null && (item.kind === 'study' || item.kind === 'ecg') ? PLACES[item.kind] : undefined;
  return (
    <li>
      <div className="yg-row">
        <strong>{item.title}</strong> <span className="yg-quiet"><TimeAgo at={item.at} /></span>
        {place && <Button size="small" type="text" onClick={() => openViewer(`${place.path}/${item.uid}`)}>{say(place.open)}</Button>}
        {fileId && !shown && <Button size="small" onClick={() => void openFile()}>{say(orderMessages.openFile)}</Button>}
      </div>
      {place && <Embedded name={place.part} id={item.uid!} personId={order.personId} besideId={item.kind === 'study' ? beside.studyUid : beside.ecgRecordId} otherwise={<span className="yg-quiet diagnosis-uid">{item.uid}</span>} />}
      {shown && <img className="diagnosis-picture" alt={item.title} src={`data:${shown.contentType};base64,${shown.base64}`} />}
    </li>
  );
}
