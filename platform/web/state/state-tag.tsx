import type { ReactNode } from 'react';
import {
  CheckCircleOutlined, ClockCircleOutlined, ExclamationCircleFilled, HourglassOutlined, InfoCircleOutlined, MinusCircleOutlined,
} from '@ant-design/icons';

export type Tone = 'due' | 'overdue' | 'done' | 'waiting' | 'information' | 'neutral';

const ICONS: Readonly<Record<Tone, ReactNode>> = {
  due: <ClockCircleOutlined />,
  overdue: <ExclamationCircleFilled />,
  done: <CheckCircleOutlined />,
  waiting: <HourglassOutlined />,
  information: <InfoCircleOutlined />,
  neutral: <MinusCircleOutlined />,
};

/** A state in a word with the icon of its meaning; colour is never alone. */
export function StateTag({ tone, text }: { tone: Tone; text: string }) {
  return (
    <span className={`yg-tag yg-tone-${tone}`}>
      <span aria-hidden className="yg-tag-icon">{ICONS[tone]}</span>
      <span className="yg-tag-text">{text}</span>
    </span>
  );
}
