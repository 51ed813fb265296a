/**
 * What the mutants of one part came to. `killed` counts those that a test noticed, by failing or by never ending; `untested`
 * those in code that no test of the part runs. `leftOut` were not tried, and are no part of `mutants`: outside of the sample, texts,
 * code that runs once at the import of a module, and what does not compile.
 *
 * @typedef {{part: string, mutants: number, killed: number, survived: number, untested: number, leftOut: number, percent: number}} Score
 */

/** @param {string} part @param {{killed: number, survived: number, untested: number, leftOut: number}} counts @returns {Score} */
export function scoreOf(part, { killed, survived, untested, leftOut }) {
  const mutants = killed + survived + untested;
  if (mutants === 0) throw new Error(`No mutant of ${part} was tested: its files or its tests were not found.`);
  return { part, mutants, killed, survived, untested, leftOut, percent: (100 * killed) / mutants };
}
