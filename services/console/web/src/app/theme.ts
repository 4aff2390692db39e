import { type ThemeConfig, theme } from 'antd';

/** System fonts only: nothing is fetched from elsewhere. */
const FONT = `-apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif`;
const MONO = `ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "Noto Sans Mono CJK SC", monospace`;

const SHARED = { fontFamily: FONT, fontFamilyCode: MONO, borderRadius: 6, motionDurationMid: '0.12s', motionDurationSlow: '0.16s' } as const;

/** Secondary texts are darker than the defaults of the library, which stay below a contrast of 4.5. */
const LIGHT: ThemeConfig = {
  algorithm: theme.defaultAlgorithm,
  token: {
    ...SHARED, colorPrimary: '#0958d9', colorLink: '#0958d9', colorText: '#1f2328', colorTextSecondary: '#4d5661', colorTextTertiary: '#57606a', colorTextDescription: '#57606a', colorTextPlaceholder: '#666e78',
    colorBgLayout: '#f4f6f9', colorBorderSecondary: '#e3e6ea', colorError: '#b42318', colorSuccess: '#1a7f37', colorWarning: '#8a5a00',
  },
};
const DARK: ThemeConfig = {
  algorithm: theme.darkAlgorithm,
  token: {
    ...SHARED, colorPrimary: '#1668dc', colorLink: '#78aeff', colorLinkHover: '#a8ccff', colorLinkActive: '#a8ccff', colorText: '#e6e9ee', colorTextSecondary: '#b4bdc8', colorTextTertiary: '#a3adb9', colorTextDescription: '#a3adb9',
    colorTextPlaceholder: '#9aa4b0', colorBgContainer: '#171c23', colorBgLayout: '#0f1318', colorBgElevated: '#1f262f', colorBorderSecondary: '#2b323c', colorBorder: '#48515d', colorError: '#ff8a80', colorSuccess: '#56c271', colorWarning: '#e0a93b',
  },
  components: {
    Menu: { itemSelectedColor: '#a8ccff', itemSelectedBg: '#17263f' }, Tabs: { itemSelectedColor: '#a8ccff', itemHoverColor: '#a8ccff', itemActiveColor: '#a8ccff', inkBarColor: '#78aeff' },
    Button: { defaultHoverColor: '#a8ccff', defaultHoverBorderColor: '#78aeff', dangerColor: '#1b0b0a' },
  },
};
const COMPONENTS: ThemeConfig['components'] = { Table: { cellPaddingBlockSM: 6, cellPaddingInlineSM: 10, headerBorderRadius: 0 }, Layout: { headerPadding: '0', headerHeight: 56 }, Form: { itemMarginBottom: 0 } };

export const themeOf = (dark: boolean): ThemeConfig => {
  const base = dark ? DARK : LIGHT;
  return { ...base, components: { ...COMPONENTS, ...base.components } };
};
