import { isInstalledPackage } from './projectPaths.js';

/** What the user types to set up what is missing. */
export const setupCommand = (): string => (isInstalledPackage() ? 'npx cliplab setup' : 'npm run setup');

/** What the user types to learn what runs here, and the remedy for what does not. */
export const doctorCommand = (): string => (isInstalledPackage() ? 'npx cliplab doctor' : 'npm run doctor');

/** The command that fetches what draws images of figures and runs notebooks. */
export const notebookSetupCommand = (): string =>
  isInstalledPackage() ? 'npx cliplab kernel install' : 'npm run setup';
