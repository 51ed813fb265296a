/** Fetches the Kafka broker that a test of streams starts, once. Without it that test is left out, with this as its remedy. */
import { haveJars, installJars } from '../setup/jars.mjs';
import { SetupError } from '../setup/setup-error.mjs';

try {
  if (!haveJars('broker-jars')) await installJars('broker-jars');
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`error: ${error.message}\nremedy: ${error.remedy}\n`);
  process.exitCode = 1;
}
