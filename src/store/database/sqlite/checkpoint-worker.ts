/** The thread of a Checkpointer: one checkpoint for each message. */
import { parentPort, workerData } from 'node:worker_threads';
import { CHECKPOINTED } from './checkpointer.ts';
import { openExistingConnection } from './connection.ts';

if (!parentPort) throw new Error('checkpoints are made in a worker thread');
const port = parentPort;
const connection = openExistingConnection(workerData as string); // the path, put there by Checkpointer
port.on('message', () => {
  // Waits for neither readers nor the writer: what they keep in use is left for the next one.
  connection.pragma('wal_checkpoint(PASSIVE)');
  port.postMessage(CHECKPOINTED);
});
