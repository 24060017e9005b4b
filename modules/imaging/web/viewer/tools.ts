import type { Text } from '#platform/kernel/problem.ts';
import { PRESETS } from './image/windowing.ts';
import { viewerMessages as messages } from './viewer-messages.ts';

/** What a drag with the first button does. */
export type ToolKey = 'scroll' | 'window' | 'pan' | 'zoom' | 'length' | 'angle' | 'rectangle' | 'ellipse' | 'probe';

export interface Tool {
  readonly key: ToolKey;
  readonly title: Text;
  /** Key of the keyboard, as `KeyboardEvent.key` in small letters. */
  readonly press: string;
}

export const TOOLS: readonly Tool[] = [
  { key: 'scroll', title: messages.scroll, press: 's' },
  { key: 'window', title: messages.window, press: 'w' },
  { key: 'pan', title: messages.pan, press: 'p' },
  { key: 'zoom', title: messages.zoom, press: 'z' },
  { key: 'length', title: messages.length, press: 'l' },
  { key: 'angle', title: messages.angle, press: 'a' },
  { key: 'rectangle', title: messages.rectangle, press: 'r' },
  { key: 'ellipse', title: messages.ellipse, press: 'e' },
  { key: 'probe', title: messages.probe, press: 'x' },
];

export const LAYOUTS = [
  { key: '1x1', title: messages.one, press: '7', count: 1 },
  { key: '1x2', title: messages.two, press: '8', count: 2 },
  { key: '2x2', title: messages.four, press: '9', count: 4 },
] as const;
export type LayoutKey = (typeof LAYOUTS)[number]['key'];
export const PANES_MAX = 4;

/** What one key does at once. */
export const ACTS = [
  { key: 'invert', title: messages.invert, press: 'i' },
  { key: 'turn', title: messages.turn, press: 'o' },
  { key: 'flipX', title: messages.flipX, press: 'h' },
  { key: 'flipY', title: messages.flipY, press: 'v' },
  { key: 'reset', title: messages.reset, press: '6' },
  { key: 'ownWindow', title: messages.ownWindow, press: '0' },
  { key: 'cine', title: messages.cine, press: ' ' },
  { key: 'linked', title: messages.linked, press: 'k' },
  { key: 'prior', title: messages.prior, press: 'c' },
  { key: 'present', title: messages.presentationSwitch, press: 'g' },
  { key: 'next', title: messages.next, press: 'n' },
  { key: 'previous', title: messages.previous, press: 'b' },
  { key: 'undo', title: messages.undo, press: 'delete' },
  { key: 'cancel', title: messages.cancel, press: 'escape' },
  { key: 'help', title: messages.help, press: '?' },
] as const;
export type ActKey = (typeof ACTS)[number]['key'];

/** Every key with its title, for the help. */
export const KEYS: readonly { readonly press: string; readonly title: Text }[] = [
  ...TOOLS,
  ...PRESETS.map(({ title }, index) => ({ press: String(index + 1), title })),
  ...ACTS,
  ...LAYOUTS,
  { press: '↑ ↓', title: messages.steps },
  { press: 'PageUp PageDown', title: messages.leaps },
  { press: 'Home End', title: messages.ends },
];

export const shownKey = (press: string): string => (press === ' ' ? 'Space' : press.length === 1 ? press.toUpperCase() : press[0]!.toUpperCase() + press.slice(1));
