import type { RecordSchema } from '../avro.ts';
import { reportSchema } from '../check/report-schema.ts';
import { compatibilityRulesPage } from '../check/rules-page.ts';
import { parseSchemaFile, schemaFile, schemaFolders, schemasFolder, sharedTypes } from '../load.ts';
import { topics } from '../topics.ts';
import { assembleSchema } from './assemble.ts';
import { formatSchema } from './format.ts';
import { topicsReference } from './reference.ts';
import { sharedTypesModule, topicTypes } from './types.ts';

/** Every generated file and what it should hold: schemas with their shared types, TypeScript types, the reference. */
export function generatedFiles(): Map<string, string> {
  const shared = sharedTypes();
  const schemas = new Map<string, RecordSchema>();
  const files = new Map<string, string>();
  for (const [name, type] of shared) {
    files.set(`${schemasFolder}shared/${name.slice(name.lastIndexOf('.') + 1)}.avsc`, formatSchema(type));
  }
  for (const folder of schemaFolders()) {
    const schema = assembleSchema(parseSchemaFile(folder), shared) as RecordSchema;
    schemas.set(folder, schema);
    files.set(schemaFile(folder), formatSchema(schema));
    files.set(`${schemasFolder}types/${folder}.ts`, topicTypes(schema));
  }
  files.set(`${schemasFolder}types/shared.ts`, sharedTypesModule(shared));
  files.set(`${schemasFolder}../docs/reference/topics.md`, topicsReference(topics, schemas));
  files.set(`${schemasFolder}../docs/reference/compatibility-rules.md`, compatibilityRulesPage());
  files.set(`${schemasFolder}../docs/reference/schema-findings.schema.json`, formatSchema(reportSchema));
  return files;
}
