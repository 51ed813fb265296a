#!/usr/bin/env node
/** Entry of the command line: makes sure that what the command needs is installed, then hands over to it. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { doctor } from '../setup/doctor.mjs';
import { commandNamed, help, unknownCommand, version } from '../setup/help.mjs';
import { root } from '../setup/paths.mjs';
import { checkNode } from '../setup/requirements.mjs';
import { SetupError } from '../setup/setup-error.mjs';
import { ensureSetup } from '../setup/setup.mjs';

const [command = '--help', ...args] = process.argv.slice(2);
const asks = args.some((arg) => arg === '--help' || arg === '-h');
const node = checkNode();

try {
  if (!node.ok)
    throw new SetupError('unsupported-node', `Node.js is ${node.found}, required is ${node.required}`, node.remedy);
  if (command === '--version' || command === '-V') {
    process.stdout.write(`${version()}\n`);
  } else if (command === '--help' || command === '-h' || (command === 'help' && args.length === 0)) {
    process.stdout.write(help());
  } else if (command === 'doctor' && !asks) {
    process.exitCode = doctor(args);
  } else if (command === 'setup' && !asks) {
    await ensureSetup({ needs: 'engine', arguments: args });
  } else {
    const known = command === 'help' || command.startsWith('-') || commandNamed(command) !== undefined;
    if (!known && command !== 'compare') throw unknownCommand(command);
    // What a command needs beyond npm packages is installed once its arguments are understood: cli/main.ts.
    await ensureSetup({ quiet: true, needs: 'packages' });
    await import(pathToFileURL(join(root, 'dist', 'cli', 'main.js')).href);
  }
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  const { code, message, remedy } = error;
  const asJson = `${JSON.stringify({ code, message, remedy, at: null })}\n`;
  process.stderr.write(wantsJson(args) ? asJson : `error: ${message}\nremedy: ${remedy}\ncode: ${code}\n`);
  process.exitCode = error.exitCode;
}

/** As `errorFormat` in cli/errors.ts, which may not be compiled yet. @param {string[]} args */
function wantsJson(args) {
  return args.includes('--format=json') || args.some((arg, at) => arg === '--format' && args[at + 1] === 'json');
}
