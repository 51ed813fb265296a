/** What is wrong with a command line, as one of our own errors: Commander refuses it before a command begins. */
import type { CommanderError } from 'commander';
import { UserError } from '../shared/errors';

/** Commander's codes as ours. */
const PARSER_CODES: Readonly<Record<string, string>> = {
  'commander.unknownCommand': 'unknown-command',
  'commander.unknownOption': 'unknown-option',
  'commander.missingArgument': 'missing-argument',
  'commander.excessArguments': 'unexpected-argument',
  'commander.invalidArgument': 'unknown-option-value',
  'commander.optionMissingArgument': 'missing-option-value',
  'commander.missingMandatoryOptionValue': 'missing-option',
  'commander.conflictingOption': 'conflicting-options',
  'commander.help': 'missing-command',
};

const HELP = 'Run the command with --help to see what it takes.';

export function parserError({ code, message }: CommanderError): UserError {
  const ours = PARSER_CODES[code] ?? 'command-line-refused';
  if (ours === 'missing-command') return new UserError(ours, 'the command line names no command', HELP);
  const [sentence = '', hint = ''] = message.replace(/^error: /, '').split('\n');
  // Commander writes its guess below the sentence: `(Did you mean --format?)`.
  const [, guess] = /^\(Did you mean (?:one of )?(.*)\?\)$/.exec(hint) ?? [];
  return new UserError(ours, sentence, guess === undefined ? HELP : `Use ${guess}, or run it with --help.`);
}
