import process from 'node:process';
import { setProgressSink } from '../io/progress.js';
import { createCellExecutor } from './cellExecutor.js';
import { setCommHub } from './commHub.js';
import { META, moduleMeta } from './importMeta.js';
import { KernelServer } from './kernelServer.js';
import { startInterruptSentinel } from './interruptSentinel.js';
import { STEP, TURNS } from './stepGuards.js';
import { createProgressDisplay } from './progressDisplay.js';
import { refuseInput } from './refuseInput.js';
import { redirectOutput } from './redirectOutput.js';
import { aroundWatchedCode } from './tslab.js';

// The kernel process. Its first argument is Jupyter's connection file (`jupyter run` puts the files it is to run behind
// it); its folder is the notebook's.

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const connectionFile = process.argv[2];
if (!connectionFile?.endsWith('.json'))
  throw new Error('cliplab kernel: expected the path of a Jupyter connection file');

const LATE =
  'The interrupt waits for one call to return (a long sort, regular expression or JSON.parse looks at none): restart the kernel to end ' +
  'it now.\n';

// Jupyter names the process of its server.
const owner = Number(process.env['JPY_PARENT_PID']) || 0;
const sentinel = await startInterruptSentinel(
  owner,
  () => executor.interrupt(),
  () => server.writeStream('stderr', LATE),
);
Object.assign(globalThis, {
  [STEP]: () => sentinel.step(),
  [TURNS]: sentinel.turns,
  [META]: moduleMeta(process.cwd()),
});
aroundWatchedCode((code) => sentinel.apart(code));
const executor = createCellExecutor(process.cwd(), () => sentinel.step());
const server = new KernelServer(executor, connectionFile, () => setImmediate(() => process.exit(0)));

// A promise that nobody waited for is the user's to mend, and no reason to lose what the kernel holds. What a cell left
// behind that was interrupted may be stopped often, as a timer that comes again; the cell has said so.
const reportStray = (thrown: unknown): void => {
  const error = executor.describe(thrown);
  if (error.ename !== 'Interrupted') server.reportStray(error);
};
process.on('uncaughtException', reportStray);
process.on('unhandledRejection', reportStray);
process.on('SIGINT', () => sentinel.heard());

// A kernel whose server was killed ends with it.
if (owner > 0) {
  setInterval(() => {
    if (!isAlive(owner)) process.exit(0);
  }, 1_000).unref();
}

// Node's own notices (a CommonJS cell loading ESM is "experimental" before Node 23) are not about the user's code.
process.removeAllListeners('warning');

setCommHub(server.comms);
setProgressSink(createProgressDisplay());
refuseInput();
redirectOutput((name, text) => server.writeStream(name, text));
await server.init();
