/** What the actions do that the workflows use, as far as later steps notice. An unknown action or input is an error. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fetch, keep } from './artifacts.mjs';

/** @typedef {Record<string, string>} Inputs */
/** @typedef {{permissions: Record<string, string>, identity: string, token: string}} Rights */
/** @typedef {{inputs: string[], run: (job: import('./job.mjs').Job, inputs: Inputs, rights: Rights) => void}} Action */

/** @type {Record<string, Action>} */
const ACTIONS = {
  'actions/checkout': {
    inputs: ['persist-credentials', 'fetch-depth'],
    run: (job, inputs, { token }) => job.checkout(inputs['persist-credentials'] === 'false' ? undefined : token),
  },
  'actions/setup-node': { inputs: ['node-version', 'cache'], run: (job) => requireCheckout(job) },
  'actions/setup-python': { inputs: ['python-version'], run: () => undefined },
  'actions/setup-java': { inputs: ['distribution', 'java-version'], run: () => undefined },
  'hashicorp/setup-terraform': {
    inputs: ['terraform_version', 'terraform_wrapper'],
    run: (job, inputs) => {
      // The wrapper writes its own lines into what a step reads.
      if (inputs['terraform_wrapper'] !== 'false') throw new Error('terraform_wrapper is not false');
      job.installTerraform();
    },
  },
  'azure/login': {
    inputs: ['client-id', 'tenant-id', 'subscription-id'],
    run: (_, __, { permissions }) => requireRight(permissions, 'id-token'),
  },
  'actions/upload-artifact': {
    inputs: ['name', 'path', 'include-hidden-files', 'if-no-files-found', 'retention-days'],
    run: upload,
  },
  'actions/download-artifact': {
    inputs: ['name', 'path', 'run-id', 'github-token'],
    run: (job, inputs, { permissions }) => {
      if (inputs['run-id'] !== undefined) requireRight(permissions, 'actions', 'read');
      fetch(job.rehearsal.artifacts, inputs['name'] ?? '', join(job.folder, inputs['path'] ?? '.'));
    },
  },
  'github/codeql-action/upload-sarif': {
    inputs: ['sarif_file', 'ref', 'sha'],
    run: (job, inputs, { permissions }) => {
      requireRight(permissions, 'security-events');
      if (!existsSync(join(job.folder, inputs['sarif_file'] ?? ''))) throw new Error(`no file ${inputs['sarif_file']}`);
    },
  },
};

/**
 * @param {import('./job.mjs').Job} job @param {string} uses @param {Inputs} inputs @param {Rights} rights
 * @returns {boolean}
 */
export function runAction(job, uses, inputs, rights) {
  const action = ACTIONS[uses.replace(/@.*/, '')];
  if (action === undefined) throw new Error(`the rehearsal does not know the action ${uses}`);
  const unknown = Object.keys(inputs).filter((name) => !action.inputs.includes(name));
  if (unknown.length > 0) throw new Error(`${uses} has no input ${unknown.join(', ')}`);
  action.run(job, inputs, rights);
  return true;
}

/** @param {import('./job.mjs').Job} job @param {Inputs} inputs */
function upload(job, inputs) {
  const { name = '', path = '' } = inputs;
  const source = join(job.folder, path);
  if (job.rehearsal.plants && name.startsWith('plan-')) job.plant(source);
  const isFile = existsSync(source) && statSync(source).isFile();
  if (isFile) throw new Error(`${path} is a file; upload its folder ${dirname(path)}`);
  const files = keep(job.rehearsal.artifacts, name, source, { hidden: inputs['include-hidden-files'] === 'true' });
  if (files === 0 && inputs['if-no-files-found'] === 'error') throw new Error(`${path} holds no file`);
}

/** @param {Record<string, string>} permissions @param {string} scope */
function requireRight(permissions, scope, right = 'write') {
  const given = permissions[scope];
  if (given !== right && given !== 'write') throw new Error(`the job's token does not permit ${scope}: ${right}`);
}

/** @param {import('./job.mjs').Job} job */
function requireCheckout(job) {
  if (!existsSync(join(job.folder, 'package.json'))) throw new Error('nothing was checked out');
}
