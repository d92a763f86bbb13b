import { type DocumentedExample, documentedExamples } from './documented-examples.ts';
import { bearer, type Ready } from './longplay.ts';

/** The examples that tell a story, in its order; the others follow in the order of the document. */
const story = [
  ...['putProduct', 'receiveStock', 'registerCustomer', 'putCustomer', 'placeOrder', 'readOrder'],
  'countStock',
];
/** After all others: what stops something. */
const last = ['withdrawProduct', 'eraseCustomer', 'pauseStream', 'resumeStream'];

/**
 * What an example may be refused for, since things stand otherwise here than where it would be sent: nothing of this name
 * is here (404), or it was done before (409). What the story makes true may not.
 */
const REFUSALS = [404, 409];

/** The example's fact is not the one that was read. */
const alsoRefused: Readonly<Record<string, number>> = { repairFact: 400 };

/**
 * Sends the example of every operation to a shop that was just started.
 * @returns what was not answered as the document says, or refused though the story makes it true; and how many were sent.
 */
export async function sendExamples(ready: Ready): Promise<{ sent: number; told: string[] }> {
  const document = (await (await fetch(`${ready.api}/openapi.json`)).json()) as object;
  const examples = documentedExamples(document);
  const others = [...examples.keys()].filter(id => !story.includes(id) && !last.includes(id));
  const told: string[] = [];
  let sent = 0;
  let ids: readonly (readonly [string, string])[] = [];
  for (const id of [...story, ...others, ...last]) {
    const example = examples.get(id);
    if (example === undefined) told.push(`${id}: there is no such operation`);
    // Streams do not end; specs of their own follow them.
    if (example === undefined || example.followed) continue;
    const { status, text, fault } = await send(ready, example, ids);
    sent++;
    const mayRefuse = !story.includes(id) && (REFUSALS.includes(status) || alsoRefused[id] === status);
    const refused = status >= 400 && !mayRefuse;
    if (fault !== null || refused) told.push(`${id}: ${fault ?? `${status} ${text}`}`);
    if (id === 'placeOrder') ids = given(examples, JSON.parse(text));
  }
  return { sent, told };
}

/** The ids of the examples are not those that the API gives here: these stand for them. */
function given(
  examples: ReadonlyMap<string, DocumentedExample>,
  { orderId, requestId }: { orderId: string; requestId: string },
): (readonly [string, string])[] {
  const written = (operation: string) => examples.get(operation)?.url.split('/').at(-1) ?? 'none';
  return [
    [written('readOrder'), orderId],
    [written('readRequest'), requestId],
  ];
}

async function send(ready: Ready, example: DocumentedExample, ids: readonly (readonly [string, string])[]) {
  const { method, url, headers, body, faultOf } = example;
  const path = ids.reduce((text, [written, here]) => text.replace(written, here), url);
  const answer = await fetch(`${ready.api}${path}`, {
    method,
    headers: { ...headers, ...bearer(ready.key) },
    ...(body !== null && { body }),
  });
  const text = await answer.text();
  return { status: answer.status, text, fault: faultOf(answer.status, answer.headers.get('content-type') ?? '', text) };
}
