import { createInterface } from 'node:readline';

/**
 * The other side of `peerProcess`: answers each line of JSON on standard input with one on standard output. Answers
 * carry the most memory that this process has had (`peakBytes`).
 * @param {(request: any) => Promise<object>} answer
 */
export async function answerRequests(answer) {
  for await (const line of createInterface({ input: process.stdin })) {
    let reply;
    try {
      reply = await answer(JSON.parse(line));
    } catch (error) {
      reply = { error: String(/** @type {Error} */ (error).message).split('\n')[0] };
    }
    process.stdout.write(JSON.stringify({ ...reply, peakBytes: process.resourceUsage().maxRSS * 1024 }) + '\n');
  }
}
