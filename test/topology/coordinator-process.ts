/** The coordinator of holidays in a process of its own, which a spec may kill. It says `ready`, and runs until it is ended. */
import { createBookingGateway } from '../../runtime/gateways/bookings/gateway.ts';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { composeBooking } from '../../streams/holidays/compose.ts';
import { catalogueWire, processorsNamed, startShop } from './shop.ts';

const { PREFIX: prefix = '', BROKERS = '', PROVIDERS = '' } = process.env;
const logger = createLogger({ level: process.env.LOG_LEVEL === 'debug' ? 'debug' : 'silent' });
const log = createKafkajsLog({ brokers: BROKERS.split(','), clientId: `${prefix}-coordinator`, logger });
const gateways = ['car', 'hotel', 'flight'].map(desk =>
  createBookingGateway({
    name: `${desk}-bookings`,
    url: `${PROVIDERS}/${desk}`,
    kinds: [`book-${desk}`, `cancel-${desk}`],
    compose: composeBooking,
    keyLifetime: 3_600_000,
    // A provider that a spec holds is not asked twice by one process.
    timeout: 50_000,
    tries: 1,
  }),
);
const runners = Object.assign({}, ...gateways.map(gateway => gateway.runners));
const nobody = () => ({ status: 'failed', code: 'nobody' }) as const;
await startShop(log, prefix, catalogueWire(), nobody, nobody, processorsNamed('holidays'), runners);
process.stdout.write('ready\n');
