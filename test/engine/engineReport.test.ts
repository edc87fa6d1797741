import { expect, test } from 'vitest';
import { engineReport } from '../../lib/engine/engineReport.js';

test('the engine runs here, and says on what', async () => {
  const report = await engineReport();
  expect(report).toMatchObject({ runs: true, problem: '', device: 'cpu' });
  expect(report.tensorflow).toMatch(/^\d+\.\d+\.\d+/);
  expect(report.tfjs).toMatch(/^\d+\.\d+\.\d+/);
  expect(report.threads).toBeGreaterThan(0);
  expect(report.memoryBytes).toBeGreaterThan(report.freeMemoryBytes);
});
