/** A way to a server on this machine that a test can cut and open again. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export class TcpProxy {
  readonly #target: URL;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  private constructor(target: string) {
    this.#target = new URL(target);
  }

  /** @param target the address of the server, such as a DATABASE_URL */
  static async open(target: string): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    await proxy.open();
    return proxy;
  }

  /** The target's address, by way of this proxy. */
  get url(): string {
    const url = new URL(this.#target);
    url.host = `127.0.0.1:${this.#port}`;
    return url.href;
  }

  /** Lets connections through, on the same port as before. */
  open(): Promise<void> {
    const server = createServer(incoming => this.#forward(incoming));
    this.#server = server;
    return new Promise(resolve => {
      server.listen(this.#port, '127.0.0.1', () => {
        this.#port = (server.address() as AddressInfo).port; // a TCP server has a TCP address
        resolve();
      });
    });
  }

  /** Breaks every connection; new ones go through. */
  breakAll(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Breaks every connection and refuses new ones. */
  close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    return new Promise(resolve => {
      if (server) server.close(() => resolve());
      else resolve();
      this.breakAll();
    });
  }

  #forward(incoming: Socket): void {
    const outgoing = connect(Number(this.#target.port), this.#target.hostname);
    const pair = [incoming, outgoing];
    for (const socket of pair) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined); // its 'close' comes next
      socket.on('close', () => {
        this.#sockets.delete(socket);
        for (const other of pair) other.destroy();
      });
    }
    incoming.pipe(outgoing).pipe(incoming);
  }
}
