/** The process whose rebuild is measured: a projector of orders and nothing else. */

import { orders } from '../../projections/orders/projection.ts';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { connectPostgres } from '../../runtime/postgres/connect.ts';
import { startProjector } from '../../runtime/projector/projector.ts';
import { wireOf } from './orders.ts';

const { PREFIX: prefix = '', BROKERS = '', DATABASE: url = '' } = process.env;
const logger = createLogger({ level: 'warn', format: 'pretty' });
const log = createKafkajsLog({ brokers: BROKERS.split(','), clientId: `${prefix}-projector`, logger });
const sql = connectPostgres({ url, tls: 'disable', name: `${prefix} projector` });
await startProjector({ log, sql, prefix, wire: wireOf(), logger, projections: [orders as never] });
process.stdout.write('ready\n');
