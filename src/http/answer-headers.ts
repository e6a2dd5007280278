// The headers that every answer has, whoever writes it.

/** Answers are data: nothing in them is to be run, framed, guessed at or stored on the way. */
export const ANSWER_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
} as const;
