import { Segmented } from 'antd';
import type { SegmentedProps } from 'antd';
import { kitMessages } from '../text/kit-messages.ts';
import { useText } from '../text/messages.ts';

/** One of a few, all in sight: a group of radio buttons with a name, and one stop for the keyboard (the library's own has two, and an English name). */
export function Segments<Value extends string | number>({ 'aria-label': name, ...props }: Omit<SegmentedProps<Value>, 'ref'>) {
  const say = useText();
  return <Segmented<Value> {...props} aria-label={name ?? say(kitMessages.show)} tabIndex={-1} />;
}
