import type { AnswerOf } from '../answers.ts';
import type { Page } from '../page.ts';
import { place } from '../places.ts';

export type Projection = AnswerOf<'/projections'>['items'][number];
export type Operation = AnswerOf<'/projections/{name}/operations'>['items'][number];
export type Proof = NonNullable<NonNullable<Operation['report']>['proof']>;
export type Sample = Proof['tables'][number]['samples'][number];

export const projectionPlace = (name: string, ...more: (string | number)[]): string =>
  place(['projections', name, ...more]);
export const operationPlace = ({ projection, id }: Pick<Operation, 'projection' | 'id'>): string =>
  projectionPlace(projection, 'operations', id);

export const inProjections: NonNullable<Page['path']> = [{ title: 'Projections', href: place(['projections']) }];
export const inProjection = (name: string): NonNullable<Page['path']> => [
  ...inProjections,
  { title: name, href: projectionPlace(name) },
];
