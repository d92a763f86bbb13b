import type { FastifyPluginAsync } from 'fastify';
import type { HospitalDesk } from '../../runtime/casebook/desk.ts';
import type { Examiner } from '../../runtime/casebook/examiner.ts';
import { projectionOf } from '../../runtime/casebook/places.ts';
import { asPlainJson } from '../../runtime/codec/plain-json.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { repairOrder } from '../../runtime/hospital/treatment/repairs.ts';
import type { Shop } from '../context.ts';
import { problem, sendProblem } from '../errors.ts';
import * as schemas from './hospital-examine-schemas.ts';
import { type Asking, orderer, refuseUnknown, told } from './hospital-orders.ts';

type OfFact = { Params: { name: string; key: string } };
type Options = { shop: Shop; desk: HospitalDesk; examiner: Examiner };

/** A projection has rows, and owns no fact. */
function refuseProjections(name: string): void {
  if (projectionOf(name) !== null) throw new LongplayError('LP_API_NOT_FOUND', `${name} owns no facts.`);
  refuseUnknown(name);
}

/** Facts as their owner has them, and their repair: a wrong fact is corrected by whoever owns it. */
export const factRoutes: FastifyPluginAsync<Options> = async (app, { shop, desk, examiner }) => {
  const order = orderer(shop, desk);

  app.get<OfFact>('/streams/:name/facts/:key', { schema: schemas.factSchema }, async (request, reply) => {
    const { name, key } = request.params;
    reply.header('cache-control', 'no-store');
    refuseProjections(name);
    const found = await examiner.fact(name, key);
    if (found === null) return sendProblem(reply, problem('LP_API_NOT_FOUND', `${name} has no fact of ${key}.`));
    const self = `/streams/${encodeURIComponent(name)}/facts/${encodeURIComponent(key)}`;
    const links = { self, repair: `${self}/repair` };
    return asPlainJson({ processor: name, key, ...found, version: found.value.version, links });
  });

  app.post<OfFact & Asking<{ value: object }>>(
    '/streams/:name/facts/:key/repair',
    { schema: schemas.repairSchema },
    async (request, reply) => {
      const { name, key } = request.params;
      refuseProjections(name);
      const { value, reason } = request.body;
      const owner = examiner.ownerOf(name);
      const wanted = await told(Promise.resolve().then(() => repairOrder(owner, key, value, reason, desk.encode)));
      return order(request, reply, wanted);
    },
  );
};
