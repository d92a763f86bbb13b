/** A projector of orders in a process of its own, which a spec may kill. It says `ready`, and runs until it is ended. */
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { connectPostgres } from '../../runtime/postgres/connect.ts';
import { startProjector } from '../../runtime/projector/projector.ts';
import { catalogueWire } from '../../test/topology/shop.ts';
import { orders } from '../orders/projection.ts';

const { PREFIX: prefix = '', BROKERS = '', DATABASE: url = '', GATHER_BYTES = '20000' } = process.env;
const logger = createLogger({ level: 'silent' });
const log = createKafkajsLog({ brokers: BROKERS.split(','), clientId: `${prefix}-child`, logger });
const sql = connectPostgres({ url, tls: 'disable', name: `${prefix} child` });
await startProjector({
  log,
  sql,
  prefix,
  wire: catalogueWire(),
  logger,
  projections: [orders as never],
  gatherBytes: Number(GATHER_BYTES),
});
process.stdout.write('ready\n');
