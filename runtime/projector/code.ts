import type { Reader } from '../codec/reader.ts';
import type { Upcaster } from '../codec/upcasting.ts';
import type { Wire } from '../tasks/engine.ts';
import { type Bundle, bundleOf, projectionIn, type SchemaOf, storedBundle, type Upcasting } from './bundle.ts';
import type { Projected, Projection } from './definition.ts';
import type { Control, Generation } from './generations.ts';

/** How values become what projections read. */
export type ProjectorWire = Pick<Wire, 'reader'> & {
  /** The schema by which a topic is read today, by its name without the prefix. */
  schema(topic: string): string;
  /** How a topic's old values are read today; null or left out: as Avro says. */
  upcasting?(topic: string): Upcasting | null;
  /** Reads by any schema, with any upcasters: those of stored code. */
  readerOf(schema: string, upcasters: readonly Upcaster[]): Reader<Projected>;
};

/** What fills one generation. */
export type Code = {
  readonly fingerprint: string;
  readonly projection: Projection;
  readonly bundle: Bundle;
  readonly reader: Reader<Projected>;
};

export type Codes = {
  readonly bundles: ReadonlyMap<string, Bundle>;
  /** Today's. */
  current(name: string): Code;
  /**
   * The one that a generation is filled by: today's, or what was stored with it. A table of 0.1.0 has none of its own.
   *
   * @throws LP_PROJECTION_BUNDLE
   */
  of(control: Control, generation: Pick<Generation, 'projection' | 'fingerprint'>): Promise<Code>;
};

/** Bundles today's code of these projections. */
export async function loadCodes(projections: readonly Projection[], wire: ProjectorWire): Promise<Codes> {
  const schemaOf: SchemaOf = topic => wire.schema(topic);
  const entries = await Promise.all(
    projections.map(
      async one => [one.name, await bundleOf(one, schemaOf, topic => wire.upcasting?.(topic) ?? null)] as const,
    ),
  );
  const bundles = new Map(entries);
  const stored = new Map<string, Promise<Code>>();

  const current = (name: string): Code => {
    const projection = projections.find(one => one.name === name) as Projection;
    const bundle = bundles.get(name) as Bundle;
    const reader = wire.reader(projection.topics[0] as string) as Reader<Projected>;
    return { fingerprint: bundle.fingerprint, projection, bundle, reader };
  };

  const load = async (control: Control, name: string, fingerprint: string): Promise<Code> => {
    const bundle = await storedBundle(control, fingerprint);
    const { projection, upcasters } = await projectionIn(name, bundle);
    return { fingerprint, projection, bundle, reader: wire.readerOf(bundle.readerSchema, upcasters) };
  };

  return {
    bundles,
    current,
    of: async (control, { projection, fingerprint }) => {
      if (fingerprint === null || fingerprint === bundles.get(projection)?.fingerprint) return current(projection);
      const known = stored.get(fingerprint) ?? load(control, projection, fingerprint);
      stored.set(fingerprint, known);
      known.catch(() => stored.delete(fingerprint));
      return await known;
    },
  };
}
