import { fastify } from 'fastify';
import { afterAll, expect, it } from 'vitest';
import { answerOnlyHere } from './local-only.ts';

const app = fastify();
answerOnlyHere(app);
app.get('/', async () => 'here');
afterAll(() => app.close());

it.each([
  [200, { host: 'localhost:8080' }],
  [200, { host: '127.0.0.1:8080' }],
  [200, { host: '[::1]:8080' }],
  [200, { host: 'localhost:8080', origin: 'http://localhost:3000' }],
  [403, { host: 'shop.example:8080' }],
  [403, { host: 'localhost.evil.example' }],
  [403, { host: 'localhost:8080', origin: 'https://evil.example' }],
  [403, { host: 'localhost:8080', origin: 'null' }],
])('an API that asks nobody who he is answers %i to %j', async (status, headers) => {
  const response = await app.inject({ url: '/', headers });
  expect(response.statusCode).toBe(status);
});
