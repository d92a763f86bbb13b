import { workerData } from 'node:worker_threads';

/** How long a worker may outlive the process that it works for, ms. */
const LOOK_MS = 1_000;

setInterval(() => {
  if (process.ppid !== workerData) process.kill(process.pid, 'SIGKILL');
}, LOOK_MS);
