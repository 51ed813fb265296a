/** What can be said before anything is installed: the commands, the version, and that a name is no command. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { SetupError } from './setup-error.mjs';

/** @typedef {{name: string, needs: 'nothing' | 'packages' | 'engine', summary: string, example: string}} Command */

/** @type {{title: string, commands: Command[]}[]} */
const groups = JSON.parse(readFileSync(join(root, 'setup', 'commands.json'), 'utf8')).groups;

/** @param {string} name */
export function commandNamed(name) {
  return groups.flatMap(({ commands }) => commands).find((command) => command.name === name);
}

/** @returns {string} */
export function version() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
}

export function help() {
  const width = Math.max(...groups.flatMap(({ commands }) => commands.map(({ name }) => name.length)));
  const sections = groups.map(({ title, commands }) => {
    const lines = commands.map(({ name, summary, example }) => {
      return `  ${name.padEnd(width)}  ${summary}\n  ${' '.repeat(width)}  $ medallion ${example}\n`;
    });
    return `${title}\n${lines.join('')}`;
  });
  return [
    'Usage: medallion <command> [options]\n\nAn Azure lakehouse, and the Spark jobs that run on it\n',
    ...sections,
    'medallion <command> --help   what a command takes\nmedallion --version          the version of this package\n',
  ].join('\n');
}

/** @param {string} name */
export function unknownCommand(name) {
  const names = groups.flatMap(({ commands }) => commands.map((command) => command.name));
  const [nearest = ''] = names.sort((one, other) => distance(name, one) - distance(name, other));
  const close = distance(name, nearest) <= Math.max(2, name.length / 3);
  return new SetupError(
    'unknown-command',
    `unknown command '${name}'`,
    close ? `Use ${nearest}, or run it with --help.` : 'Run `npx medallion --help` to see every command.',
  );
}

/** Edits from one word to the other, two letters swapped being one: the package that counts them may not be installed. @param {string} one @param {string} other */
function distance(one, other) {
  /** @type {number[]} */
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const swap = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      const turned =
        one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1] ? (before[j - 2] ?? Infinity) + 1 : Infinity;
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, swap, turned);
    }
    before = row;
    row = next;
  }
  return row[other.length] ?? 0;
}
