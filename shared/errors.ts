/** An error a user can act on: what is wrong, and what to do about it. The CLI prints both and exits non-zero. */
export class UserError extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.name = new.target.name;
    this.remedy = remedy;
  }
}
