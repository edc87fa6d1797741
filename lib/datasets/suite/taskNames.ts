import { listTasks } from './loadTask.js';

/** The names of all tasks of the suite, in its order. */
export const taskNames = async (): Promise<string[]> => (await listTasks()).map(({ name }) => name);
