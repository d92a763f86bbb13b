import type { FastifyInstance } from 'fastify';
import { isLoopback } from '../../runtime/loopback.ts';
import { problem, sendProblem } from '../errors.ts';

/**
 * Answers programs of this machine only, and no web page that a browser of it has open: for an API that asks nobody who he
 * is. A page reaches it by a name that it has pointed here (DNS rebinding), or sends what needs no answer; both show in
 * the request, as Host and as Origin.
 */
export function answerOnlyHere(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { host, origin } = request.headers;
    if (isHere(`http://${host}`) && (origin === undefined || isHere(origin))) return done();
    const detail =
      'The API lets everybody in (LONGPLAY_API_AUTH=off), and so it answers no web page and no other name.';
    void sendProblem(reply, problem('LP_API_FORBIDDEN', detail));
  });
}

function isHere(url: string): boolean {
  try {
    return isLoopback(new URL(url).hostname);
  } catch {
    return false;
  }
}
