import { useEffect, useState } from 'react';
import { onAnnounce } from './announce.ts';

/** The one polite live region of a shell. */
export function Announcer() {
  const [text, setText] = useState('');
  useEffect(() => onAnnounce(setText), []);
  return <div className="yg-hidden" role="status" aria-live="polite">{text}</div>;
}
