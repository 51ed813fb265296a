/** The part of Open Data Contract Standard v3.1.0 that Medallion reads; the whole is in `schema/odcs-3.1.0.schema.json`. */

export interface OdcsContract {
  readonly version: string;
  readonly status: string;
  readonly name?: string;
  readonly description?: { readonly purpose?: string };
  readonly team?: { readonly name?: string };
  readonly schema?: readonly OdcsTable[];
  readonly slaProperties?: readonly { readonly property: string; readonly value: unknown; readonly unit?: string }[];
}

export interface OdcsTable {
  readonly name: string;
  readonly description?: string;
  readonly dataGranularityDescription?: string;
  readonly customProperties?: readonly OdcsCustomProperty[];
  readonly quality?: readonly OdcsQuality[];
  readonly properties?: readonly OdcsProperty[];
}

export interface OdcsProperty {
  readonly name: string;
  readonly physicalType?: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly primaryKey?: boolean;
  readonly primaryKeyPosition?: number;
  readonly transformLogic?: string;
  readonly logicalTypeOptions?: {
    readonly minimum?: number;
    readonly maximum?: number;
    readonly minLength?: number;
    readonly maxLength?: number;
    readonly pattern?: string;
    readonly format?: string;
  };
  readonly relationships?: readonly OdcsRelationship[];
  readonly quality?: readonly OdcsQuality[];
  readonly customProperties?: readonly OdcsCustomProperty[];
}

export interface OdcsRelationship {
  readonly to?: string;
  readonly customProperties?: readonly OdcsCustomProperty[];
}

export interface OdcsCustomProperty {
  readonly property: string;
  readonly value: unknown;
}

export interface OdcsQuality {
  readonly id?: string;
  readonly type?: string;
  readonly description?: string;
  readonly dimension?: string;
  readonly severity?: string;
  readonly metric?: string;
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
  readonly mustBe?: number | string;
  readonly mustNotBe?: number | string;
  readonly mustBeGreaterThan?: number;
  readonly mustBeGreaterOrEqualTo?: number;
  readonly mustBeLessThan?: number;
  readonly mustBeLessOrEqualTo?: number;
  readonly mustBeBetween?: readonly number[];
  readonly mustNotBeBetween?: readonly number[];
}
