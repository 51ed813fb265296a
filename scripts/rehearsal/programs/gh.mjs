#!/usr/bin/env node
/**
 * The GitHub command line as far as the workflows use it: it refuses what the token of the job does not permit, and records
 * what was written. Environment: GH_TOKEN (see `tokenOf`), REHEARSAL_CLOUD, REHEARSAL_HEAD (head of the pull request).
 */
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { permissionsOf } from '../token.mjs';

const args = process.argv.slice(2).join(' ');
const { GH_TOKEN: token = '', REHEARSAL_CLOUD: cloud = '', REHEARSAL_HEAD: head = '' } = process.env;
const permissions = permissionsOf(token);
const writes = /--method (POST|PATCH)|^pr (create|edit)/.test(args);

if (permissions === undefined) fail('HTTP 401: Bad credentials');
if (writes && permissions['pull-requests'] !== 'write') fail('HTTP 403: Resource not accessible by integration');
if (/\/pulls\/\d+ /.test(args)) process.stdout.write(`${head}\n`);
if (writes) {
  mkdirSync(cloud, { recursive: true });
  appendFileSync(join(cloud, 'comments'), `${args}\n${readFileSync(0, 'utf8')}\n`);
}

/** @param {string} message @returns {never} */
function fail(message) {
  process.stderr.write(`gh: ${message}\n`);
  process.exit(1);
}
