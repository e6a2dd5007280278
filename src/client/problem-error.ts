// What an iterator throws where a request is refused: the problem itself, typed. Every other call gives problems as values.

import type { Problem } from './api.ts';

export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem | undefined) {
    super(problem?.detail ?? 'The answer is no problem document and no data.');
    this.problem = problem ?? {
      type: 'about:blank',
      title: 'unknown',
      status: 0,
      detail: this.message,
      code: 'unknown',
      requestId: '',
      issues: [],
    };
  }
}
