// Refusals of the API as errors, whatever form the route gives them in: every page shows them the same way.

interface ProblemIssue {
  readonly code: string;
  readonly pointer?: string;
  readonly parameter?: string;
  readonly message: string;
}

interface ProblemFacts {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly requestId?: string | undefined;
  readonly issues?: readonly ProblemIssue[] | undefined;
}

/** Why the registry did not do what was asked; `message` says what to do. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: string;
  /** Under which the registry's log has more. */
  readonly requestId: string | undefined;
  readonly issues: readonly ProblemIssue[];

  constructor({ status, code, detail, requestId, issues = [] }: ProblemFacts) {
    super(detail);
    this.status = status;
    this.code = code;
    this.requestId = requestId;
    this.issues = issues;
  }
}

/** The problem that an answer's body tells: the registry's own form, or that of VoIPBin or Cobi. */
export function problemIn(body: unknown, response: Response): ApiProblem {
  const { detail, message, code, issues, error } = (body ?? {}) as Partial<ProblemFacts> & { message?: string; error?: unknown };
  const inner = (typeof error === 'object' && error !== null ? error : {}) as { message?: string; reason?: string };
  return new ApiProblem({
    status: response.status,
    code: code ?? inner.reason ?? 'unknown',
    detail: detail ?? inner.message ?? message ?? `The registry answered ${response.status} and no more.`,
    requestId: response.headers.get('x-request-id') ?? undefined,
    issues,
  });
}
