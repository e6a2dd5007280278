// Health and readiness as monitors read them.

import { Type } from 'typebox';

export const Alive = Type.Object(
  { status: Type.Enum(['alive']) },
  { description: 'The process answers.', examples: [{ status: 'alive' }] },
);

export const Ready = Type.Object(
  {
    status: Type.String(),
    isReachable: Type.Boolean(),
    store: Type.Enum(['postgresql', 'embedded']),
    secondWall: Type.Boolean({ description: 'Row-level security stands behind the application’s own filter.' }),
  },
  {
    description: 'Whether the store answers, and how well accounts are kept apart in it.',
    examples: [{ status: 'ready', isReachable: true, store: 'postgresql', secondWall: true }],
  },
);
