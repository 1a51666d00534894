/** What went wrong with a call, told apart so that a screen can say what to do about it. */

export interface Fault {
  code: string;
  field: string;
  message: string;
  fix: string;
}

/**
 * `network`: no answer at all. `server`: it answered, and failed. `login`: not signed in, or not any more.
 * `forbidden`: signed in, but this is for somebody else.
 * `missing`: not there, or not for this reader (the server makes no difference). `busy`: too many calls.
 * `refused`: understood and not accepted; `faults` say which field and how to mend it.
 */
export type TroubleKind = 'network' | 'server' | 'login' | 'forbidden' | 'missing' | 'busy' | 'refused';

export class Trouble extends Error {
  override readonly name = 'Trouble';
  constructor(
    readonly kind: TroubleKind,
    message: string,
    readonly status: number = 0,
    readonly code: string = kind,
    readonly faults: readonly Fault[] = [],
    /** The problem document as it came, for the few answers that carry more (`turn_closed` names the turn). */
    readonly document: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }

  /** The fault that belongs to one form field; nested fields match by their first part. */
  at(field: string): Fault | undefined {
    return this.faults.find((fault) => {
      const path = fault.field.replace(/^\$?\.?(body\.)?/, '');
      return path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`);
    });
  }

  /** What no form field of `shown` claims, to be told above the form. */
  beside(shown: readonly string[]): string {
    const rest = this.faults.filter((fault) => !shown.some((field) => this.at(field) === fault));
    if (this.faults.length === 0) return this.message;
    return rest.map((fault) => sentence(fault)).join(' ');
  }
}

/** A fault as one line: what is wrong, then how to mend it. */
export function sentence(fault: Fault): string {
  return [fault.message, fault.fix].filter(Boolean).map(withStop).join(' ');
}

/** A capital at the front and a stop at the end. */
export function withStop(text: string): string {
  const trimmed = text.trim();
  const capital = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

export function asTrouble(error: unknown): Trouble {
  if (error instanceof Trouble) return error;
  return new Trouble('network', error instanceof Error ? error.message : String(error));
}

/** Reads an answer that is not a success, whatever its body is. */
export function troubleFrom(status: number, body: unknown): Trouble {
  const document = isRecord(body) ? body : {};
  const code = typeof document.type === 'string' ? (document.type.split('/').pop() ?? '') : '';
  const faults = Array.isArray(document.faults) ? document.faults.filter(isFault) : [];
  const words = [document.detail, document.title].find((text) => typeof text === 'string' && text !== '');
  const kind = kindOf(status);
  const message = typeof words === 'string' ? words : FALLBACK[kind];
  return new Trouble(kind, withStop(message), status, code || kind, faults, document);
}

const FALLBACK: Record<TroubleKind, string> = {
  network: 'The server did not answer.',
  server: 'The server had a problem.',
  login: 'You are not signed in.',
  forbidden: 'You may not do this here.',
  missing: 'There is nothing here, or it is not open to you.',
  busy: 'That was too fast; wait a moment and try again.',
  refused: 'The server did not accept that.',
};

function kindOf(status: number): TroubleKind {
  if (status >= 500) return 'server';
  if (status === 401) return 'login';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'missing';
  if (status === 429) return 'busy';
  return 'refused';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFault(value: unknown): value is Fault {
  return isRecord(value) && typeof value.message === 'string' && typeof value.field === 'string';
}
