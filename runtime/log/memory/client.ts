import { lastOutcomes } from '../hanging.ts';
import type { GroupReader, Log } from '../port.ts';
import { createAdmin } from './admin.ts';
import type { Cluster } from './cluster.ts';
import { createGroupReader } from './group-reader.ts';
import type { Session } from './network.ts';
import { readPartition } from './partition-reader.ts';
import { closed } from './refusals.ts';
import { idempotentWriter, transactionalWriter } from './writers.ts';

/** The port, for one session of one client. */
export function createClient(cluster: Cluster, session: Session): Log {
  const readers: GroupReader[] = [];
  const outcomes = lastOutcomes();
  const whileOpen = <T>(value: T): T => {
    if (session.state === 'closed') throw closed(session.client);
    return value;
  };
  return {
    admin: createAdmin(cluster, session),
    writer: async () => whileOpen(idempotentWriter(cluster, session)),
    transactionalWriter: async id => whileOpen(transactionalWriter(cluster, session, id, outcomes)),
    groupReader: options => {
      const reader = whileOpen(createGroupReader(cluster, session, options));
      readers.push(reader);
      return reader;
    },
    readPartition: options => readPartition(cluster, session, options),
    close: async () => {
      if (session.state !== 'open') return;
      await Promise.all(readers.map(reader => reader.stop()));
      session.state = 'closed';
      session.ended.notify();
    },
  };
}
