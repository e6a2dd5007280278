// How everything looks: system fonts, one accent, thin borders, and text that is readable in light and dark.

import { Alert, createTheme, DEFAULT_THEME, Menu, Modal, Select, Tooltip } from '@mantine/core';
import type { CSSVariablesResolver } from '@mantine/core';

/** For buttons that end something: white is readable on it, as it is not on the library's red. */
export const GRAVE = 'red.9';

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: 7,
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "Roboto Mono", Menlo, Consolas, monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  components: {
    // In its own colour a title is too pale to be read by everyone; the frame and the icon keep it.
    Alert: Alert.extend({ styles: { title: { color: 'var(--mantine-color-text)' } } }),
    Tooltip: Tooltip.extend({ defaultProps: { withArrow: true, openDelay: 300, multiline: true, maw: 360 } }),
    // The first entry gets the focus, and not a place before it that is no entry.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    Modal: Modal.extend({
      defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.35 }, closeButtonProps: { 'aria-label': 'Close' } },
      styles: { title: { fontWeight: 600 } },
    }),
    Select: Select.extend({ defaultProps: { checkIconPosition: 'right', allowDeselect: false } }),
  },
});

const { gray, dark, indigo } = DEFAULT_THEME.colors;

/** The library's muted text is too pale to be read by everyone: WCAG AA asks for a contrast of 4.5 to 1. */
export const readableText: CSSVariablesResolver = () => ({
  variables: {},
  light: { '--mantine-color-dimmed': '#5b6270', '--mantine-color-placeholder': '#69707d', '--mantine-color-error': '#c92a2a' },
  dark: {
    '--mantine-color-anchor': indigo[3],
    '--mantine-color-body': '#16181d',
    '--mantine-color-text': gray[3],
    '--mantine-color-dimmed': '#a3a9b5',
    '--mantine-color-placeholder': '#8b919d',
    '--mantine-color-default-border': dark[4],
    '--mantine-color-error': '#ff8787',
  },
});
