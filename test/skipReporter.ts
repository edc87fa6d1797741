import { relative } from 'node:path';
import type { TestCase, TestModule, TestSuite, Vitest } from 'vitest/node';
import type { Reporter } from 'vitest/reporters';
import './fixtures/needs.js';

/** What CI may lack. Every other skip fails there. */
const CI_MAY_LACK = ['the right to mount a small disk'];

/** What the test, or a group that it is in, lacks; undefined where nobody said. */
function lacking(test: TestCase): string | undefined {
  for (let at: TestCase | TestSuite | TestModule = test; at.type !== 'module'; at = at.parent)
    if (at.meta().needs !== undefined) return at.meta().needs;
  return undefined;
}

/**
 * Says at the end of a run which tests were skipped and what they lack; in CI a skip that is not one of a few fails the
 * run.
 */
export default class SkipReporter implements Reporter {
  private vitest?: Vitest;

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    /** Names of tests by what they lack. */
    const skipped = new Map<string, string[]>();
    for (const module of modules)
      for (const test of module.children.allTests('skipped')) {
        const name = `${relative(process.cwd(), module.moduleId)} > ${test.fullName}`;
        const reason = lacking(test) ?? '';
        skipped.set(reason, [...(skipped.get(reason) ?? []), name]);
      }
    const inCi = Boolean(process.env['CI']);
    for (const [reason, names] of skipped) {
      // Left out by the words of the command.
      if (!reason && this.vitest?.config.testNamePattern) continue;
      const fails = inCi && !CI_MAY_LACK.includes(reason);
      if (fails) process.exitCode = 1;
      const why = reason ? `for want of ${reason}` : 'without a reason';
      process.stdout.write(`${fails ? 'FAILED: ' : ''}skipped ${why}:\n${names.map((name) => `  ${name}\n`).join('')}`);
    }
  }
}
