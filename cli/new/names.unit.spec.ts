import { describe, expect, it } from 'vitest';
import { namesOf } from './check-name.ts';
import { fill, singularOf } from './names.ts';

describe('one of many', () => {
  it.each([
    ['tickets', 'ticket'],
    ['gift-cards', 'gift-card'],
    ['deliveries', 'delivery'],
    ['keys', 'key'],
    ['boxes', 'box'],
    ['addresses', 'address'],
    ['stock', 'stock'],
    ['status', 'status'],
    ['glass', 'glass'],
  ])('of %s is %s', (name, entity) => {
    expect(singularOf(name)).toBe(entity);
  });
});

describe('a template', () => {
  const names = { name: 'gift-cards', entity: 'gift-card' };

  it.each([
    ["from './sample-things/decide.ts'", "from './gift-cards/decide.ts'"],
    ['sampleThings, sampleThingId, SampleThingRequest', 'giftCards, giftCardId, GiftCardRequest'],
    ['create table sample_things (sample_thing_id', 'create table gift_cards (gift_card_id'],
    ['Open a sample thing. A sample thing', 'Open a gift card. A gift card'],
  ])('%s is written as %s', (template, text) => {
    expect(fill(template, names)).toBe(text);
  });

  it('has the article that goes with the name', () => {
    const invoices = { name: 'invoices', entity: 'invoice' };
    expect(fill('Open a sample thing. A sample thing', invoices)).toBe('Open an invoice. An invoice');
    expect(fill('List a page of sample things', invoices)).toBe('List a page of invoices');
  });
});

describe('a name', () => {
  const taken = new Map([
    ['orders', 'the processor orders'],
    ['refund-requests', 'the topic refund-requests'],
  ]);
  const shared = new Set(['Event', 'Money']);
  const named = (name: string, entity?: string) => namesOf({ name, ...(entity && { entity }) }, taken, shared);
  const codeOf = (name: string, entity?: string): unknown => {
    try {
      return named(name, entity);
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it('is taken as it is, with one of them as English has it, or as is said', () => {
    expect(named('gift-cards')).toEqual({ name: 'gift-cards', entity: 'gift-card' });
    expect(named('geese', 'goose')).toEqual({ name: 'geese', entity: 'goose' });
  });

  it.each(['', 'Tickets', 'gift_cards', 'gift--cards', '-cards', 'cards2', '../up', 'a'.repeat(41), 'my-requests'])(
    'is refused where it could not be one: %j',
    name => {
      expect(codeOf(name)).toBe('LP_NEW_NAME_INVALID');
    },
  );

  it.each([
    ['classes', undefined],
    ['cases', undefined],
    ['events', undefined],
    ['money', undefined],
    ['records', undefined],
    ['topics', undefined],
    ['things', 'New'],
  ])('is refused where it means something else in the code: %s', (name, entity) => {
    expect(codeOf(name, entity)).toBe('LP_NEW_NAME_INVALID');
  });

  it('is refused where something has it, or where its requests have', () => {
    expect(() => named('orders')).toThrow('there is the processor orders');
    expect(codeOf('refunds')).toBe('LP_NEW_NAME_TAKEN');
  });
});
