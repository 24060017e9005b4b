import { Button } from 'antd';
import { useState } from 'react';
import { call } from '#platform/web/client/call.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { getDiagnosisFile, type DataItem, type OrderDetail } from '../../contract/orders.ts';
import { orderMessages } from '../messages.ts';
import { openViewer } from './open-viewer.ts';

/** What is to be read. Images and waveforms open in the viewer of their room, in a window beside; a picture that was attached is shown here. */
export function DataPanel({ order }: { order: OrderDetail }) {
  const say = useText();
  return (
    <Panel title={say(orderMessages.data)}>
      {order.data.length === 0 ? <p className="yg-quiet">{say(orderMessages.noData)}</p> : <ul className="diagnosis-plain">{order.data.map((item) => <DataLine key={`${item.kind}${item.uid ?? item.reference}`} orderId={order.id} item={item} />)}</ul>}
    </Panel>
  );
}

interface Shown {
  readonly contentType: string;
  readonly base64: string;
}

function DataLine({ orderId, item }: { orderId: string; item: DataItem }) {
  const say = useText();
  const [shown, setShown] = useState<Shown>();
  const fileId = item.reference?.startsWith('DocumentReference/') ? item.reference.slice('DocumentReference/'.length) : undefined;
  const openFile = async () => {
    const file = await call(getDiagnosisFile, { id: orderId, fileId: fileId! });
    if (file.contentType.startsWith('image/')) return setShown(file);
    const bytes = Uint8Array.from(atob(file.base64), (sign) => sign.charCodeAt(0));
    window.open(URL.createObjectURL(new Blob([bytes], { type: file.contentType })), 'yigong-viewer');
  };
  return (
    <li>
      <div className="yg-row">
        <strong>{item.title}</strong> <span className="yg-quiet"><TimeAgo at={item.at} /></span>
        {item.kind === 'study' && item.uid && <Button size="small" onClick={() => openViewer(`/imaging/studies/${item.uid}`)}>{say(orderMessages.openImages)}</Button>}
        {item.kind === 'ecg' && item.uid && <Button size="small" onClick={() => openViewer(`/ecg/records/${item.uid}`)}>{say(orderMessages.openEcg)}</Button>}
        {fileId && !shown && <Button size="small" onClick={() => void openFile()}>{say(orderMessages.openFile)}</Button>}
      </div>
      {item.uid && <span className="yg-quiet diagnosis-uid">{item.uid}</span>}
      {shown && <img className="diagnosis-picture" alt={item.title} src={`data:${shown.contentType};base64,${shown.base64}`} />}
    </li>
  );
}
