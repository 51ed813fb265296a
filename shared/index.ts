/** The error that every refusal of Medallion is, and JSON as immutable data. */
export { UserError } from './errors';
export { isJsonArray, isJsonObject, objectAt, type Json, type JsonObject } from './json';
