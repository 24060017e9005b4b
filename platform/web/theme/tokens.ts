/** Colours by meaning. Each pair of ink on its ground is at least 4.5 : 1 (tokens.test.ts measures it). */
export interface Palette {
  readonly ground: string;
  readonly surface: string;
  readonly raised: string;
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly accent: string;
  readonly accentStrong: string;
  readonly accentSoft: string;
  readonly onAccent: string;
  readonly due: string;
  readonly dueSoft: string;
  readonly overdue: string;
  readonly overdueSoft: string;
  readonly done: string;
  readonly doneSoft: string;
  readonly waiting: string;
  readonly waitingSoft: string;
  readonly information: string;
  readonly informationSoft: string;
}

export const lightPalette: Palette = {
  ground: '#f3f5f6', surface: '#ffffff', raised: '#ffffff',
  ink: '#17212a', ink2: '#465560', ink3: '#5b6872', line: '#dfe4e8', lineStrong: '#8795a0',
  accent: '#0b6670', accentStrong: '#084e56', accentSoft: '#e3f1f2', onAccent: '#ffffff',
  due: '#8a5300', dueSoft: '#fdf1da', overdue: '#b0231b', overdueSoft: '#fdeae8',
  done: '#1f6b3a', doneSoft: '#e4f4e9', waiting: '#4a6076', waitingSoft: '#e9eef3',
  information: '#1f5fae', informationSoft: '#e6effa',
};

export const darkPalette: Palette = {
  ground: '#10161a', surface: '#182026', raised: '#202a31',
  ink: '#e8edf0', ink2: '#b4c0c8', ink3: '#98a6b0', line: '#2d3941', lineStrong: '#6c7b86',
  accent: '#5fc3cb', accentStrong: '#8ad7dd', accentSoft: '#173a3f', onAccent: '#05262a',
  due: '#f0b95c', dueSoft: '#3d2e12', overdue: '#ff9b92', overdueSoft: '#461e1b',
  done: '#7fce98', doneSoft: '#173824', waiting: '#a9bed2', waitingSoft: '#26333f',
  information: '#8fbdf5', informationSoft: '#1b3252',
};

/** Colour-blind-safe sequence for charts (after Okabe and Ito), readable on both grounds. */
export const chartSequence = {
  light: ['#0b6670', '#c2570c', '#3d6fb6', '#8a5a9e', '#7a6a00', '#5b6872'],
  dark: ['#5fc3cb', '#f2a25c', '#8fbdf5', '#cfa3e0', '#d9c64a', '#b4c0c8'],
} as const;

export const fontStack =
  "-apple-system, BlinkMacSystemFont, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Hiragino Sans GB', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif";

const cssName = (name: string): string => `--yg-${name.replace(/[A-Z0-9]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** `--yg-due-soft: #fdf1da; …` for a style attribute. */
export const cssVariables = (palette: Palette): Record<string, string> =>
  Object.fromEntries(Object.entries(palette).map(([name, colour]) => [cssName(name), colour as string]));

/** WCAG 2 contrast of two `#rrggbb` colours, 1 to 21. */
export function contrast(first: string, second: string): number {
  const [high, low] = [luminance(first), luminance(second)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
