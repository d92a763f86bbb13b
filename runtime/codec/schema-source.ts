import { LongplayError } from '../errors.ts';

/** Where the schemas come from that records were written with. A `SchemaRegistry` is one. */
export type SchemaSource = {
  /**
   * The text of a schema. Rejects with LP_REGISTRY_SCHEMA_UNKNOWN where there surely is none of that id; any other
   * rejection means that it could not be asked.
   */
  schemaById(id: number): Promise<string>;
};

/** Schemas that are needed could not be fetched. Nothing is known about the records: try again later. */
export class SchemasUnavailableError extends LongplayError {
  /** As with a `LogError`: the caller tries again. */
  readonly kind = 'retriable';

  constructor(message: string, cause?: unknown) {
    super('LP_CODEC_SCHEMAS_UNAVAILABLE', message, { cause });
    this.name = 'SchemasUnavailableError';
  }
}
