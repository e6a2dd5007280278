// How errors look: the registry's problem documents (RFC 9457), and the forms that Cobi's and VoIPBin's clients know.

import { Type } from 'typebox';
import { partOf, refTo } from './part.ts';

export const RequestIssueSchema = partOf(
  'RequestIssue',
  Type.Object(
    {
      code: Type.String({ description: 'A stable code: see the list of errors.' }),
      pointer: Type.Optional(Type.String({ description: 'RFC 6901 JSON Pointer into the body.' })),
      parameter: Type.Optional(Type.String({ description: 'A parameter of the query, the path or the headers.' })),
      message: Type.String({ description: 'What is wrong, and what would be right.' }),
    },
    { description: 'One fault of a request.' },
  ),
);

export const Problem = partOf(
  'Problem',
  Type.Object(
    {
      type: Type.String({ description: 'Always `about:blank`: `code` says which problem it is.' }),
      title: Type.String(),
      status: Type.Integer(),
      detail: Type.String({ description: 'What happened, why, and what to do next.' }),
      code: Type.String({ description: 'A stable code: see the list of errors.' }),
      requestId: Type.String({ description: 'The request’s id, under which the log has more.' }),
      issues: Type.Array(refTo(RequestIssueSchema), { description: 'Every fault, where more can be said than `detail` does.' }),
    },
    { description: 'A refusal, as RFC 9457 has it.' },
  ),
);

export const CobiError = partOf(
  'CobiError',
  Type.Object(
    {
      error: Type.String(),
      message: Type.String(),
      code: Type.String({ description: 'A stable code: see the list of errors.' }),
      request_id: Type.String(),
    },
    { description: 'A refusal, as Cobi’s clients know it.' },
  ),
);

export const VoipbinError = partOf(
  'VoipbinError',
  Type.Object(
    {
      error: Type.Object({
        status: Type.String({ description: 'INVALID_ARGUMENT, UNAUTHENTICATED, PERMISSION_DENIED, NOT_FOUND, …' }),
        reason: Type.String({ description: 'UPPER_SNAKE.' }),
        message: Type.String(),
        request_id: Type.String(),
      }),
    },
    { description: 'A refusal, as VoIPBin’s clients know it.' },
  ),
);
