import type { Random } from '../../engine/random.js';
import type { TaskSource } from './taskSource.js';
import { actionsTask } from './tasks/actionsTask.js';
import { captionedImagesTask } from './tasks/captionedImagesTask.js';
import { clocksTask } from './tasks/clocksTask.js';
import { countingTask } from './tasks/countingTask.js';
import { digitsTask } from './tasks/digitsTask.js';
import { distanceTask } from './tasks/distanceTask.js';
import { emojiGroupsTask } from './tasks/emojiGroupsTask.js';
import { emojiNamesTask } from './tasks/emojiNamesTask.js';
import { emojiStylesTask } from './tasks/emojiStylesTask.js';
import { emojiSubgroupsTask } from './tasks/emojiSubgroupsTask.js';
import { facesTask } from './tasks/facesTask.js';
import { flagsTask } from './tasks/flagsTask.js';
import { handsTask } from './tasks/handsTask.js';
import { mapSymbolsTask } from './tasks/mapSymbolsTask.js';
import { objectsTask } from './tasks/objectsTask.js';
import { professionsTask } from './tasks/professionsTask.js';
import { renderedWordsTask } from './tasks/renderedWordsTask.js';
import { scenesTask } from './tasks/scenesTask.js';
import { weatherTask } from './tasks/weatherTask.js';

/** Draws, collects or composes a task's images from the pinned packages in `modules`. */
export type TaskMaker = (modules: string, random: Random) => Promise<TaskSource>;

/** Makers by task. A new task is one file and one line here. */
export const TASK_MAKERS: Readonly<Record<string, TaskMaker>> = {
  actions: actionsTask,
  'captioned-pictures': captionedImagesTask,
  clocks: clocksTask,
  counting: countingTask,
  digits: digitsTask,
  distance: distanceTask,
  'emoji-groups': emojiGroupsTask,
  'emoji-names': emojiNamesTask,
  'emoji-styles': emojiStylesTask,
  'emoji-subgroups': emojiSubgroupsTask,
  faces: facesTask,
  flags: flagsTask,
  hands: handsTask,
  'map-symbols': mapSymbolsTask,
  objects: objectsTask,
  professions: professionsTask,
  'rendered-words': renderedWordsTask,
  scenes: scenesTask,
  weather: weatherTask,
};
