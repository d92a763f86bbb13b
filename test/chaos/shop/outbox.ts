import type { RequestSender } from '../../../api/requests/sender.ts';
import { createOutbox, type Outbox } from '../../../cli/load/outbox.ts';

/** What was asked under an id and with a body. */
export type Asked = { readonly topic: string; readonly key: string; readonly type: string };

export type RememberingOutbox = Outbox & {
  /** By request id and hash of the body, with a space between them. */
  readonly asked: ReadonlyMap<string, Asked>;
};

/** An outbox that knows what each answer will be an answer to. */
export function createRememberingOutbox(sender: Pick<RequestSender, 'sendAll'>): RememberingOutbox {
  const asked = new Map<string, Asked>();
  const outbox = createOutbox(sender);
  return {
    ...outbox,
    asked,
    put: request => {
      const { event, bodyHash, type } = request.value;
      const about = `${event.id} ${bodyHash}`;
      asked.set(about, { topic: request.topic, key: request.key, type });
      return outbox.put(request);
    },
  };
}
