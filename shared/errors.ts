/** One of several faults that are reported together. */
export interface ErrorFinding {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly at: string;
}

/** An error a user can act on: what is wrong, and what to do about it. The CLI prints both and exits non-zero. */
export class UserError extends Error {
  /** Kind of the fault, in kebab-case. Programs may rely on it: it stays when the message is reworded. */
  readonly code: string;
  /** What to do about it; begins with a verb. */
  readonly remedy: string;

  constructor(code: string, message: string, remedy: string) {
    super(message);
    this.name = new.target.name;
    this.code = code;
    this.remedy = remedy;
  }

  /** Where the fault is: `file:line` or the path of a construct; undefined where no place is known. */
  get at(): string | undefined {
    return undefined;
  }

  /** The single faults of an error that reports several at once. */
  get findings(): readonly ErrorFinding[] {
    return [];
  }
}
