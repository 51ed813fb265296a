import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';

import { UserError } from '../shared/errors';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../shared/json';
import { parseStack } from './parse-stack';
import type { SynthesizedStack } from './stack';

/**
 * The newest version whose output these readers were held against: cdktf ended with 0.21, and its successor cdktn goes on
 * counting and writes the same form up to here.
 */
const NEWEST = { major: 0, minor: 24 };

/** The largest lake tried, 200 tenants, has 9 MB; more is a plan, or another file by mistake. */
const LARGEST_BYTES = 64 * 1024 * 1024;

const RESYNTH = 'Run `npx cdktf synth` and give its output folder (cdktf.out by default).';

/**
 * Reads every stack of a synthesis.
 *
 * Only `manifest.json` decides which stacks there are: cdktf leaves folders of removed stacks behind, so listing
 * folders would review infrastructure that no longer exists.
 *
 * @param dir output folder of `cdktf synth`
 * @returns stacks in the order of the manifest
 * @throws UserError when the folder is no synth output, a newer cdktf wrote it, a file is missing, or a file is not whole
 */
export function loadStacks(dir: string): readonly SynthesizedStack[] {
  const manifest = readObject(join(dir, 'manifest.json'), () => notASynthOutput(dir));
  refuseNewer(manifest['version'], dir);
  const stacks = manifest['stacks'];
  if (!isJsonObject(stacks) || Object.keys(stacks).length === 0) {
    throw new UserError('synthesis-unreadable', `${join(dir, 'manifest.json')} names no stacks.`, RESYNTH);
  }
  return Object.entries(stacks).map(([name, entry]) => {
    const file = isJsonObject(entry) ? entry['synthesizedStackPath'] : undefined;
    if (typeof file !== 'string') {
      throw new UserError(
        'synthesis-unreadable',
        `${join(dir, 'manifest.json')}: stack ${name} has no synthesizedStackPath.`,
        RESYNTH,
      );
    }
    const path = insideOf(dir, file, name);
    const document = readDocument(
      path,
      () => new UserError('synthesis-incomplete', `Stack ${name}: ${path} does not exist.`, RESYNTH),
    );
    return parseStack(name, document, path);
  });
}

function notASynthOutput(dir: string): UserError {
  const exists = statSync(dir, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return exists
    ? new UserError('synthesis-not-found', `${dir} is not the output of a synthesis: it has no manifest.json.`, RESYNTH)
    : new UserError('synthesis-not-found', `The folder ${dir} does not exist.`, RESYNTH);
}

function refuseNewer(version: JsonObject[string] | undefined, dir: string): void {
  const [, major, minor] = typeof version === 'string' ? (/^(\d+)\.(\d+)\./.exec(version) ?? []) : [];
  if (major === undefined || minor === undefined) return;
  const isNewer = Number(major) > NEWEST.major || (Number(major) === NEWEST.major && Number(minor) > NEWEST.minor);
  if (!isNewer) return;
  throw new UserError(
    'synthesis-too-new',
    `${dir} was written by version ${String(version)} of the framework; the form is known up to ${NEWEST.major}.${NEWEST.minor}.`,
    'Synthesize with the version of package.json, or take a newer Medallion.',
  );
}

function insideOf(dir: string, file: string, stack: string): string {
  const path = resolve(dir, file);
  const below = relative(resolve(dir), path);
  if (below.startsWith('..') || isAbsolute(below)) {
    throw new UserError('synthesis-unreadable', `Stack ${stack}: its file ${file} lies outside of ${dir}.`, RESYNTH);
  }
  return path;
}

function readObject(path: string, whenMissing: () => UserError): JsonObject {
  const value = readDocument(path, whenMissing);
  if (!isJsonObject(value)) throw new UserError('synthesis-unreadable', `${path} holds no JSON object.`, RESYNTH);
  return value;
}

/** A JSON document that is an object, or a list that is not empty. */
function readDocument(path: string, whenMissing: () => UserError): Json {
  const file = statSync(path, { throwIfNoEntry: false });
  if (!(file?.isFile() ?? false)) throw whenMissing();
  if ((file?.size ?? 0) > LARGEST_BYTES) {
    throw new UserError(
      'synthesis-too-large',
      `${path} has ${String(file?.size)} bytes; allowed: at most ${String(LARGEST_BYTES)}.`,
      'Give the output of a synthesis. Split a stack that is larger: Terraform itself takes minutes for it.',
    );
  }
  const value = parseJson(readFileSync(path, 'utf8'), path);
  if (!isJsonObject(value) && !(isJsonArray(value) && value.length > 0)) {
    throw new UserError('synthesis-unreadable', `${path} holds no JSON object.`, RESYNTH);
  }
  return value;
}

function parseJson(text: string, path: string): JsonObject[string] {
  try {
    return JSON.parse(text) as JsonObject[string];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      'synthesis-incomplete',
      `${path} is not whole JSON (${reason}): a synthesis was cut short or still runs.`,
      RESYNTH,
    );
  }
}
