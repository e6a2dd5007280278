// An entry of the audit log: who did what, when, from where, and how it ended; never a value of anybody's data.

export const AUDIT_OUTCOMES = ['done', 'refused', 'failed'] as const;

export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

export interface AuditEntry {
  /** `YYYY-MM-DDTHH:MM:SS.ffffffZ`; of several told together, the first. */
  readonly at: string;
  readonly auditId: string;
  /** The operation's name in the API's description. */
  readonly operation: string;
  readonly outcome: AuditOutcome;
  /** Who: a login or an access key, with its name as it was then. */
  readonly actor: { readonly kind: 'key' | 'login'; readonly id: string; readonly name: string };
  /** The address from which the request came. */
  readonly address: string;
  /** The registry's own id of what it was about, where the address named one. */
  readonly subjectId: string | null;
  /** Null where several requests are told together: their receipts tell each. */
  readonly requestId: string | null;
  readonly times: number;
}
