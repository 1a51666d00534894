import type { SocketLike } from '../live/connection';
import type { Delivery, Heads, ServerMessage } from '../api/types';

/** A socket whose other end is the test. */
export class FakeSocket implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  readonly sent: Record<string, unknown>[] = [];
  closed = false;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }
  close(): void {
    this.closed = true;
  }

  says(message: ServerMessage | string): void {
    this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) });
  }
  welcomes(heads: Heads, epoch = 'e1'): void {
    this.says({ type: 'welcome', protocol: 1, epoch, heads, server_now: '2026-01-31T10:00:00.000Z' });
  }
  delivers(delivery: Delivery): void {
    this.says({ type: 'delivery', ...delivery } as ServerMessage);
  }
  beats(heads: Heads): void {
    this.says({ type: 'heartbeat', heads, server_now: '2026-01-31T10:00:15.000Z' });
  }
  drops(code = 1006, reason = ''): void {
    this.onclose?.({ code, reason });
  }
}
