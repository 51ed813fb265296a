/**
 * What the mutants of one part came to. `killed` counts those that a test noticed, by failing or by never ending; `untested`
 * those in code that no test of the part runs. Mutants that do not compile, and those in code that runs once at the import of a
 * module, are no part of `mutants`.
 *
 * @typedef {{part: string, mutants: number, killed: number, survived: number, untested: number, percent: number}} Score
 */

/** @param {string} part @param {{killed: number, survived: number, untested: number}} counts @returns {Score} */
export function scoreOf(part, { killed, survived, untested }) {
  const mutants = killed + survived + untested;
  if (mutants === 0) throw new Error(`No mutant of ${part} was tested: its files or its tests were not found.`);
  return { part, mutants, killed, survived, untested, percent: (100 * killed) / mutants };
}
