/**
 * Takes one top-level declaration in so many, by a hash of its place and length: a sample that is the same in every run of the same
 * code, so that a score can be had in minutes. `MUTATION_SAMPLE=1` takes all.
 */
import { createHash } from 'node:crypto';
import { PluginKind, declareValuePlugin } from '@stryker-mutator/api/plugin';

const every = Number(process.env['MUTATION_SAMPLE'] ?? '1');

/** What Babel hands over, as far as it is needed here. @typedef {{node: {start: number, end: number}, parentPath: {isProgram(): boolean} | null}} BabelPath */

const sample = {
  /** @param {unknown} path @returns {string | undefined} why it is left out */
  shouldIgnore(path) {
    const { node, parentPath } = /** @type {BabelPath} */ (path);
    if (parentPath?.isProgram() !== true) return undefined;
    const hash = createHash('sha256').update(`${node.start}-${node.end}`).digest().readUInt32BE(0);
    return hash % every === 0 ? undefined : 'not in the sample';
  },
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'sample', sample)];
