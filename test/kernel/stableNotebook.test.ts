import { describe, expect, it } from 'vitest';
import type { Notebook, NotebookCell, NotebookOutput } from '../../lib/kernel/notebook.js';
import { PROGRESS_METADATA } from '../../lib/kernel/progressDisplay.js';
import { notebookText, stableNotebook } from '../../lib/kernel/stableNotebook.js';

const notebook = (cell: Partial<NotebookCell>, metadata = {}): Notebook => ({
  cells: [{ cell_type: 'code', source: '1', metadata: {}, execution_count: 1, ...cell }],
  metadata,
  nbformat: 4,
  nbformat_minor: 5,
});
const shown = (data: Record<string, unknown>, more: Partial<NotebookOutput> = {}): NotebookOutput => ({
  output_type: 'display_data',
  metadata: {},
  data,
  ...more,
});
const outputsOf = (outputs: NotebookOutput[]): unknown =>
  stableNotebook(notebook({ outputs }), notebook({}), '/home/me/cliplab').cells[0]?.outputs;

describe('stableNotebook', () => {
  it('keeps the ids that cells had, and numbers those that had none', () => {
    expect(stableNotebook(notebook({ id: 'random' }), notebook({ id: 'mine' }), '/').cells[0]?.id).toBe('mine');
    expect(stableNotebook(notebook({ id: 'random' }), notebook({}), '/').cells[0]?.id).toBe('cell-0');
  });

  it('leaves out times and the state of widgets', () => {
    const ran = notebook(
      { metadata: { execution: { start: 'now' }, tags: ['t'] } },
      { widgets: { id: 1 }, kernelspec: { name: 'cliplab' } },
    );
    const stable = stableNotebook(ran, notebook({}), '/');
    expect(stable.cells[0]?.metadata).toEqual({ tags: ['t'] });
    expect(stable.metadata).toEqual({ kernelspec: { name: 'cliplab' } });
  });

  it('leaves out progress', () => {
    expect(
      outputsOf([shown({ 'text/plain': ['3/9'] }, { metadata: PROGRESS_METADATA }), shown({ 'text/plain': ['9'] })]),
    ).toEqual([shown({ 'text/plain': ['9'] })]);
  });

  it('leaves out live widgets, and keeps what stands for them', () => {
    const view = { 'application/vnd.jupyter.widget-view+json': { model_id: 'random' } };
    expect(
      outputsOf([shown(view), shown({ ...view, 'text/plain': ['run this'] }), shown({ 'image/png': 'image' })]),
    ).toEqual([shown({ 'text/plain': ['run this'] }), shown({ 'image/png': 'image' })]);
  });

  it('makes paths of this checkout relative, in streams and in text', () => {
    const stream = {
      output_type: 'stream',
      name: 'stdout',
      text: ['in /home/me/cliplab/data/x\n', '/home/me/cliplab'],
    };
    expect(outputsOf([stream, shown({ 'text/plain': ['/home/me/cliplab/lib'], 'text/html': '<b>' })])).toEqual([
      { ...stream, text: ['in data/x\n', '.'] },
      shown({ 'text/plain': ['lib'], 'text/html': '<b>' }),
    ]);
  });
});

it('notebookText is as Jupyter writes: sorted keys, one space, an end of line', () => {
  expect(notebookText({ nbformat: 4, nbformat_minor: 5, metadata: { b: 1, a: [{ d: 1, c: 2 }] }, cells: [] })).toBe(
    '{\n "cells": [],\n "metadata": {\n  "a": [\n   {\n    "c": 2,\n    "d": 1\n   }\n  ],\n  "b": 1\n },\n "nbformat": 4,\n "nbformat_minor": 5\n}\n',
  );
});
