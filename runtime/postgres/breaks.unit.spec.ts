import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { connectPostgres } from './connect.ts';

const AUTHENTICATED = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]);
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);
let server: Server;

afterEach(() => {
  server.close();
});

it('given a server that hangs up on the first statement, then the query fails, and nothing beside it', async () => {
  let asked = 0;
  server = createServer(socket => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(Buffer.concat([AUTHENTICATED, READY]));
      socket.once('data', () => {
        asked++;
        socket.destroy();
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const sql = connectPostgres({ url: `postgres://x@127.0.0.1:${port}/x`, tls: 'disable', name: 'breaks' });
  await expect(sql`select 1`).rejects.toThrow();
  await sql.end({ timeout: 1 });
  expect(asked).toBe(1);
});
