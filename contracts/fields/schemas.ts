/** The published JSON Schemas of the Open Data Contract Standard that a contract may be written in. */
import v30 from '../schema/odcs-3.0.2.schema.json';
import v31 from '../schema/odcs-3.1.0.schema.json';
import v32 from '../schema/odcs-3.2.0.schema.json';

export const ODCS_VERSIONS = ['3.0', '3.1', '3.2'] as const;
export type OdcsVersion = (typeof ODCS_VERSIONS)[number];

export const ODCS_SCHEMAS: Readonly<Record<OdcsVersion, object>> = { '3.0': v30, '3.1': v31, '3.2': v32 };

/** @returns the version that `apiVersion` (`v3.1.0`) names; undefined when it is none that is read */
export function odcsVersion(apiVersion: unknown): OdcsVersion | undefined {
  const [, minor] = /^v(3\.[0-2])\.\d+$/.exec(String(apiVersion)) ?? [];
  return ODCS_VERSIONS.find((version) => version === minor);
}
