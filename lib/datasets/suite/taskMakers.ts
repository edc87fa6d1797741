import type { Random } from '../../engine/random.js';
import type { TaskSource } from './taskSource.js';
import { actionsTask } from './tasks/actionsTask.js';
import { animalsTask } from './tasks/animalsTask.js';
import { birdsTask } from './tasks/birdsTask.js';
import { captionedImagesTask } from './tasks/captionedImagesTask.js';
import { cifarHundredTask } from './tasks/cifarHundredTask.js';
import { cifarTenTask } from './tasks/cifarTenTask.js';
import { clipartKindsTask } from './tasks/clipartKindsTask.js';
import { clocksTask } from './tasks/clocksTask.js';
import { countingTask } from './tasks/countingTask.js';
import { digitsTask } from './tasks/digitsTask.js';
import { distanceTask } from './tasks/distanceTask.js';
import { emojiGroupsTask } from './tasks/emojiGroupsTask.js';
import { emojiKindsTask } from './tasks/emojiKindsTask.js';
import { emojiNamesTask } from './tasks/emojiNamesTask.js';
import { emojiStylesTask } from './tasks/emojiStylesTask.js';
import { emojiSubgroupsTask } from './tasks/emojiSubgroupsTask.js';
import { facesTask } from './tasks/facesTask.js';
import { flagsTask } from './tasks/flagsTask.js';
import { foodTask } from './tasks/foodTask.js';
import { handsTask } from './tasks/handsTask.js';
import { mapSignsTask } from './tasks/mapSignsTask.js';
import { mapSymbolsTask } from './tasks/mapSymbolsTask.js';
import { movesTask } from './tasks/movesTask.js';
import { natureTask } from './tasks/natureTask.js';
import { objectsTask } from './tasks/objectsTask.js';
import { photographsTask } from './tasks/photographsTask.js';
import { placesTask } from './tasks/placesTask.js';
import { professionsTask } from './tasks/professionsTask.js';
import { renderedWordsTask } from './tasks/renderedWordsTask.js';
import { scenesTask } from './tasks/scenesTask.js';
import { signsTask } from './tasks/signsTask.js';
import { sportsTask } from './tasks/sportsTask.js';
import { texturesTask } from './tasks/texturesTask.js';
import { thingsTask } from './tasks/thingsTask.js';
import { tissueTask } from './tasks/tissueTask.js';
import { toolsTask } from './tasks/toolsTask.js';
import { vehiclesTask } from './tasks/vehiclesTask.js';
import { vocTask } from './tasks/vocTask.js';
import { weatherDrawnTask } from './tasks/weatherDrawnTask.js';
import { weatherTask } from './tasks/weatherTask.js';

/**
 * Draws, collects or composes a task's images from the pinned packages in `modules`, or from those that it fetches into
 * `cache`.
 */
export type TaskMaker = (modules: string, random: Random, cache: string) => Promise<TaskSource>;

/** Makers by task. A new task is one file and one line here. */
export const TASK_MAKERS: Readonly<Record<string, TaskMaker>> = {
  actions: actionsTask,
  animals: animalsTask,
  birds: birdsTask,
  'captioned-pictures': captionedImagesTask,
  'cifar-hundred': cifarHundredTask,
  'cifar-ten': cifarTenTask,
  'clipart-kinds': clipartKindsTask,
  clocks: clocksTask,
  counting: countingTask,
  digits: digitsTask,
  distance: distanceTask,
  'emoji-groups': emojiGroupsTask,
  'emoji-kinds': emojiKindsTask,
  'emoji-names': emojiNamesTask,
  'emoji-styles': emojiStylesTask,
  'emoji-subgroups': emojiSubgroupsTask,
  faces: facesTask,
  flags: flagsTask,
  food: foodTask,
  hands: handsTask,
  'map-signs': mapSignsTask,
  'map-symbols': mapSymbolsTask,
  moves: movesTask,
  nature: natureTask,
  objects: objectsTask,
  photographs: photographsTask,
  places: placesTask,
  professions: professionsTask,
  'rendered-words': renderedWordsTask,
  scenes: scenesTask,
  signs: signsTask,
  sports: sportsTask,
  textures: texturesTask,
  things: thingsTask,
  tissue: tissueTask,
  tools: toolsTask,
  vehicles: vehiclesTask,
  'voc-names': vocTask,
  weather: weatherTask,
  'weather-drawn': weatherDrawnTask,
};
