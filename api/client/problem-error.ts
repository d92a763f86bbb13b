/** Problem details as this API answers them (RFC 9457); further members may stand beside these. */
export type ProblemDetails = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** Stable: what to decide by. /problems/… explains each. */
  readonly code: string;
  readonly detail: string;
  /** Of the HTTP request, as the server's log has it. */
  readonly requestId?: string;
  /** Of a rejected request: why. */
  readonly reason?: string;
  /** Every field at fault. */
  readonly errors?: readonly { readonly in: string; readonly pointer: string; readonly detail: string }[];
};

/** An answer that is no success. `problem` is null where it was none of this API, such as a proxy's page. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string | null;
  readonly problem: ProblemDetails | null;
  /** Seconds after which asking again makes sense; null where the answer says none. */
  readonly retryAfter: number | null;

  constructor(response: Response, body: unknown) {
    const problem = isProblem(body) ? body : null;
    const at = `${response.status} at ${new URL(response.url || 'http://unknown/').pathname}`;
    super(problem === null ? at : `${problem.code} (${at}): ${problem.detail}`);
    this.name = 'ProblemError';
    this.status = response.status;
    this.code = problem?.code ?? null;
    this.problem = problem;
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    this.retryAfter = Number.isFinite(seconds) ? seconds : null;
  }
}

function isProblem(body: unknown): body is ProblemDetails {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body;
}
