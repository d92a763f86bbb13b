import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { LongplayError } from '../../runtime/errors.ts';
import type { Authenticator } from '../security/authenticator.ts';
import { mayAsk } from '../security/caller.ts';
import { html } from './html.ts';
import { sendPage } from './page.ts';
import { formOf, seeOther } from './parts/confirm.ts';
import { safeNext } from './places.ts';
import { beginSession, endSession } from './session.ts';

type Asked = { Querystring: { next?: string } };

/** In by a key or token with the scope operator, and out. */
export const signInRoutes: FastifyPluginAsync<{ auth: Authenticator }> = async (app, { auth }) => {
  const config = { page: true, needs: null };

  app.get<Asked>('/console/sign-in', { config }, (request, reply) =>
    sendPage(request, reply, pageOf(safeNext(request.query.next), null), null),
  );

  app.post('/console/sign-in', { config }, async (request, reply) => {
    const { key, next } = formOf(request, 'key', 'next');
    const refused = await refusalOf(auth, key);
    if (refused === null && beginSession(request, reply, key)) return seeOther(reply, safeNext(next));
    const page = pageOf(safeNext(next), refused ?? 'It is longer than a cookie may be: sign in by a key.');
    return sendPage(request, reply, { ...page, status: 401 }, null);
  });

  app.post('/console/sign-out', { config }, (request: FastifyRequest, reply) => {
    endSession(request, reply);
    return seeOther(reply, '/console/sign-in');
  });
};

/** Null: he may. */
async function refusalOf(auth: Authenticator, key: string): Promise<string | null> {
  try {
    const caller = await auth.authenticate(key === '' ? undefined : `Bearer ${key}`);
    return mayAsk(caller, ['operator']) ? null : `${caller.id} may not: the console needs the scope operator.`;
  } catch (error) {
    if (!(error instanceof LongplayError)) throw error;
    return error.message;
  }
}

const pageOf = (next: string, refused: string | null) => ({
  title: 'Sign in',
  area: null,
  body: html`<form class="confirm narrow" method="post" action="/console/sign-in">
${refused !== null && html`<p class="refused" role="alert" id="refused">${refused}</p>`}
<label for="key">Key or token <span class="hint">with the scope operator</span></label>
<input id="key" name="key" type="password" autocomplete="current-password" required autofocus${refused !== null && html` aria-invalid="true" aria-describedby="refused"`}>
<input type="hidden" name="next" value="${next}">
<p class="hint"><code>longplay keys new</code> makes one. On your own machine, <code>npm start</code> tells the key with the addresses.</p>
<p class="deeds"><button>Sign in</button></p>
</form>`,
});
