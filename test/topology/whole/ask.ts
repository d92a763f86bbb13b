import { createSealer } from '../../../runtime/codec/sealer.ts';
import { createMemoryVault } from '../../../runtime/vault/memory.ts';
import { schemaText } from '../../../schemas/load.ts';
import type { TopicDefinition } from '../../../schemas/topic-definition.ts';
import { topics } from '../../../schemas/topics.ts';
import type { Asking } from '../../property/people.ts';
import { PREFIX } from './history.ts';
import { settled, type Whole } from './world.ts';

const vault = createMemoryVault();
const sealed = new Map<string, Promise<object>>();

/** Sealed as the API does it; once for all stories, which ask for the same over and over. */
function seal(topic: string, value: object): Promise<object> {
  const name = `${topic} ${JSON.stringify(value)}`;
  const known = sealed.get(name);
  if (known !== undefined) return known;
  const definition = topics.find(one => one.name === topic) as TopicDefinition;
  const made = createSealer<object>(schemaText(definition), vault).seal(value);
  sealed.set(name, made);
  return made;
}

/** Somebody asks for something, and the API writes it down at once. */
export async function ask(whole: Whole, { topic, key, id, value }: Asking): Promise<void> {
  whole.note(() => `asked     ${topic} ${id} ${value.bodyHash}`);
  whole.asked.set(`${id} ${value.bodyHash}`, { topic, key, id, value });
  const event = { id, type: 'test', time: whole.time.now(), causes: [], correlationId: key, actor: null };
  const stamped = { event: { ...event, time: 0 }, ...value };
  const record = { ...(await seal(topic, stamped)), event };
  const writer = await whole.broker.log('people').writer();
  await writer.append([
    { topic: `${PREFIX}.${topic}`, key: Buffer.from(key), value: whole.wire.writer(topic).encode(record) },
  ]);
  await settled();
}
