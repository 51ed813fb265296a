/** Ends the program with an error that a person can act on. @param {string} message @param {string} remedy @returns {never} */
export function refuse(message, remedy) {
  process.stderr.write(`error: ${message}\nremedy: ${remedy}\n`);
  process.exit(2);
}
