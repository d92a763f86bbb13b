import type { DestinationStream } from 'pino';
import pinoPretty from 'pino-pretty';

/** Readable lines for a terminal: time, level, code, message, remedy, and the other fields behind them. */
export function prettyStream(destination: DestinationStream, colorize: boolean): DestinationStream {
  const prettify = pinoPretty.prettyFactory({
    colorize,
    singleLine: true,
    translateTime: 'SYS:HH:MM:ss.l',
    ignore: 'pid,hostname,code,remedy',
    messageFormat: (line, messageKey) => {
      const code = line.code === undefined ? '' : `${line.code}: `;
      const remedy = line.remedy === undefined ? '' : ` → ${line.remedy}`;
      return `${code}${line[messageKey] ?? ''}${remedy}`;
    },
  });
  return { write: line => destination.write(prettify(line)) };
}
