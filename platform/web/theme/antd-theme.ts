import { theme as antd, type ThemeConfig } from 'antd';
import { darkPalette, fontStack, lightPalette, type Palette } from './tokens.ts';

/** `desk`: 14 px, dense, for 1366×768. `hand`: 16 px and 44 px targets, for portal and village. */
export type Density = 'desk' | 'hand';

export const paletteFor = (dark: boolean): Palette => (dark ? darkPalette : lightPalette);

export function antdTheme({ dark, density, motion }: { dark: boolean; density: Density; motion: boolean }): ThemeConfig {
  const palette = paletteFor(dark);
  return {
    // The algorithms blend the seeds; the second step puts our measured colours back.
    algorithm: [dark ? antd.darkAlgorithm : antd.defaultAlgorithm, (_, map) => ({ ...map!, ...colourTokens(palette) })],
    token: {
      ...colourTokens(palette),
      fontFamily: fontStack,
      fontSize: density === 'desk' ? 14 : 16,
      controlHeight: density === 'desk' ? 32 : 44,
      borderRadius: 4,
      motion,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.18s',
    },
    components: componentTokens(palette, density),
  };
}

// antd's own placeholder, disabled and tag colours fail AA (axe: color-contrast), so every text level is set here.
const colourTokens = (palette: Palette) => ({
  colorPrimary: palette.accent,
  colorInfo: palette.information,
  colorSuccess: palette.done,
  colorWarning: palette.due,
  colorError: palette.overdue,
  colorLink: palette.accent,
  colorLinkHover: palette.accentStrong,
  colorText: palette.ink,
  colorTextSecondary: palette.ink2,
  colorTextTertiary: palette.ink3,
  colorTextQuaternary: palette.ink3,
  colorTextPlaceholder: palette.ink3,
  colorTextDisabled: palette.ink3,
  colorTextDescription: palette.ink3,
  colorIcon: palette.ink2,
  colorBorder: palette.lineStrong,
  colorBorderSecondary: palette.line,
  colorSplit: palette.line,
  colorBgLayout: palette.ground,
  colorBgContainer: palette.surface,
  colorBgElevated: palette.raised,
  colorErrorText: palette.overdue,
  colorWarningText: palette.due,
  colorSuccessText: palette.done,
  colorPrimaryText: palette.accent,
  colorPrimaryHover: palette.accentStrong,
  colorPrimaryActive: palette.accentStrong,
  colorBgSpotlight: '#2b3740',
  colorTextLightSolid: '#ffffff',
  boxShadow: '0 4px 16px rgb(10 25 35 / 14%)',
});

const componentTokens = (palette: Palette, density: Density): ThemeConfig['components'] => ({
  Button: {
    primaryColor: palette.onAccent, primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none',
    dangerColor: palette.surface, fontWeight: 500,
  },
  Form: { labelColor: palette.ink2, verticalLabelPadding: '0 0 4px', itemMarginBottom: density === 'desk' ? 14 : 18 },
  Select: { optionSelectedBg: palette.accentSoft, optionSelectedColor: palette.ink },
  Segmented: { itemSelectedColor: palette.ink, itemColor: palette.ink2, trackBg: palette.ground },
  Radio: { buttonSolidCheckedColor: palette.onAccent },
  Checkbox: { colorWhite: palette.onAccent },
  Tabs: { itemColor: palette.ink2, itemSelectedColor: palette.accent, horizontalMargin: '0' },
});
