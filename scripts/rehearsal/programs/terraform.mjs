#!/usr/bin/env node
/**
 * Terraform as far as a pipeline depends on it, without Azure: providers are programs that must be executable, a plan belongs
 * to one stack and one state, an identity that may only read applies nothing, and the stack `<name>-access` can be planned
 * only when `<name>` exists. `__tests__/scripts/terraform.test.ts` holds the same flow against Terraform itself.
 *
 * Environment: REHEARSAL_CLOUD (folder of the states), REHEARSAL_IDENTITY (who is signed in; empty for nobody).
 */
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const [chdir = '', verb = '', ...options] = process.argv.slice(2);
const folder = chdir.replace(/^-chdir=/, '');
const stack = basename(folder);
const { REHEARSAL_CLOUD: cloud = '', REHEARSAL_IDENTITY: identity = '' } = process.env;
const PROVIDER = join(folder, '.terraform', 'providers', 'terraform-provider-azurerm');
const LOCK = join(folder, '.terraform.lock.hcl');
const stateFile = join(cloud, `${stack}.json`);
const state = existsSync(stateFile) ? JSON.parse(readFileSync(stateFile, 'utf8')) : { serial: 0, config: '' };
const config = createHash('sha256')
  .update(readFileSync(join(folder, 'cdk.tf.json')))
  .digest('hex');

switch (verb) {
  case 'init':
    if (options.includes('-lockfile=readonly') && !existsSync(LOCK)) fail('Provider dependency changes detected');
    if (!existsSync(PROVIDER)) {
      mkdirSync(join(PROVIDER, '..'), { recursive: true });
      writeFileSync(PROVIDER, '#!/bin/sh\n', { mode: 0o755 });
    }
    writeFileSync(LOCK, 'provider "azurerm" {}\n');
    break;
  case 'plan':
    startProvider();
    if (stack.endsWith('-access') && !existsSync(join(cloud, `${stack.replace(/-access$/, '')}.json`))) {
      fail('Unable to find remote state: the workspace does not exist');
    }
    if (options.some((option) => option.startsWith('-out=')))
      writeFileSync(join(folder, 'tfplan'), JSON.stringify({ config, serial: state.serial }));
    process.stdout.write(`Plan of ${stack} by ${identity}\n`);
    process.exitCode = state.config === config ? 0 : 2;
    break;
  case 'show':
    startProvider();
    process.stdout.write('{}\n');
    break;
  case 'apply': {
    startProvider();
    const plan = JSON.parse(readFileSync(join(folder, 'tfplan'), 'utf8'));
    if (identity.endsWith('-plan')) fail(`403: ${identity} may only read`);
    if (plan.config !== config || plan.serial !== state.serial) fail('Saved plan is stale');
    mkdirSync(cloud, { recursive: true });
    writeFileSync(stateFile, JSON.stringify({ config, serial: state.serial + 1 }));
    process.stderr.write(`Apply complete: ${stack} by ${identity}\n`);
    break;
  }
  default:
    process.stdout.write('{}\n');
}

function startProvider() {
  if (identity === '') fail('could not configure AzureCli Authorizer: nobody is signed in');
  try {
    accessSync(PROVIDER, constants.X_OK);
  } catch {
    fail(`Failed to load plugin schemas: fork/exec ${PROVIDER}: permission denied`);
  }
}

/** @param {string} message @returns {never} */
function fail(message) {
  process.stderr.write(`Error: ${message}\n`);
  process.exit(1);
}
