import { LogError } from '../errors.ts';
import type { Position, TopicPartition } from '../port.ts';

export const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}[${partition}]`;

export const fenced = (transactionalId: string): LogError =>
  new LogError('fenced', `${transactionalId} was fenced by another holder of this id.`);

export const notFenced = (transactionalId: string): LogError =>
  new LogError('fatal', `${transactionalId} must fence before its first transaction, and after any error.`);

export const noTopic = (topic: string): LogError => new LogError('fatal', `Topic ${topic} does not exist.`);

export const noPartition = (at: TopicPartition): LogError =>
  new LogError('fatal', `Topic ${at.topic} has no partition ${at.partition}.`);

export const outOfRange = (position: Position): LogError =>
  new LogError('fatal', `Position ${position.offset} of ${nameOf(position)} lies outside its log.`, {
    remedy: 'Records were deleted below it, or the topic was made anew. Nothing was skipped: choose a position.',
  });

export const topicDeleted = (at: TopicPartition): LogError =>
  new LogError('fatal', `${nameOf(at)} was deleted while it was being read.`);

export const tooLarge = (topic: string, bytes: number, limit: number): LogError =>
  new LogError('fatal', `A record of ${bytes} bytes is larger than ${topic} takes (max.message.bytes ${limit}).`);

export const noKey = (topic: string): LogError =>
  new LogError('fatal', `Topic ${topic} is compacted and takes no record without a key.`);

export const closed = (client: string): LogError => new LogError('fatal', `The log of ${client} is closed.`);

export const unavailable = (what: string): LogError => new LogError('unavailable', `No broker answered: ${what}.`);

export const outcomeUnknown = (transactionalId: string): LogError =>
  new LogError('outcome-unknown', `The connection broke while ${transactionalId} was committing.`);

export const metadataTooLarge = (at: TopicPartition, limit: number): LogError =>
  new LogError('fatal', `The metadata of a position of ${nameOf(at)} is longer than ${limit} bytes.`);

export const groupInUse = (group: string): LogError =>
  new LogError('fatal', `Group ${group} has members; its positions can be set only while it has none.`, {
    remedy: 'Stop every process of the group, then try again.',
  });

export const notTrimmable = (topic: string): LogError =>
  new LogError('fatal', `Topic ${topic} is compacted only: its records cannot be deleted by position.`);
