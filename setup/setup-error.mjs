const BAD_INPUT = 2;

/** An error of set-up with what the user can do about it. */
export class SetupError extends Error {
  /** @param {string} code @param {string} message @param {string} remedy @param {number} [exitCode] */
  constructor(code, message, remedy, exitCode = BAD_INPUT) {
    super(message);
    this.code = code;
    this.remedy = remedy;
    this.exitCode = exitCode;
  }
}
