// A short message in the corner about what was just done.

import { notifications } from '@mantine/notifications';

/** Says what happened; what went wrong stays until somebody has read it. */
export function say(message: string, color: 'green' | 'red' = 'green'): void {
  notifications.show({ message, color, autoClose: color === 'red' ? false : 6_000, closeButtonProps: { 'aria-label': 'Close' } });
}
