import { type AddressInfo, createServer } from 'node:net';

/** A port of this machine on which nothing listens at present. */
export function freePort(): Promise<number> {
  const probe = createServer();
  return new Promise((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo; // a TCP server has a TCP address
      probe.close(() => resolve(port));
    });
  });
}
