/** The part of the Open Data Contract Standard that Medallion reads; the whole is in `schema/`, and what becomes of it in `fields/`. */

export interface OdcsContract {
  readonly apiVersion?: string;
  readonly version: string;
  readonly status: string;
  readonly name?: string;
  readonly description?: { readonly purpose?: string };
  /** Before v3.1 a list of people, which has no name. */
  readonly team?: { readonly name?: string } | readonly unknown[];
  readonly schema?: readonly OdcsTable[];
  readonly slaProperties?: readonly {
    readonly property: string;
    readonly value: unknown;
    readonly unit?: string;
    readonly element?: string;
  }[];
}

export interface OdcsTable {
  readonly name: string;
  readonly physicalName?: string;
  readonly description?: string;
  readonly dataGranularityDescription?: string;
  readonly customProperties?: readonly OdcsCustomProperty[];
  readonly quality?: readonly OdcsQuality[];
  readonly properties?: readonly OdcsProperty[];
}

export interface OdcsProperty {
  readonly name: string;
  readonly logicalType?: string;
  readonly physicalType?: string;
  readonly physicalName?: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly unique?: boolean;
  readonly enum?: readonly { readonly value: string | number | boolean }[];
  readonly partitioned?: boolean;
  readonly partitionKeyPosition?: number;
  readonly primaryKey?: boolean;
  readonly primaryKeyPosition?: number;
  readonly transformLogic?: string;
  readonly logicalTypeOptions?: OdcsOptions;
  readonly relationships?: readonly OdcsRelationship[];
  readonly quality?: readonly OdcsQuality[];
  readonly customProperties?: readonly OdcsCustomProperty[];
}

export interface OdcsOptions {
  readonly minimum?: number | string;
  readonly maximum?: number | string;
  /** In v3.0 whether `minimum` itself is excluded. */
  readonly exclusiveMinimum?: number | string | boolean;
  readonly exclusiveMaximum?: number | string | boolean;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
}

export interface OdcsRelationship {
  readonly to?: string;
  readonly customProperties?: readonly OdcsCustomProperty[];
}

/** Custom properties of anybody else (v3.2 says whose they are) are theirs to read. */
export const VENDOR = 'medallion';

export interface OdcsCustomProperty {
  readonly property: string;
  readonly value: unknown;
  /** Whose property it is. @default - Medallion's */
  readonly vendor?: string;
}

export interface OdcsQuality {
  readonly id?: string;
  readonly type?: string;
  readonly description?: string;
  readonly dimension?: string;
  readonly severity?: string;
  readonly metric?: string;
  /** `metric` before v3.1. */
  readonly rule?: string;
  readonly unit?: string;
  readonly arguments?: {
    readonly validValues?: readonly (string | number)[];
    readonly missingValues?: readonly (string | number | null)[];
    readonly pattern?: string;
    readonly properties?: readonly string[];
  };
  readonly customProperties?: readonly OdcsCustomProperty[];
  readonly engine?: string;
  readonly implementation?: unknown;
  readonly query?: string;
  readonly mustBe?: number | string | boolean;
  readonly mustNotBe?: number | string | boolean;
  readonly mustBeGreaterThan?: number;
  readonly mustBeGreaterOrEqualTo?: number;
  readonly mustBeLessThan?: number;
  readonly mustBeLessOrEqualTo?: number;
  readonly mustBeBetween?: readonly number[];
  readonly mustNotBeBetween?: readonly number[];
}
