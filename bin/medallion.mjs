#!/usr/bin/env node
/** Entry of the command line: makes sure that what the command needs is installed, then hands over to it. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { doctor } from '../setup/doctor.mjs';
import { root } from '../setup/paths.mjs';
import { checkNode } from '../setup/requirements.mjs';
import { SetupError } from '../setup/setup-error.mjs';
import { ensureSetup } from '../setup/setup.mjs';

const [command, ...args] = process.argv.slice(2);
const node = checkNode();

try {
  if (!node.ok)
    throw new SetupError('unsupported-node', `Node.js is ${node.found}, required is ${node.required}`, node.remedy);
  if (command === 'doctor') {
    process.exitCode = doctor(args);
  } else if (command === 'setup') {
    await ensureSetup();
  } else {
    await ensureSetup({ quiet: true });
    await import(pathToFileURL(join(root, 'dist', 'cli', 'main.js')).href);
  }
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  const { code, message, remedy } = error;
  const asJson = `${JSON.stringify({ code, message, remedy, at: null })}\n`;
  process.stderr.write(wantsJson(args) ? asJson : `error: ${message}\nremedy: ${remedy}\ncode: ${code}\n`);
  process.exitCode = 2;
}

/** As `errorFormat` in cli/errors.ts, which may not be compiled yet. @param {string[]} args */
function wantsJson(args) {
  return args.includes('--format=json') || args.some((arg, at) => arg === '--format' && args[at + 1] === 'json');
}
