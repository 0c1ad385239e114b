/** Structured logging: one event, one JSON line on standard error; ids and states only, never values of people. */
import winston from 'winston';
import type { LogLevel } from '../config/config.ts';

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** error = a person must act; warn = healed by itself; info = state changed; debug = development. */
/** Fields, or what makes them: only called when the entry is really written. */
type LazyLogFields = LogFields | (() => LogFields);

export interface Log {
  error(message: string, fields?: LazyLogFields): void;
  warn(message: string, fields?: LazyLogFields): void;
  info(message: string, fields?: LazyLogFields): void;
  debug(message: string, fields?: LazyLogFields): void;
}

/** @param stream where the lines go; standard output stays free for answers to scripts. */
export function createLog(level: LogLevel, stream: NodeJS.WritableStream = process.stderr): Log {
  const logger = winston.createLogger({
    level: level === 'silent' ? 'error' : level,
    silent: level === 'silent',
    format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
    transports: [new winston.transports.Stream({ stream })],
  });
  // winston formats an entry before it looks at the level, and most entries are below it.
  const at = (name: Exclude<LogLevel, 'silent'>): Log['info'] => {
    if (!logger.isLevelEnabled(name)) return () => undefined;
    return (message, fields = {}) => {
      logger.log(name, message, typeof fields === 'function' ? fields() : fields);
    };
  };
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}

/**
 * Takes Node's warnings, those of drivers among them, into the log: printed as text they are no JSON lines. Their text
 * is written by programmers, and holds no values.
 */
export function logWarningsOfNode(log: Log): void {
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => log.warn('Node.js warns', { warning: name, text: message }));
}

/**
 * The part of a failure that may be logged: class, code and stack frames, never the message of a
 * foreign error (SQLite puts bound values into it).
 */
export function describeFailure(thrown: unknown): LogFields {
  if (!(thrown instanceof Error)) return { failure: typeof thrown };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
  const frames = thrown.stack
    ?.split('\n')
    .filter(line => /^\s+at /.test(line))
    .slice(0, 6)
    .map(line => line.trim())
    .join(' | ');
  const cause = thrown.cause === undefined ? {} : describeFailure(thrown.cause);
  return {
    failure: thrown.name,
    failureCode: code,
    cause: cause['failure'],
    causeCode: cause['failureCode'],
    frames,
  };
}
