/**
 * Names of OpenTelemetry's semantic conventions, version 1.45. Written out, since those for messaging are not declared
 * stable: the package keeps them in one file of 14,000 lines, which every start would load. A spec compares.
 */
export const attribute = {
  system: 'messaging.system',
  operation: 'messaging.operation.name',
  operationType: 'messaging.operation.type',
  destination: 'messaging.destination.name',
  partition: 'messaging.destination.partition.id',
  offset: 'messaging.kafka.offset',
  key: 'messaging.kafka.message.key',
  messageId: 'messaging.message.id',
  group: 'messaging.consumer.group.name',
  batchCount: 'messaging.batch.message_count',
  errorType: 'error.type',
  httpMethod: 'http.request.method',
  httpRoute: 'http.route',
  httpStatus: 'http.response.status_code',
  urlPath: 'url.path',
  urlScheme: 'url.scheme',
  dbSystem: 'db.system.name',
} as const;

/** Ours, for what the conventions have no name for. */
export const own = {
  correlationId: 'longplay.correlation_id',
  eventType: 'longplay.event.type',
  processor: 'longplay.processor',
  projection: 'longplay.projection',
  rows: 'longplay.rows',
  effectKind: 'longplay.effect.kind',
  effectAttempt: 'longplay.effect.attempt',
  effectStatus: 'longplay.effect.status',
  effectCode: 'longplay.effect.code',
  caseId: 'longplay.case.id',
  transactionalId: 'longplay.transactional_id',
  requestId: 'longplay.request.id',
} as const;
