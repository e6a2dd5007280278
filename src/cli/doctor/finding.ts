// One line of the doctor's report.

export interface Finding {
  readonly state: 'ok' | 'warn' | 'fail';
  readonly subject: string;
  /** What was seen and, unless all is well, what to do. */
  readonly message: string;
}

export function ok(subject: string, message: string): Finding {
  return { state: 'ok', subject, message };
}

export function warn(subject: string, message: string): Finding {
  return { state: 'warn', subject, message };
}

export function fail(subject: string, message: string): Finding {
  return { state: 'fail', subject, message };
}
