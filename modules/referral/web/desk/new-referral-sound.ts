import { useCallback, useEffect, useRef, useState } from 'react';
import { announce } from '#platform/web/layout/announce.ts';
import { useLiveEvent, type LiveEvent } from '#platform/web/client/live.ts';
import { useText } from '#platform/web/text/messages.ts';
import { messages } from '../messages.ts';

const SETTING = 'yigong.referral.sound';
const ARRIVALS = new Set(['referral.submitted', 'referral.resubmitted', 'referral.down-offered', 'referral.emergency-registered']);

/** Opt-in sound and a count in the window's title for referrals that arrive while the desk is open. */
export function useNewReferralSound(): { on: boolean; setOn: (on: boolean) => void } {
  const say = useText();
  const [on, setOnState] = useState(() => localStorage.getItem(SETTING) === 'on');
  const unseen = useRef(0);
  const listener = useCallback(
    (event: LiveEvent) => {
      if (!ARRIVALS.has(event.name)) return;
      unseen.current += 1;
      const text = say(messages.newReferral, { count: unseen.current });
      announce(text);
      if (document.hidden) document.title = `(${unseen.current}) ${document.title.replace(/^\(\d+\) /, '')}`;
      if (on) beep();
    },
    [on, say],
  );
  useLiveEvent(listener);
  useEffect(() => {
    const seen = () => {
      if (document.hidden) return;
      unseen.current = 0;
      document.title = document.title.replace(/^\(\d+\) /, '');
    };
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  }, []);
  return {
    on,
    setOn: (value) => {
      localStorage.setItem(SETTING, value ? 'on' : 'off');
      setOnState(value);
      if (value) beep();
    },
  };
}

/** Two short tones; nothing to download. A browser that forbids sound stays silent. */
function beep(): void {
  try {
    const audio = new AudioContext();
    [660, 880].forEach((frequency, index) => {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = frequency;
      volume.gain.value = 0.08;
      tone.connect(volume).connect(audio.destination);
      tone.start(audio.currentTime + index * 0.18);
      tone.stop(audio.currentTime + index * 0.18 + 0.14);
    });
    setTimeout(() => void audio.close(), 800);
  } catch {
    // No sound device.
  }
}
