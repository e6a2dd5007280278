// The last lines of `npm test`: what was skipped and why, then `N passed, N failed`.

/**
 * The lines to print for a summary of the reporter's. Where `isCi`, each skipped part counts as a failure: a machine that
 * verifies must have everything installed.
 */
export function verdictOf({ passed, failed, skipped }, isCi) {
  const lines = skipped.map(({ reason, count }) => `skipped: ${reason} (${count})`);
  const isSpoiled = isCi && skipped.length > 0;
  if (isSpoiled) lines.push('CI is set, so each skipped part counts as a failure.');
  const failures = failed + (isSpoiled ? skipped.length : 0);
  return { lines: [...lines, `${passed} passed, ${failures} failed`], failed: failures };
}
