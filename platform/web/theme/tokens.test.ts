import { describe, expect, it } from 'vitest';
import { contrast, cssVariables, darkPalette, lightPalette, type Palette } from './tokens.ts';

const inks = ['ink', 'ink2', 'ink3', 'accent', 'due', 'overdue', 'done', 'waiting', 'information'] as const;

function weakPairs(palette: Palette): string[] {
  const pairs: [string, string, string][] = [['onAccent on accent', palette.onAccent, palette.accent]];
  for (const ink of inks) {
    pairs.push([`${ink} on surface`, palette[ink], palette.surface], [`${ink} on ground`, palette[ink], palette.ground]);
    const soft = palette[`${ink}Soft` as keyof Palette];
    if (soft) pairs.push([`${ink} on its soft ground`, palette[ink], soft]);
  }
  return pairs.filter(([, first, second]) => contrast(first, second) < 4.5).map(([name]) => name);
}

describe('tokens', () => {
  it('keep AA contrast in light', () => expect(weakPairs(lightPalette)).toEqual([]));
  it('keep AA contrast in dark', () => expect(weakPairs(darkPalette)).toEqual([]));
  it('become css variables', () => {
    expect(cssVariables(lightPalette)).toMatchObject({ '--yg-due-soft': '#fdf1da', '--yg-ink-2': '#465560' });
  });
  it('black on white is 21', () => expect(contrast('#000000', '#ffffff')).toBeCloseTo(21));
});
