import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * A program that does the same job in a process of its own: it reads a JSON request a line and answers each with a JSON
 * line.
 * @typedef {{ ask: (request: object) => Promise<any>, end: () => Promise<void> }} Peer
 */

/**
 * A program that answers requests; where it does not start or ends, every request fails with the last it said.
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Peer}
 */
export function peerProcess(program, args) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise((/** @type {(value: void) => void} */ settle) => {
    child.on('error', (error) => ((errors = error.message), settle()));
    child.on('close', () => settle());
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.stdin.on('error', () => undefined);
  return {
    async ask(request) {
      child.stdin.write(JSON.stringify(request) + '\n');
      for (;;) {
        const { value, done } = await answers.next();
        if (done) throw new Error(errors.trim().split('\n').at(-1) || 'the peer ended');
        if (!value.startsWith('{')) continue; // a library's own words
        const answer = JSON.parse(value);
        if (answer.error) throw new Error(answer.error);
        return answer;
      }
    },
    async end() {
      child.stdin.end();
      await ended;
    },
  };
}

/**
 * One that does not exist: every request fails with the reason.
 * @param {string} reason
 * @returns {Peer}
 */
export function missingPeer(reason) {
  return { ask: () => Promise.reject(new Error(`no peer: ${reason}`)), end: () => Promise.resolve() };
}
