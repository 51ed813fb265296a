import { runCli } from './run-cli';
import { processTerminal } from './terminal';

void runCli(process.argv.slice(2), processTerminal()).then((code) => {
  process.exitCode = code;
});
