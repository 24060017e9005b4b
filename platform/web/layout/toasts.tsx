import { useEffect, useState } from 'react';
import { CheckCircleFilled } from '@ant-design/icons';
import { onToasts, type Toast } from './toast.ts';

export function Toasts() {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  useEffect(() => onToasts(setToasts), []);
  return (
    <div className="yg-toasts yg-print-hidden" role="status">
      {toasts.map((each) => (
        <div key={each.id} className="yg-toast"><CheckCircleFilled aria-hidden /> {each.text}</div>
      ))}
    </div>
  );
}
