import type { FastifyPluginAsync } from 'fastify';

/** What is on the topics of this installation, for programs; docs/reference/asyncapi.md. */
export const asyncApiRoute: FastifyPluginAsync<{ document: object }> = async (app, { document }) => {
  const text = JSON.stringify(document);
  app.get('/asyncapi.json', { schema: { hide: true }, config: { needs: null } }, async (_request, reply) =>
    reply.type('application/vnd.aai.asyncapi+json;version=3.0.0').send(text),
  );
};
