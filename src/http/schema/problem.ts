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
    {
      description: 'A refusal, as RFC 9457 has it.',
      examples: [
        {
          type: 'about:blank',
          title: 'request invalid',
          status: 400,
          detail: 'There is no parameter "limt": did you mean "limit"?',
          code: 'request_invalid',
          requestId: '9598cf85-0a53-473e-b991-04a758313f69',
          issues: [{ code: 'parameter_unknown', parameter: 'limt', message: 'There is no parameter "limt": did you mean "limit"?' }],
        },
      ],
    },
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
    {
      description: 'A refusal, as Cobi’s clients know it.',
      examples: [
        {
          error: 'Unauthorized',
          message: 'Invalid or missing API key',
          code: 'unauthenticated',
          request_id: '4572dd63-61a0-48f8-908d-bfb477073ba5',
        },
      ],
    },
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
    {
      description: 'A refusal, as VoIPBin’s clients know it.',
      examples: [
        {
          error: {
            status: 'NOT_FOUND',
            reason: 'NOT_FOUND',
            message: 'There is no such thing in this account.',
            request_id: '4572dd63-61a0-48f8-908d-bfb477073ba5',
          },
        },
      ],
    },
  ),
);
