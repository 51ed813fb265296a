/** Prints the id of the release that `medallion package --format json > release.json` described. */
import { readFileSync } from 'node:fs';

try {
  const { id } = JSON.parse(readFileSync('release.json', 'utf8'));
  process.stdout.write(`${id}\n`);
} catch {
  process.stderr.write(
    'error: release.json does not describe a release\nremedy: Run `npx medallion package --format json > release.json`.\n',
  );
  process.exitCode = 2;
}
