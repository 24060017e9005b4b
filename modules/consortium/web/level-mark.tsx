import type { Level } from '../contract/words.ts';

/** Shape and colour by level, so that neither is needed alone. Drawn in a box of 2 × 2 round the origin. */
const SHAPES: Readonly<Record<Level, string>> = {
  province: 'M0,-1 L0.95,-0.31 L0.59,0.81 L-0.59,0.81 L-0.95,-0.31 Z',
  city: 'M0,-1.05 L0.3,-0.38 L1.02,-0.32 L0.47,0.16 L0.64,0.88 L0,0.5 L-0.64,0.88 L-0.47,0.16 L-1.02,-0.32 L-0.3,-0.38 Z',
  county: 'M-0.85,-0.85 H0.85 V0.85 H-0.85 Z',
  township: 'M0,-1 L1,0.8 H-1 Z',
  village: 'M0,-0.75 A0.75,0.75 0 1 1 0,0.75 A0.75,0.75 0 1 1 0,-0.75 Z',
};

export const levelShape = (level: Level): string => SHAPES[level];

/** The level's mark in a line of text; the word stands beside it. */
export function LevelMark({ level, size = 14 }: { level: Level; size?: number }) {
  return (
    <svg viewBox="-1.2 -1.2 2.4 2.4" width={size} height={size} aria-hidden className={`consortium-mark consortium-level-${level}`}>
      <path d={SHAPES[level]} />
    </svg>
  );
}
