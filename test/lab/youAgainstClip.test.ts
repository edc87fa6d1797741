import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnswersFile } from '../../lib/apps/people/answersFile.js';
import { findBrowser } from '../../scripts/lab/findBrowser.mjs';
import { type Lab, runAll, startLab } from '../../scripts/lab/startLab.mjs';
import { notebookFolder } from '../kernel/kernelClient.js';
import { needs } from '../fixtures/needs.js';
import { notebookUpTo } from './panelNotebook.js';

// The quiz of the notebook `human`, in a real browser: its cells up to the quiz, with two images a round, answered by
// the keyboard alone.
const browser = findBrowser();

describe('You against CLIP', needs(browser, 'a Chromium (set CHROME_PATH)'), () => {
  let lab: Lab;
  let page: Page;
  const { folder, remove } = notebookFolder();
  const shelf = join(folder, 'notebooks'); // answers are kept beside it
  const kept = join(folder, 'answers', 'faces.json');
  const answersOf = (name: string): (string | null)[] => {
    const { people } = existsSync(kept) ? (JSON.parse(readFileSync(kept, 'utf8')) as AnswersFile) : { people: [] };
    return (people.find((person) => person.name === name)?.answers ?? []).map(({ answer }) => answer);
  };
  const quiz = () => page.locator('.cliplab-quiz');
  /** Waits for an image, and presses a key. */
  async function answer(where: string, key: string): Promise<void> {
    await quiz().getByRole('status').filter({ hasText: where }).waitFor();
    await page.keyboard.press(key);
  }
  /** Starts a round, whose button has the keyboard. */
  async function start(round: string): Promise<void> {
    await quiz().getByRole('heading', { name: round }).waitFor();
    await page.keyboard.press('Enter');
  }

  /** JupyterLab makes no cells that are out of sight. */
  const scrollDown = (): Promise<void> =>
    expect
      .poll(
        () =>
          page.evaluate<number>(
            `(() => { document.querySelector('.jp-WindowedPanel-outer').scrollTop = 1e6; return document.querySelectorAll('.cliplab-quiz').length; })()`,
          ),
        { interval: 500 },
      )
      .toBeGreaterThan(0);

  beforeAll(async () => {
    mkdirSync(shelf);
    const notebook = notebookUpTo('human', 'await youAgainstClip(', { IMAGES: '2' });
    writeFileSync(join(shelf, 'human.ipynb'), JSON.stringify(notebook));
    lab = await startLab(shelf, join(folder, 'home'), browser ?? '');
    page = await lab.open('human.ipynb');
    await runAll(page);
    await page.waitForSelector('.cliplab-quiz input');
  });

  afterAll(async () => {
    await lab?.close();
    remove();
  });

  it('asks who is there, and begins with Enter', async () => {
    await page.getByLabel('Your name, or any word').focus();
    await page.keyboard.type('Ada');
    await page.keyboard.press('Enter');
    await start('Round 1 of 3: no examples');
    await answer('Round 1 of 3 · image 1 of 2', '4');
    await quiz().getByRole('status').filter({ hasText: 'image 2 of 2' }).waitFor();
    expect(answersOf('Ada')).toEqual(['happy']);
  });

  it('is named for those who do not see it, and tells nobody what an image shows', async () => {
    const names = ['angry', 'disgusted', 'fearful', 'happy', 'neutral', 'sad', 'surprised', 'I don’t know'];
    const group = quiz().getByRole('group', { name: 'What does it show?' });
    for (const name of names) expect(await group.getByRole('button', { name, exact: true }).count()).toBe(1);
    const [image, ...others] = await quiz().getByRole('img').all();
    expect(others).toEqual([]);
    expect(await image!.getAttribute('alt')).toBe('Image 2 of 2, to be named');
    expect(await quiz().getByRole('timer').textContent()).toMatch(/^\d+:\d\d$/);
  });

  it('takes 0 for “I don’t know”, shows examples in the next round, and leaves JupyterLab alone', async () => {
    await answer('image 2 of 2', '0');
    await start('Round 2 of 3: one example of each class');
    await quiz().getByRole('status').filter({ hasText: 'Round 2 of 3 · image 1 of 2' }).waitFor();
    expect(answersOf('Ada')).toEqual(['happy', null]);
    expect(await quiz().locator('.cliplab-quiz-choice img').count()).toBe(7);
    // In command mode digits would make headings of the cell, and b a cell below.
    await page.keyboard.press('b');
    expect(await page.locator('.jp-MarkdownCell').count()).toBe(0);
  });

  it('goes on where it was when the page is opened again', async () => {
    await answer('Round 2 of 3 · image 1 of 2', '7');
    await quiz().getByRole('status').filter({ hasText: 'image 2 of 2' }).waitFor();
    await page.keyboard.press('Control+s'); // the page finds what was saved
    const saved = (): string => readFileSync(join(shelf, 'human.ipynb'), 'utf8');
    await expect.poll(saved).toContain('application/vnd.jupyter.widget-view+json');
    await page.reload();
    await page.waitForSelector('.jp-Notebook .jp-Cell');
    await scrollDown();
    await quiz().getByRole('status').filter({ hasText: 'Round 2 of 3 · image 2 of 2' }).waitFor();
    await quiz().getByRole('button', { name: 'sad, with an example' }).click();
    await quiz().getByRole('heading', { name: 'Round 3 of 3: two examples of each class' }).waitFor();
    expect(answersOf('Ada')).toEqual(['happy', null, 'surprised', 'sad']);
  });

  it('finds the answers again when the kernel was restarted, and ends beside the model', async () => {
    await page.click('.lm-MenuBar-itemLabel:text-is("Kernel")');
    await page.click('.lm-Menu-itemLabel:text-is("Restart Kernel…")');
    await page.click('.jp-Dialog .jp-mod-accept');
    await page.waitForSelector('.cliplab-quiz.cliplab-stale');
    await page.waitForSelector('.jp-StatusBar-TextItem:text-is("TypeScript (cliplab) | Idle")');
    await runAll(page);
    await scrollDown();
    const goOn = page
      .locator('.cliplab-quiz:not(.cliplab-stale)')
      .getByRole('button', { name: 'Go on as Ada (4 of 6)' });
    await goOn.waitFor();
    await goOn.press('Enter');
    await start('Round 3 of 3: two examples of each class');
    await answer('Round 3 of 3 · image 1 of 2', '1');
    await answer('Round 3 of 3 · image 2 of 2', '2');
    const table = quiz().getByRole('table', { name: 'What Ada came to' });
    await table.waitFor();
    expect(await table.getByRole('columnheader').allTextContents()).toContain('right of mini-rn');
    expect(await table.getByRole('row').count()).toBe(4);
    expect(answersOf('Ada')).toHaveLength(6);
    await quiz().getByRole('button', { name: 'Somebody else' }).press('Enter');
    await quiz().getByRole('button', { name: 'What Ada came to' }).waitFor();
  });

  it('is typed where there are more classes than keys', async () => {
    const [first] = notebookUpTo('human', 'await youAgainstClip(', {}).cells;
    const source =
      "import { youAgainstClip } from 'cliplab';\nawait youAgainstClip({ task: 'weather', file: 'weather.json', images: 1 });";
    writeFileSync(
      join(shelf, 'typed.ipynb'),
      JSON.stringify({ ...notebookUpTo('human', 'await youAgainstClip(', {}), cells: [{ ...first!, source }] }),
    );
    page = await lab.open('typed.ipynb');
    await runAll(page);
    await page.getByLabel('Your name, or any word').fill('Bob');
    await page.keyboard.press('Enter');
    for (const round of ['Round 1 of 3', 'Round 2 of 3', 'Round 3 of 3']) {
      await start(round);
      await quiz().getByLabel('Type a class').waitFor();
      await page.keyboard.type('RAI');
      expect(await quiz().locator('.cliplab-quiz-choice:visible').allTextContents()).toEqual(['?I don’t know', 'rain']);
      await page.keyboard.press(round === 'Round 2 of 3' ? '?' : 'Enter');
    }
    await quiz().getByRole('table', { name: 'What Bob came to' }).waitFor();
    const { people } = JSON.parse(readFileSync(join(shelf, 'weather.json'), 'utf8')) as AnswersFile;
    expect(people[0]!.answers.map(({ answer }) => answer)).toEqual(['rain', null, 'rain']);
  });

  it('said of nothing that it went wrong', () => {
    expect(lab.errors).toEqual([]);
  });
});
